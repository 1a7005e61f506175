using Rtx.Gateway.Access;
using Rtx.Gateway.Diagnostics;
using Rtx.Gateway.Errors;
using Rtx.Gateway.Instruments;
using Rtx.Gateway.Limits;
using Rtx.Gateway.Wire;
using Rtx.Model;

namespace Rtx.Gateway.Orders;

/// <summary>
/// Order requests of every protocol: checks access, rate and terms, then takes slots of the gate, and lets the account's grain decide.
/// Refusals made here count against the sender's budget. A request's cancellation is not forwarded to the grain: a caller who disconnects
/// must not leave an order half done, and the grain method's response timeout bounds the wait. Any failure to get the answer leaves the
/// outcome unknown.
/// </summary>
public sealed class OrderDesk(
    IGrainFactory grains, InstrumentCatalog catalog, AccountAccess access, OrderRateLimiter limiter, RequestLimits limits,
    RefusalBudget refusals, OrderGate gate, ILogger<OrderDesk> logger)
{
    /// <summary>Places an order; the connection is the one it may be bound to, if the protocol has one.</summary>
    public async Task<Outcome<Client.OrderReply>> Place(
        Caller caller, long accountId, Client.PlaceOrderRequest request, BoundOrders? connection, CancellationToken cancellationToken)
    {
        using var whole = DeskTracing.Source.StartActivity("order.request");
        using var parsing = DeskTracing.Source.StartActivity("order.parse");
        if (await Enter(caller, accountId, cancellationToken) is { } refusal) return refusal;
        if (!(await Translate(request, OriginOf(caller, connection), cancellationToken)).TryGet(out var order, out var error))
            return Charged(caller, error);
        parsing?.Stop();
        var isBound = order.Instructions is { ConnectionId: not 0 };
        return await gate.Pass(
            caller.UserId, 1, () =>
                Send(accountId, connection, isBound, () => Ask(AccountOf(accountId).PlaceOrder(order, CancellationToken.None))));
    }

    /// <summary>Places linked orders.</summary>
    public async Task<Outcome<Client.OrderListReply>> PlaceList(
        Caller caller, long accountId, Client.PlaceOrderListRequest request, BoundOrders? connection, CancellationToken cancellationToken)
    {
        if (await Enter(caller, accountId, cancellationToken) is { } refusal) return refusal;
        if (request.Orders.Count is < 2 or > NewOrderList.MaxOrders) return Charged(caller, Shapeless(detail: null));
        var found = await catalog.Find(request.Orders[0].Symbol, cancellationToken);
        if (!found.TryGet(out var instrument, out var unknown)) return Charged(caller, unknown);
        if (!OrderListTranslation.ToNewOrderList(instrument, request, OriginOf(caller, connection)).TryGet(out var list, out var error))
            return Charged(caller, error);
        var isBound = list.Orders.Any(order => order.Instructions is { ConnectionId: not 0 });
        return await gate.Pass(
            caller.UserId, 1, () =>
                Send(accountId, connection, isBound, () => Ask(AccountOf(accountId).PlaceOrderList(list, CancellationToken.None))));
    }

    /// <summary>Places independent orders. An error in one of them is its own result.</summary>
    public async Task<Outcome<Client.OrderBatchReply>> PlaceBatch(
        Caller caller, long accountId, Client.PlaceOrderBatchRequest request, BoundOrders? connection, CancellationToken cancellationToken)
    {
        if (request.Orders.Count is < 1 or > Client.PlaceOrderBatchRequest.MaxOrders)
            return Charged(caller, ApiError.Invalid($"orders must be 1 to {Client.PlaceOrderBatchRequest.MaxOrders}."));
        if (await Enter(caller, accountId, cancellationToken, request.Orders.Count) is { } refusal) return refusal;
        var results = new Client.OrderResult[request.Orders.Count];
        var (orders, places) = (new List<NewOrder>(results.Length), new List<int>(results.Length));
        // Starts all translations before awaiting the first: unknown instruments are then read together.
        var origin = OriginOf(caller, connection);
        var translations = request.Orders.Select(order => Translate(order, origin, cancellationToken)).ToArray();
        for (var i = 0; i < results.Length; i++)
        {
            if ((await translations[i]).TryGet(out var order, out var error))
            {
                orders.Add(order);
                places.Add(i);
            }
            else
            {
                results[i] = new Client.OrderResult { Error = error.ToErrorDetail() };
            }
        }

        if (orders.Count < results.Length) refusals.Charge(caller.UserId, results.Length - orders.Count);
        if (orders.Count == 0) return new Client.OrderBatchReply { Results = results };
        var isBound = orders.Exists(order => order.Instructions is { ConnectionId: not 0 });
        return await gate.Pass(caller.UserId, orders.Count, () => Send(
            accountId, connection, isBound,
            () => Ask(AccountOf(accountId).PlaceOrders(orders, CancellationToken.None), async Task<Outcome<Client.OrderBatchReply>>
                (replies) =>
            {
                for (var i = 0; i < replies.Count; i++) results[places[i]] = OrderWire.ToResult(await ToWire(replies[i]));
                return new Client.OrderBatchReply { Results = results };
            })));
    }

    public async Task<Outcome<Client.OrderReply>> Amend(
        Caller caller, long accountId, long orderId, Client.AmendOrderRequest request, CancellationToken cancellationToken)
    {
        if (await Enter(caller, accountId, cancellationToken) is { } refusal) return refusal;
        var found = await InstrumentOf(orderId, cancellationToken);
        if (!found.TryGet(out var instrument, out var unknown)) return Charged(caller, unknown);
        if (!OrderTranslation.ToAmendOrder(instrument, orderId, request).TryGet(out var amend, out var error))
            return Charged(caller, error);
        return await gate.Pass(caller.UserId, 1, () => Ask(AccountOf(accountId).AmendOrder(amend, CancellationToken.None)));
    }

    public async Task<Outcome<Client.OrderReply>> Cancel(Caller caller, long accountId, long orderId, CancellationToken cancellationToken)
    {
        if (await Refuse(caller, accountId, cancellationToken) is { } refusal) return refusal;
        var found = await InstrumentOf(orderId, cancellationToken);
        return found.TryGet(out _, out var unknown)
            ? await Ask(AccountOf(accountId).CancelOrder(new CancelOrder(new OrderId(orderId)), CancellationToken.None))
            : unknown;
    }

    public async Task<Outcome<Client.OrderReply>> CancelByName(
        Caller caller, long accountId, string clientOrderId, CancellationToken cancellationToken)
    {
        if (await Refuse(caller, accountId, cancellationToken) is { } refusal) return refusal;
        return ClientOrderId.IsValid(clientOrderId)
            ? await Ask(AccountOf(accountId).CancelByClientOrderId(new ClientOrderId(clientOrderId), CancellationToken.None))
            : Error(RejectReason.UnknownOrder);
    }

    public async Task<Outcome<Client.OrderListReply>> MassCancel(
        Caller caller, long accountId, Client.MassCancelRequest request, CancellationToken cancellationToken)
    {
        if (await Refuse(caller, accountId, cancellationToken) is { } refusal) return refusal;
        if (request.Side is { } given && !Enum.IsDefined(given)) return ApiError.Invalid("side has no legal value.");
        // A request whose conditions were lost on the way must not cancel orders that they would have spared.
        var hasCondition = request.Symbol is not null || request.Side is not null || request.Tag is not null;
        if (request.All == hasCondition)
            return ApiError.Invalid("Give either all, which cancels every open order, or at least one of symbol, side and tag.");
        if (OrderTranslation.TagError(request.Tag) is { } tagError) return tagError;
        InstrumentId? instrumentId = null;
        if (request.Symbol is { } symbol)
        {
            var found = await catalog.Find(symbol, cancellationToken);
            if (!found.TryGet(out var instrument, out var unknown)) return unknown;
            instrumentId = instrument.Id;
        }

        var cancel = new MassCancel(instrumentId, request.Side is { } side ? EnumWire.ToModel(side) : null)
        {
            Tag = request.Tag is { } tag ? new OrderTag(tag) : default,
        };
        return await Ask(AccountOf(accountId).MassCancel(cancel, ExecReason.MassCancel, CancellationToken.None));
    }

    public async Task<Outcome<Client.CancelAllAfterReply>> CancelAllAfter(
        Caller caller, long accountId, Client.CancelAllAfterRequest request, CancellationToken cancellationToken)
    {
        if (await access.Check(caller, accountId, cancellationToken) is { } refusal) return refusal;
        if (request.TimeoutSeconds is < 0 or > Client.CancelAllAfterRequest.MaxTimeoutSeconds)
            return ApiError.Invalid($"timeoutSeconds must be 0 to {Client.CancelAllAfterRequest.MaxTimeoutSeconds}.");
        var timeout = request.TimeoutSeconds == 0 ? (TimeSpan?)null : TimeSpan.FromSeconds(request.TimeoutSeconds);
        try
        {
            var cancelsAt = await AccountOf(accountId).CancelAllAfter(timeout, CancellationToken.None);
            return new Client.CancelAllAfterReply { CancelsAt = cancelsAt?.ToDateTimeOffset() };
        }
        catch (Exception exception)
        {
            // Whether or not the timer was started, starting it again is safe.
            logger.TimerNotSet(exception);
            return ApiError.Unavailable("The account did not answer; set the timer again.");
        }
    }

    /// <summary>
    /// Turning it on is not limited by other requests: a program out of control must be stoppable although it sends too much.
    /// </summary>
    public async Task<Outcome<Client.OrderListReply>> SetKillSwitch(
        Caller caller, long accountId, Client.KillSwitchRequest request, CancellationToken cancellationToken)
    {
        if (await access.Check(caller, accountId, cancellationToken) is { } refusal) return refusal;
        if (!request.IsOn && limits.Take(LimitClass.Controls, caller.UserId) is { } tooMany) return tooMany;
        return await Ask(AccountOf(accountId).SetKillSwitch(request.IsOn, CancellationToken.None));
    }

    public async Task<Outcome<Client.OrderReply>> Get(
        Caller caller, long accountId, string clientOrderId, CancellationToken cancellationToken)
    {
        if (await access.Check(caller, accountId, cancellationToken) is { } refusal) return refusal;
        if (!ClientOrderId.IsValid(clientOrderId)) return Error(RejectReason.UnknownOrder);
        // An order in the database can be found even if the account is busy or its silo has just died.
        var name = new ClientOrderId(clientOrderId);
        if (await grains.GetGrain<IHistoryGrain>(0).FindOrder(new AccountId(accountId), name, cancellationToken) is { } found)
            return new Client.OrderReply { Order = await ToWire(found) };
        OrderReply reply;
        try
        {
            reply = await AccountOf(accountId).GetOrder(name, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException)
        {
            logger.OrderNotLookedUp(exception);
            return new ApiError(
                Client.RtxErrorCodes.OutcomeUnknown, 504,
                "There is no such order yet, and the account does not answer: one may still be on its way. Ask again.");
        }

        if (reply is { Status: ReplyStatus.Done, Order: { } order }) return new Client.OrderReply { Order = await ToWire(order) };
        return RejectTable.ErrorOf(reply.Status, reply.RejectReason, reply.RetryAfter, reply.Detail) ?? Error(RejectReason.UnknownOrder);
    }

    private async Task<Outcome<NewOrder>> Translate(
        Client.PlaceOrderRequest request, OrderOrigin origin, CancellationToken cancellationToken)
    {
        var found = await catalog.Find(request.Symbol, cancellationToken);
        return found.TryGet(out var instrument, out var unknown) ? OrderTranslation.ToNewOrder(instrument, request, origin) : unknown;
    }

    private static ApiError Error(RejectReason reason)
    {
        var (code, status, text) = RejectTable.Describe(reason);
        return new ApiError(code, status, text);
    }

    private static ApiError Shapeless(string? detail) =>
        RejectTable.ErrorOf(ReplyStatus.Refused, RejectReason.InvalidList, retryAfter: null, detail)! with { Status = 400 };

    private static OrderOrigin OriginOf(Caller caller, BoundOrders? connection) => new(caller.UserId, connection?.ConnectionId ?? 0);

    private static Task<Outcome<T>> Send<T>(long accountId, BoundOrders? connection, bool isBound, Func<Task<Outcome<T>>> place)
        where T : class => isBound && connection is not null ? connection.Place(new AccountId(accountId), place) : place();

    /// <summary>Whether a request to place or change orders may proceed: checks access and rate.</summary>
    private async ValueTask<ApiError?> Enter(Caller caller, long accountId, CancellationToken cancellationToken, int orders = 1)
    {
        if (refusals.Find(caller.UserId) is { } spent) return spent;
        return await Refuse(caller, accountId, cancellationToken, orders) is { } refusal ? Charged(caller, refusal, orders) : null;
    }

    private ApiError Charged(Caller caller, ApiError error, int orders = 1)
    {
        refusals.Charge(caller.UserId, orders);
        return error;
    }

    private async ValueTask<ApiError?> Refuse(Caller caller, long accountId, CancellationToken cancellationToken, int orders = 1) =>
        await access.Check(caller, accountId, cancellationToken) ?? limiter.Take(accountId, orders);

    private IAccountGrain AccountOf(long accountId) => grains.GetGrain<IAccountGrain>(accountId);

    /// <summary>The instrument of an order id; an id that no book can have issued is an unknown order.</summary>
    private async ValueTask<Outcome<Instrument>> InstrumentOf(long orderId, CancellationToken cancellationToken)
    {
        var instrument = orderId > 0 ? await catalog.Find(new OrderId(orderId).Instrument, cancellationToken) : null;
        return instrument is null ? Error(RejectReason.UnknownOrder) : instrument;
    }

    private Task<Outcome<Client.OrderReply>> Ask(Task<OrderReply> question) => Ask<OrderReply, Client.OrderReply>(question, async reply =>
    {
        using var answering = DeskTracing.Source.StartActivity("order.answer");
        return await ToWire(reply);
    });

    private Task<Outcome<Client.OrderListReply>> Ask(Task<OrderListReply> question) =>
        Ask<OrderListReply, Client.OrderListReply>(question, async reply =>
    {
        // A list without the shape of its kind is refused before its orders are checked, and its client order ids stay free.
        if (reply is { RejectReason: RejectReason.InvalidList, Orders: [] }) return Shapeless(reply.Detail);
        if (RejectTable.ErrorOf(reply.Status, reply.RejectReason, reply.RetryAfter, reply.Detail ?? RefusedOrder(reply)) is { } error)
            return error;
        var orders = new List<Client.Order>(reply.Orders.Count);
        foreach (var order in reply.Orders) orders.Add(await ToWire(order));
        return new Client.OrderListReply { Orders = orders };
    });

    private async Task<Outcome<T>> Ask<TAnswer, T>(Task<TAnswer> question, Func<TAnswer, Task<Outcome<T>>> tell)
        where T : class
    {
        try
        {
            return await tell(await question);
        }
        catch (DataUnavailableException exception) when (!question.IsCompletedSuccessfully)
        {
            // An unreadable answer leaves the client in doubt: something was decided.
            logger.OrderNotDecided(exception);
            return RejectTable.Unavailable();
        }
        catch (Exception exception)
        {
            logger.OrderOutcomeUnknown(exception);
            return RejectTable.Unknown();
        }
    }

    // The reason of a list is that of one of its orders; the message names it.
    private static string? RefusedOrder(OrderListReply reply) =>
        reply.RejectReason != RejectReason.None
            && reply.Orders.FirstOrDefault(order => order.RejectReason == reply.RejectReason) is { } refused
            ? $"It is order {refused.ClientOrderId}."
            : null;

    private async ValueTask<Outcome<Client.OrderReply>> ToWire(OrderReply reply)
    {
        if (RejectTable.ErrorOf(reply.Status, reply.RejectReason, reply.RetryAfter, reply.Detail) is { } error) return error;
        var order = reply.Order ?? throw new InvalidOperationException("A reply that is done shows its order.");
        return OrderWire.ToWire(await catalog.Get(order.InstrumentId, CancellationToken.None), order, reply.Fills);
    }

    private async ValueTask<Client.Order> ToWire(Order order) =>
        OrderWire.ToWire(await catalog.Get(order.InstrumentId, CancellationToken.None), order);
}
