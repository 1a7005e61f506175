using Rtx.Simulation.Tests.Runtime;

namespace Rtx.Simulation.Tests;

/// <summary>
/// A client of one account: places, amends, cancels, moves money, and asks the same again when it got no clear answer. Whatever it is told is compared with the database at that very moment:
/// an answer states what is committed.
/// </summary>
internal sealed class SimulatedClient(SimulatedCluster cluster, IAccountGrain account, AccountId id, string name, int requests, bool hasSwitch)
{
    private const int MostAttempts = 6;

    // Orders that expire do so together.
    private static readonly TimeSpan ExpiryInterval = TimeSpan.FromSeconds(4);

    private readonly SimulatedWorld _world = cluster.World;
    private readonly List<OrderId> _orders = [];
    private readonly Dictionary<ClientOrderId, OrderId> _answered = [];
    private readonly List<NewOrder> _placed = [];
    private readonly HashSet<ClientOrderId> _unknown = [];
    private int _number;

    /// <summary>What it was told and is not so; empty when all is well.</summary>
    public List<string> Complaints { get; } = [];

    public bool IsDone { get; private set; }

    /// <summary>What was told to be unknown, and is there when all is over.</summary>
    public IEnumerable<string> AppearedLater() => _unknown.Where(asked => cluster.Database.FindOrder(id, asked) is not null).Select(asked => $"{name}: {asked} was told to be unknown and is there");

    public async Task RunAsync()
    {
        try
        {
            foreach (var instrument in cluster.Database.Instruments)
            {
                await MoveFundsAsync(new Money(_world.Next(2) == 0 ? 40m : 2_000m, instrument.QuoteCurrency));
                if (instrument.Kind == InstrumentKind.Spot) await MoveFundsAsync(new Money(0.3m, instrument.BaseCurrency));
            }

            for (var i = 0; i < requests; i++)
            {
                await _world.Delay(_world.UpTo(TimeSpan.FromSeconds(1)));
                await ActAsync();
            }
        }
        catch (Exception e)
        {
            Complaints.Add($"{name} was told {e}");
        }

        IsDone = true;
    }

    /// <summary>Forgets what the database has lost.</summary>
    public void Forget()
    {
        foreach (var asked in _answered.Keys.Where(asked => cluster.Database.FindOrder(id, asked) is null).ToList()) _answered.Remove(asked);
        _orders.RemoveAll(order => cluster.Database.FindOrder(order) is not { } found || found.AccountId != id);
        _placed.RemoveAll(request => !_answered.ContainsKey(request.ClientOrderId));
    }

    private Task ActAsync() => _world.Next(100) switch
    {
        < 44 => PlaceAsync(),
        < 48 => PlaceAndAskAsync(),
        < 55 => PlaceBatchAsync(),
        < 65 => PlaceListAsync(),
        < 78 => AmendAsync(),
        < 88 => CancelAsync(),
        < 92 => MoveFundsAsync(new Money(_world.Next(2) == 0 ? 5m : -5m, cluster.Database.Instruments[0].QuoteCurrency)),
        < 93 => AskAgainAsync("mass cancel", () => account.MassCancel(new MassCancel(), ExecReason.None), reply => reply.Status, _ => { }),
        < 95 => SwitchAsync(),
        < 96 => CancelAllAfterAsync(),
        < 98 => ContradictAsync(),
        _ => LookAsync(),
    };

    private async Task PlaceAsync()
    {
        var request = NewOrder(_world.Pick(cluster.Database.Instruments), ListRole.None);
        await AskAgainAsync($"place {request.ClientOrderId}", () => account.PlaceOrder(request), StatusOf, reply => CheckPlaced(request, reply));
    }

    // Without a clear answer it does not place again but asks, or cancels: that there is none means that none will come.
    private async Task PlaceAndAskAsync()
    {
        var request = NewOrder(_world.Pick(cluster.Database.Instruments), ListRole.None);
        var asked = request.ClientOrderId;
        if (await AskOnceAsync($"place {asked} once", () => account.PlaceOrder(request), StatusOf, reply => CheckPlaced(request, reply))) return;
        var cancels = _world.Next(2) == 0;
        await AskAgainAsync($"{(cancels ? "cancel" : "look for")} {asked}", () => cancels ? account.CancelByClientOrderId(asked) : account.GetOrder(asked), StatusOf, reply =>
        {
            if (reply.Order is { } order) CheckOrder(order);
            else if (reply.RejectReason == RejectReason.UnknownOrder) _unknown.Add(asked);
        });
    }

    private async Task PlaceBatchAsync()
    {
        List<NewOrder> batch = [.. Enumerable.Range(0, 2 + _world.Next(3)).Select(_ => NewOrder(_world.Pick(cluster.Database.Instruments), ListRole.None))];
        await AskAgainAsync(
            $"batch {batch[0].ClientOrderId}", () => account.PlaceOrders(batch),
            replies => replies.Select(StatusOf).FirstOrDefault(status => status is not (ReplyStatus.Done or ReplyStatus.Refused), ReplyStatus.Done),
            replies =>
            {
                foreach (var (request, reply) in batch.Zip(replies)) CheckPlaced(request, reply);
            });
    }

    private async Task PlaceListAsync()
    {
        var list = NewList(_world.Pick(cluster.Database.Instruments));
        await AskAgainAsync($"list {list.Orders[0].ClientOrderId}", () => account.PlaceOrderList(list), reply => reply.Status, reply =>
        {
            if (reply.RejectReason == RejectReason.DuplicateClientOrderId) Complain($"list {list.Orders[0].ClientOrderId} is told to be a duplicate");
            foreach (var order in reply.Orders) CheckOrder(order);
        });
    }

    private async Task AmendAsync()
    {
        if (_orders.Count == 0) return;
        var request = new AmendOrder(_world.Pick(_orders), _world.Next(2) == 0 ? new Quantity(1 + _world.Next(4)) : null, _world.Next(2) == 0 ? Price() : null)
        {
            NewClientOrderId = _world.Next(2) == 0 ? NextName() : null,
        };
        if (request is { OrderQty: null, Price: null, NewClientOrderId: null }) return;
        await AskAgainAsync($"amend {request.OrderId} as {request.NewClientOrderId}", () => account.AmendOrder(request), StatusOf, reply =>
        {
            if (reply.Order is { } order) CheckOrder(order);
            if (reply.Status == ReplyStatus.Done && request.NewClientOrderId is { } renamed) _answered[renamed] = request.OrderId;
            if (reply.RejectReason == RejectReason.DuplicateClientOrderId) Complain($"amendment of {request.OrderId} as {request.NewClientOrderId} is told to be a duplicate");
        });
    }

    private async Task CancelAsync()
    {
        if (_orders.Count == 0) return;
        var request = new CancelOrder(_world.Pick(_orders));
        await AskAgainAsync($"cancel {request.OrderId}", () => account.CancelOrder(request), StatusOf, reply =>
        {
            if (reply.Order is { } order) CheckOrder(order);
            if (reply.Status == ReplyStatus.Done && cluster.Database.FindOrder(request.OrderId) is not { LeavesQty.Lots: 0 }) Complain($"order {request.OrderId} is told to be cancelled and is open");
        });
    }

    private async Task MoveFundsAsync(Money amount)
    {
        var reference = $"{name}-money-{++_number}";
        await AskAgainAsync($"move {amount} as {reference}", () => account.MoveFunds(amount, reference), reply => reply.Status, reply =>
        {
            if (reply.Status == ReplyStatus.Done && cluster.Database.FindMovement(id, reference) != amount) Complain($"{reference} is told to have moved {amount}");
        });
    }

    // One client of an account alone, so that it knows the switch to be on.
    private async Task SwitchAsync()
    {
        if (!hasSwitch) return;
        await AskAgainAsync("kill switch on", () => account.SetKillSwitch(isOn: true), reply => reply.Status, reply =>
        {
            if (reply.Status == ReplyStatus.Done && cluster.Database.Orders.FirstOrDefault(order => order.AccountId == id && order.LeavesQty > Quantity.Zero) is { OrderId.Value: > 0 } open)
                Complain($"the kill switch is told to have cancelled everything and {open.OrderId} is open");
        });
        await AskAgainAsync("kill switch off", () => account.SetKillSwitch(isOn: false), reply => reply.Status, _ => { });
    }

    // The books cancel in time whatever happens to the silo of the account; the last check sees whether it was done.
    private Task CancelAllAfterAsync() => AskAgainAsync(
        "cancel all after a while",
        async () =>
        {
            TimeSpan? timeout = _world.Next(4) == 0 ? null : TimeSpan.FromSeconds(1 + _world.Next(5));
            if (timeout is { } time) cluster.DeadManTimers.Ask(id, time);
            await account.CancelAllAfter(timeout);
            return ReplyStatus.Done;
        },
        status => status, _ => { });

    // What was placed is asked again together with something else under its name: the one gets its order, the other is refused.
    private async Task ContradictAsync()
    {
        if (_placed.Count == 0) return;
        var request = _world.Pick(_placed);
        var other = request with { OrderQty = request.OrderQty + new Quantity(1) };
        await Task.WhenAll(
            AskAgainAsync($"place {request.ClientOrderId} with other content", () => account.PlaceOrder(other), StatusOf, reply =>
            {
                if (StatusOf(reply) == ReplyStatus.Done || (StatusOf(reply) == ReplyStatus.Refused && reply.RejectReason != RejectReason.DuplicateClientOrderId))
                    Complain($"other content of {request.ClientOrderId} is answered {reply.Status} {reply.RejectReason}");
            }),
            AskAgainAsync($"place {request.ClientOrderId} again", () => account.PlaceOrder(request), StatusOf, reply => CheckPlaced(request, reply)));
    }

    // A name that was answered once is found for ever.
    private async Task LookAsync()
    {
        if (_answered.Count == 0) return;
        var (asked, order) = _world.Pick(_answered.ToList());
        await AskAgainAsync($"look for {asked}", () => account.GetOrder(asked), reply => reply.Status, reply =>
        {
            if (reply.Order?.OrderId != order) Complain($"order {order} is not found as {asked}");
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
        var timeline = cluster.Database.Timeline;
        try
        {
            var reply = await ask();
            _world.Tell($"{name}: {what}: {statusOf(reply)}");
            // An answer may be of the history that was lost.
            if (timeline == cluster.Database.Timeline) check(reply);
            return statusOf(reply) is ReplyStatus.Done or ReplyStatus.Refused;
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            _world.Tell($"{name}: {what}: no answer");
            return false;
        }
    }

    // Of a stale activation: nothing was decided, and the next one answers.
    private static ReplyStatus StatusOf(OrderReply reply) => reply.RejectReason == RejectReason.StaleAccount ? ReplyStatus.Unavailable : reply.Status;

    private NewOrderList NewList(Instrument instrument)
    {
        var entry = NewOrder(instrument, ListRole.Entry);
        var other = entry.Side == Side.Buy ? Side.Sell : Side.Buy;
        var exit = NewOrder(instrument, ListRole.TakeProfit) with { Side = other, OrderQty = entry.OrderQty };
        var stop = NewOrder(instrument, ListRole.StopLoss) with
        {
            Side = other, OrderQty = entry.OrderQty, OrderType = OrderType.StopLimit,
            Instructions = new OrderInstructions { ListRole = ListRole.StopLoss, StopPx = Price(), TriggerSource = TriggerSource.LastTrade },
        };
        return _world.Next(3) switch
        {
            0 => new NewOrderList(ContingencyType.Oco, [NewOrder(instrument, ListRole.OcoLeg), NewOrder(instrument, ListRole.OcoLeg)]),
            1 => new NewOrderList(ContingencyType.Oto, [entry, exit with { Instructions = new OrderInstructions { ListRole = ListRole.Child } }]),
            _ => new NewOrderList(ContingencyType.Bracket, [entry, stop, exit]),
        };
    }

    private NewOrder NewOrder(Instrument instrument, ListRole role)
    {
        var kind = role == ListRole.None ? _world.Next(10) : 0;
        if (kind is 5 or 6) return TrailingOrder(instrument);
        var asked = kind == 9 ? new OrderInstructions { StopPx = Price(), TriggerSource = _world.Next(2) == 0 ? TriggerSource.LastTrade : TriggerSource.MarkPrice }
            : role != ListRole.None ? new OrderInstructions { ListRole = role }
            : null;
        var order = new NewOrder
        {
            ClientOrderId = NextName(),
            InstrumentId = instrument.Id,
            Side = _world.Next(2) == 0 ? Side.Buy : Side.Sell,
            OrderType = kind == 9 ? OrderType.StopLimit : OrderType.Limit,
            TimeInForce = kind is 7 or 8 ? TimeInForce.Ioc : TimeInForce.Gtc,
            OrderQty = new Quantity(1 + _world.Next(5)),
            Price = Price(),
            Instructions = asked,
        };
        return order.TimeInForce == TimeInForce.Gtc && _world.Next(2) == 0 ? Expiring(order) : order;
    }

    private NewOrder Expiring(NewOrder order)
    {
        var now = _world.Clock.GetUtcNow();
        var next = now.AddTicks(ExpiryInterval.Ticks - (now.Ticks % ExpiryInterval.Ticks));
        return order with { TimeInForce = TimeInForce.Gtd, Instructions = (order.Instructions ?? new OrderInstructions()) with { ExpireTime = Timestamp.From(next) } };
    }

    private NewOrder TrailingOrder(Instrument instrument) => new()
    {
        ClientOrderId = NextName(),
        InstrumentId = instrument.Id,
        Side = _world.Next(2) == 0 ? Side.Buy : Side.Sell,
        OrderType = OrderType.TrailingStopLimit,
        TimeInForce = TimeInForce.Gtc,
        OrderQty = new Quantity(1 + _world.Next(5)),
        LimitOffset = _world.Next(3),
        Instructions = new OrderInstructions
        {
            StopPx = Price(),
            TriggerSource = (TriggerSource)_world.Next(3),
            TrailOffset = _world.Next(2) == 0 ? new TrailOffset(1 + _world.Next(4), IsBasisPoints: false) : new TrailOffset(100 + (50 * _world.Next(6)), IsBasisPoints: true),
        },
    };

    private ClientOrderId NextName() => new($"{name}-{++_number}");

    private Price Price() => new(97 + _world.Next(7));

    private void CheckPlaced(NewOrder request, OrderReply reply)
    {
        if (reply.RejectReason == RejectReason.DuplicateClientOrderId) Complain($"order {request.ClientOrderId} is told to be a duplicate");
        if (reply.Order is not { OrderId.Value: > 0 } order)
        {
            if (StatusOf(reply) is ReplyStatus.Done or ReplyStatus.Refused && _answered.ContainsKey(request.ClientOrderId)) Complain($"{request.ClientOrderId} was an order and is told to be {reply.Status} {reply.RejectReason}");
            return;
        }

        CheckOrder(order);
        foreach (var fill in reply.Fills)
        {
            if (!cluster.Database.Events(request.InstrumentId).Any(e => e.TradeId == fill.TradeId && e.OrderId == order.OrderId && e.LastQty == fill.LastQty && e.LastPx == fill.LastPx))
                Complain($"trade {fill.TradeId} of order {order.OrderId} is told and not committed");
        }

        if (_answered.TryGetValue(request.ClientOrderId, out var before) && before != order.OrderId) Complain($"{request.ClientOrderId} is told to be order {before} and order {order.OrderId}");
        _answered[request.ClientOrderId] = order.OrderId;
        if (_orders.Contains(order.OrderId)) return;
        _orders.Add(order.OrderId);
        _placed.Add(request);
    }

    // What is told of an order is an event that the database has.
    private void CheckOrder(Order order)
    {
        if (order.OrderId.Value == 0) return;
        var events = cluster.Database.Events(order.InstrumentId);
        if (order.Sequence < 1 || order.Sequence > events.Count || events[(int)order.Sequence - 1].ToOrder() is var told && told != order && !IsTrailed(told, order))
            Complain($"order {order.OrderId} at {order.Sequence} is told as {order.Status} and not committed so");
    }

    // What it has trailed since its last event is no event.
    private static bool IsTrailed(Order told, Order shown)
    {
        if (!told.OrderType.IsTrailing() || told.Place != OrderPlace.Trigger || told.Instructions is not { StopPx: { } toldStop } instructions || shown.Instructions?.StopPx is not { } shownStop) return false;
        var by = shownStop.Ticks - toldStop.Ticks;
        return by * told.Side.Sign() < 0 && told with { Price = new Price(told.Price!.Value.Ticks + by), Instructions = instructions with { StopPx = shownStop } } == shown;
    }

    private void Complain(string what)
    {
        _world.Tell($"WRONG: {name}: {what}");
        Complaints.Add($"{name}: {what}");
    }
}
