using Rtx.Simulation.Tests.Runtime;
using Rtx.Testing.Matching;

namespace Rtx.Simulation.Tests;

/// <summary>
/// A client of one account: places, amends, cancels, moves money, and repeats requests without a clear answer. Each answer is compared with
/// the database immediately: an answer states what is committed.
/// </summary>
internal sealed class SimulatedClient
{
    private const int MostAttempts = 6;
    private const int Requests = 12;

    // Little enough that it runs out and that reservations matter.
    private static readonly decimal[] Means = [4m, 40m, 2_000m];

    private readonly SimulatedCluster _cluster;
    private readonly SimulatedWorld _world;
    private readonly IAccountGrain _account;
    private readonly AccountId _id;
    private readonly string _name;
    private readonly OrderDraws _draws;
    private readonly List<Func<Task>> _actions = [];
    private readonly List<OrderId> _orders = [];
    private readonly Dictionary<ClientOrderId, OrderId> _answered = [];
    private readonly List<NewOrder> _placed = [];
    private readonly HashSet<ClientOrderId> _unknown = [];
    private readonly bool _mayBeLate;
    private int _number;

    /// <param name="cluster">The cluster it trades on.</param>
    /// <param name="id">Its account.</param>
    /// <param name="name">The prefix of its client order ids.</param>
    /// <param name="features">The features it may use.</param>
    /// <param name="hasSwitch">Whether it may use the kill switch: only one client per account, so that it knows the state of the
    /// switch.</param>
    public SimulatedClient(SimulatedCluster cluster, AccountId id, string name, Features features, bool hasSwitch)
    {
        (_cluster, _world, _account, _id, _name) = (cluster, cluster.World, cluster.Reference<IAccountGrain>(id.Value), id, name);
        // Late and duplicate requests also arrive after the answer.
        _mayBeLate = cluster.Faults is { LateMessages: > 0 } or { DuplicatedMessages: > 0 };
        _draws = new OrderDraws(_world, features, NextName);
        Mix(PlaceAsync, 36);
        Mix(PlaceAndAskAsync, 4);
        if (features.Has(Feature.Batches)) Mix(PlaceBatchAsync, 8);
        if (features.Has(Feature.Lists)) Mix(PlaceListAsync, 12);
        if (features.Has(Feature.Amendments)) Mix(AmendAsync, 16);
        if (features.Has(Feature.Cancels)) Mix(CancelAsync, 10);
        if (features.Has(Feature.MassCancels)) Mix(MassCancelAsync, 4);
        if (features.Has(Feature.KillSwitch) && hasSwitch) Mix(SwitchAsync, 4);
        if (features.Has(Feature.DeadManTimer)) Mix(CancelAllAfterAsync, 10);
        if (features.Has(Feature.Withdrawals))
        {
            Mix(() => MoveFundsAsync(new Money(_world.Next(2) == 0 ? 5m : -5m, cluster.Database.Instruments[0].QuoteCurrency)), 5);
        }
        if (features.Has(Feature.Contradictions)) Mix(ContradictAsync, 4);
        if (features.Has(Feature.Looks)) Mix(LookAsync, 4);
        void Mix(Func<Task> action, int weight) => _actions.AddRange(Enumerable.Repeat(action, weight));
    }

    /// <summary>Wrong answers it got; empty when all is well.</summary>
    public List<string> Complaints { get; } = [];

    public bool IsDone { get; private set; }

    /// <summary>Orders that were reported as unknown but exist in the end.</summary>
    public IEnumerable<string> AppearedLater() =>
        _mayBeLate ? [] : _unknown.Where(asked => _cluster.Database.FindOrder(_id, asked) is not null)
            .Select(asked => $"{_name}: {asked} was told to be unknown and is there");

    public async Task RunAsync()
    {
        try
        {
            foreach (var instrument in _cluster.Database.Instruments)
            {
                await MoveFundsAsync(new Money(_world.Pick(Means), instrument.QuoteCurrency));
                if (instrument.Kind == InstrumentKind.Spot)
                {
                    await MoveFundsAsync(new Money(_world.Next(2) == 0 ? 0.03m : 0.3m, instrument.BaseCurrency));
                }
            }

            for (var i = 0; i < Requests; i++)
            {
                await _world.Delay(_world.UpTo(TimeSpan.FromSeconds(1)));
                await _world.Pick(_actions)();
            }
        }
        catch (Exception e)
        {
            Complaints.Add($"{_name} was told {e}");
        }

        IsDone = true;
    }

    /// <summary>Forgets what the database has lost.</summary>
    public void Forget()
    {
        foreach (var asked in _answered.Keys.Where(asked => _cluster.Database.FindOrder(_id, asked) is null).ToList())
        {
            _answered.Remove(asked);
        }
        _orders.RemoveAll(order => _cluster.Database.FindOrder(order) is not { } found || found.AccountId != _id);
        _placed.RemoveAll(request => !_answered.ContainsKey(request.ClientOrderId));
    }

    private async Task PlaceAsync()
    {
        var request = _draws.Order(_world.Pick(_cluster.Database.Instruments));
        await AskAgainAsync(
            $"place {request.ClientOrderId}", () => _account.PlaceOrder(request), StatusOf, reply => CheckPlaced(request, reply));
    }

    // Without a clear answer it does not place again but queries or cancels: "unknown" means that the order will never exist.
    private async Task PlaceAndAskAsync()
    {
        var request = _draws.Order(_world.Pick(_cluster.Database.Instruments));
        var asked = request.ClientOrderId;
        if (await AskOnceAsync($"place {asked} once", () => _account.PlaceOrder(request), StatusOf, reply => CheckPlaced(request, reply)))
        {
            return;
        }
        var cancels = _world.Next(2) == 0;
        await AskAgainAsync(
            $"{(cancels ? "cancel" : "look for")} {asked}",
            () => cancels ? _account.CancelByClientOrderId(asked) : _account.GetOrder(asked), StatusOf, reply =>
        {
            if (reply.Order is { } order) CheckOrder(order);
            else if (reply.RejectReason == RejectReason.UnknownOrder) _unknown.Add(asked);
        });
    }

    private async Task PlaceBatchAsync()
    {
        List<NewOrder> batch = [.. Enumerable.Range(0, 2 + _world.Next(3)).Select(
            _ => _draws.Order(_world.Pick(_cluster.Database.Instruments)))];
        await AskAgainAsync(
            $"batch {batch[0].ClientOrderId}", () => _account.PlaceOrders(batch),
            replies =>
                replies.Select(StatusOf).FirstOrDefault(
                    status => status is not (ReplyStatus.Done or ReplyStatus.Refused), ReplyStatus.Done),
            replies =>
            {
                foreach (var (request, reply) in batch.Zip(replies)) CheckPlaced(request, reply);
            });
    }

    private async Task PlaceListAsync()
    {
        var list = _draws.List(_world.Pick(_cluster.Database.Instruments));
        await AskAgainAsync($"list {list.Orders[0].ClientOrderId}", () => _account.PlaceOrderList(list), reply => reply.Status, reply =>
        {
            if (reply.RejectReason == RejectReason.DuplicateClientOrderId)
            {
                Complain($"list {list.Orders[0].ClientOrderId} is told to be a duplicate");
            }
            foreach (var order in reply.Orders) CheckOrder(order);
        });
    }

    private async Task AmendAsync()
    {
        if (_orders.Count == 0) return;
        var request = new AmendOrder(
            _world.Pick(_orders), _world.Next(2) == 0 ? new Quantity(1 + _world.Next(4)) : null,
            _world.Next(2) == 0 ? _draws.Price() : null)
        {
            NewClientOrderId = _world.Next(2) == 0 ? NextName() : null,
            StopPx = _world.Next(6) == 0 ? _draws.Price() : null,
            DisplayQty = _world.Next(6) == 0 ? new Quantity(1 + _world.Next(3)) : null,
            ExpireTime = _world.Next(6) == 0 ? _draws.ExpireTime() : null,
        };
        if (request == new AmendOrder(request.OrderId)) return;
        await AskAgainAsync($"amend {request.OrderId} as {request.NewClientOrderId}", () => _account.AmendOrder(request), StatusOf, reply =>
        {
            if (reply.Order is { } order) CheckOrder(order);
            if (reply.Status == ReplyStatus.Done && request.NewClientOrderId is { } renamed) _answered[renamed] = request.OrderId;
            if (reply.RejectReason == RejectReason.DuplicateClientOrderId)
            {
                Complain($"amendment of {request.OrderId} as {request.NewClientOrderId} is told to be a duplicate");
            }
        });
    }

    private async Task CancelAsync()
    {
        if (_orders.Count == 0) return;
        var request = new CancelOrder(_world.Pick(_orders));
        await AskAgainAsync($"cancel {request.OrderId}", () => _account.CancelOrder(request), StatusOf, reply =>
        {
            if (reply.Order is { } order) CheckOrder(order);
            if (reply.Status == ReplyStatus.Done && _cluster.Database.FindOrder(request.OrderId) is not { LeavesQty.Lots: 0 })
            {
                Complain($"order {request.OrderId} is told to be cancelled and is open");
            }
        });
    }

    private Task MassCancelAsync()
    {
        var request = _world.Next(4) switch
        {
            0 => new MassCancel(_world.Pick(_cluster.Database.Instruments).Id, _world.Next(2) == 0 ? Side.Buy : Side.Sell),
            1 => new MassCancel { Tag = Tags.Of(1 + _world.Next(2)) },
            2 => new MassCancel(ConnectionId: 1 + _world.Next(2)),
            _ => new MassCancel(),
        };
        return AskAgainAsync(
            "mass cancel",
            () => _account.MassCancel(request, request.ConnectionId is null ? ExecReason.MassCancel : ExecReason.Disconnected),
            reply => reply.Status, reply =>
        {
            foreach (var order in reply.Orders)
            {
                CheckOrder(order);
                // Others of a list go with those that fit.
                if (!request.Tag.IsNone && order.Reason is ExecReason.MassCancel or ExecReason.Disconnected && order.Instructions?.Tag != request.Tag)
                    Complain($"order {order.OrderId} with tag {order.Instructions?.Tag} is cancelled by tag {request.Tag}");
            }
        });
    }

    private async Task MoveFundsAsync(Money amount)
    {
        var reference = $"{_name}-money-{++_number}";
        await AskAgainAsync($"move {amount} as {reference}", () => _account.MoveFunds(amount, reference), reply => reply.Status, reply =>
        {
            if (reply.Status == ReplyStatus.Done && _cluster.Database.FindMovement(_id, reference) != amount)
            {
                Complain($"{reference} is told to have moved {amount}");
            }
        });
    }

    private async Task SwitchAsync()
    {
        await AskAgainAsync("kill switch on", () => _account.SetKillSwitch(isOn: true), reply => reply.Status, reply =>
        {
            if (reply.Status == ReplyStatus.Done && _cluster.Database.Orders.FirstOrDefault(order => order.AccountId == _id && order.LeavesQty > Quantity.Zero) is { OrderId.Value: > 0 } open)
                Complain($"the kill switch is told to have cancelled everything and {open.OrderId} is open");
        });
        await AskAgainAsync("kill switch off", () => _account.SetKillSwitch(isOn: false), reply => reply.Status, _ => { });
    }

    // The books cancel in time even if the account's silo fails; the final check verifies it.
    private Task CancelAllAfterAsync() => AskAgainAsync(
        "cancel all after a while",
        async () =>
        {
            TimeSpan? timeout = _world.Next(4) == 0 ? null : TimeSpan.FromSeconds(1 + _world.Next(5));
            var told = _cluster.DeadManTimers.Ask(_id, timeout);
            told(await _account.CancelAllAfter(timeout));
            return ReplyStatus.Done;
        },
        status => status, _ => { });

    // Repeats a placed order along with a different one under the same client order id: the first gets its order, the other is rejected.
    private async Task ContradictAsync()
    {
        if (_placed.Count == 0) return;
        var request = _world.Pick(_placed);
        var other = request with { OrderQty = request.OrderQty + new Quantity(1) };
        await Task.WhenAll(
            AskAgainAsync($"place {request.ClientOrderId} with other content", () => _account.PlaceOrder(other), StatusOf, reply =>
            {
                // Unless it was lost during the request: then the client order id is free again.
                var isOther = StatusOf(reply) == ReplyStatus.Done
                    || (StatusOf(reply) == ReplyStatus.Refused && reply.RejectReason != RejectReason.DuplicateClientOrderId);
                if (isOther && _placed.Contains(request))
                    Complain($"other content of {request.ClientOrderId} is answered {reply.Status} {reply.RejectReason}");
            }),
            AskAgainAsync($"place {request.ClientOrderId} again", () => _account.PlaceOrder(request), StatusOf, reply =>
            {
                // Lost meanwhile, and the name is that of the other content.
                if (reply.RejectReason != RejectReason.DuplicateClientOrderId || _placed.Contains(request)) CheckPlaced(request, reply);
            }));
    }

    // An answered client order id can be found for ever.
    private async Task LookAsync()
    {
        if (_answered.Count == 0) return;
        var (asked, order) = _world.Pick(_answered.ToList());
        await AskAgainAsync($"look for {asked}", () => _account.GetOrder(asked), reply => reply.Status, reply =>
        {
            // Unless it was lost during the request.
            if (reply.Order?.OrderId != order && _answered.ContainsKey(asked)) Complain($"order {order} is not found as {asked}");
        });
    }

    private async Task AskAgainAsync<T>(string what, Func<Task<T>> ask, Func<T, ReplyStatus> statusOf, Action<T> check)
    {
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            if (await AskOnceAsync(what, ask, statusOf, check)) return;
            await _world.Delay(_world.UpTo(TimeSpan.FromSeconds(2)));
        }
    }

    /// <summary>Whether the answer is clear.</summary>
    private async Task<bool> AskOnceAsync<T>(string what, Func<Task<T>> ask, Func<T, ReplyStatus> statusOf, Action<T> check)
    {
        var timeline = _cluster.Database.Timeline;
        try
        {
            var reply = await ask();
            _world.Tell($"{_name}: {what}: {statusOf(reply)}");
            // The answer may be from the lost timeline.
            if (timeline == _cluster.Database.Timeline) check(reply);
            return statusOf(reply) is ReplyStatus.Done or ReplyStatus.Refused;
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            _world.Tell($"{_name}: {what}: no answer");
            return false;
        }
    }

    // From a stale activation: nothing was decided, and the next one answers.
    private static ReplyStatus StatusOf(OrderReply reply) =>
        reply.RejectReason == RejectReason.StaleAccount ? ReplyStatus.Unavailable : reply.Status;

    private ClientOrderId NextName() => new($"{_name}-{++_number}");

    private void CheckPlaced(NewOrder request, OrderReply reply)
    {
        if (reply.RejectReason == RejectReason.DuplicateClientOrderId) Complain($"order {request.ClientOrderId} is told to be a duplicate");
        if (reply.Order is not { OrderId.Value: > 0 } order)
        {
            if (StatusOf(reply) is ReplyStatus.Done or ReplyStatus.Refused && _answered.ContainsKey(request.ClientOrderId))
            {
                Complain($"{request.ClientOrderId} was an order and is told to be {reply.Status} {reply.RejectReason}");
            }
            return;
        }

        CheckOrder(order);
        foreach (var fill in reply.Fills)
        {
            if (!_cluster.Database.Events(request.InstrumentId).Any(
                e => e.TradeId == fill.TradeId && e.OrderId == order.OrderId && e.LastQty == fill.LastQty && e.LastPx == fill.LastPx))
                Complain($"trade {fill.TradeId} of order {order.OrderId} is told and not committed");
        }

        if (_answered.TryGetValue(request.ClientOrderId, out var before) && before != order.OrderId)
        {
            Complain($"{request.ClientOrderId} is told to be order {before} and order {order.OrderId}");
        }
        _answered[request.ClientOrderId] = order.OrderId;
        if (_orders.Contains(order.OrderId)) return;
        _orders.Add(order.OrderId);
        _placed.Add(request);
    }

    // Each reported order state is an event in the database.
    private void CheckOrder(Order order)
    {
        if (order.OrderId.Value == 0) return;
        var events = _cluster.Database.Events(order.InstrumentId);
        if (order.Sequence < 1 || order.Sequence > events.Count || events[(int)order.Sequence - 1].ToOrder() is var told && told != order && !IsTrailed(told, order))
            Complain($"order {order.OrderId} at {order.Sequence} is told as {order.Status} and not committed so");
    }

    // Trailing since the last event has no event of its own.
    private static bool IsTrailed(Order told, Order shown)
    {
        if (!told.OrderType.IsTrailing() || told.Place != OrderPlace.Trigger || told.Instructions is not { StopPx: { } toldStop } instructions || shown.Instructions?.StopPx is not { } shownStop) return false;
        var by = shownStop.Ticks - toldStop.Ticks;
        return by * told.Side.Sign() < 0 && told with { Price = new Price(
            told.Price!.Value.Ticks + by), Instructions = instructions with { StopPx = shownStop } } == shown;
    }

    private void Complain(string what)
    {
        _world.Tell($"WRONG: {_name}: {what}");
        Complaints.Add($"{_name}: {what}");
    }
}
