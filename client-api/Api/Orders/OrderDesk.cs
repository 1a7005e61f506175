using System.Security.Claims;
using Rtx.ClientApi.Auth;
using Rtx.ClientApi.Errors;
using Rtx.ClientApi.Instruments;
using Rtx.ClientApi.RateLimits;
using Rtx.ClientApi.Wire;
using Rtx.Model;

namespace Rtx.ClientApi.Orders;

/// <summary>Order requests of REST and hub: whose account, how often, what terms; then the account's grain decides.</summary>
internal sealed class OrderDesk(IGrainFactory grains, InstrumentCatalog catalog, AccountAccess access, OrderRateLimiter limiter, ILogger<OrderDesk> logger)
{
    public async Task<Outcome<Client.OrderReply>> Place(ClaimsPrincipal user, long accountId, Client.PlaceOrderRequest request, CancellationToken cancellationToken)
    {
        if (await Refuse(user, accountId, cancellationToken) is { } refusal) return refusal;
        var found = await catalog.Find(request.Symbol, cancellationToken);
        if (!found.TryGet(out var instrument, out var unknown)) return unknown;
        if (!OrderTranslation.ToNewOrder(instrument, request).TryGet(out var order, out var error)) return error;
        return await Ask(instrument, AccountOf(accountId).PlaceOrder(order, CancellationToken.None));
    }

    public async Task<Outcome<Client.OrderReply>> Amend(
        ClaimsPrincipal user, long accountId, long orderId, Client.AmendOrderRequest request, CancellationToken cancellationToken)
    {
        if (await Refuse(user, accountId, cancellationToken) is { } refusal) return refusal;
        var found = await InstrumentOf(orderId, cancellationToken);
        if (!found.TryGet(out var instrument, out var unknown)) return unknown;
        if (!OrderTranslation.ToAmendOrder(instrument, orderId, request).TryGet(out var amend, out var error)) return error;
        return await Ask(instrument, AccountOf(accountId).AmendOrder(amend, CancellationToken.None));
    }

    public async Task<Outcome<Client.OrderReply>> Cancel(ClaimsPrincipal user, long accountId, long orderId, CancellationToken cancellationToken)
    {
        if (await Refuse(user, accountId, cancellationToken) is { } refusal) return refusal;
        var found = await InstrumentOf(orderId, cancellationToken);
        if (!found.TryGet(out var instrument, out var unknown)) return unknown;
        return await Ask(instrument, AccountOf(accountId).CancelOrder(new CancelOrder(new OrderId(orderId)), CancellationToken.None));
    }

    public async Task<Outcome<Client.Order>> Get(ClaimsPrincipal user, long accountId, string clientOrderId, CancellationToken cancellationToken)
    {
        if (await access.Check(user, accountId, cancellationToken) is { } refusal) return refusal;
        if (!ClientOrderId.IsValid(clientOrderId)) return UnknownOrder();
        var reply = await AccountOf(accountId).GetOrder(new ClientOrderId(clientOrderId), cancellationToken);
        if (reply is { Status: ReplyStatus.Done, Order: { } order })
            return OrderWire.ToWire(await catalog.Get(order.InstrumentId, cancellationToken), order);
        return RejectTable.ErrorOf(reply.Status, reply.RejectReason, reply.RetryAfter, reply.Detail) ?? UnknownOrder();
    }

    private static ApiError UnknownOrder()
    {
        var (code, _, text) = RejectTable.Describe(RejectReason.UnknownOrder);
        return ApiError.NotFound(code, text);
    }

    private async ValueTask<ApiError?> Refuse(ClaimsPrincipal user, long accountId, CancellationToken cancellationToken) =>
        await access.Check(user, accountId, cancellationToken) ?? limiter.Take(accountId);

    private IAccountGrain AccountOf(long accountId) => grains.GetGrain<IAccountGrain>(accountId);

    /// <summary>The instrument that an order id belongs to; an id that no book can have given out is an unknown order.</summary>
    private async ValueTask<Outcome<Instrument>> InstrumentOf(long orderId, CancellationToken cancellationToken)
    {
        var instrument = orderId > 0 ? await catalog.Find(new OrderId(orderId).Instrument, cancellationToken) : null;
        return instrument is null ? UnknownOrder() : instrument;
    }

    /// <summary>
    /// Waits for the account's answer. The request's own cancellation is not forwarded: a caller who hangs up must not leave an order half done, and the answer
    /// is bounded by the grain method's response timeout. Whatever keeps the answer from coming leaves the outcome unknown.
    /// </summary>
    private async Task<Outcome<Client.OrderReply>> Ask(Instrument instrument, Task<OrderReply> question)
    {
        try
        {
            var reply = await question;
            if (RejectTable.ErrorOf(reply.Status, reply.RejectReason, reply.RetryAfter, reply.Detail) is { } error) return error;
            return OrderWire.ToWire(instrument, reply.Order ?? throw new InvalidOperationException("A reply that is done shows its order."), reply.Fills);
        }
        catch (Exception exception)
        {
            logger.OrderOutcomeUnknown(exception);
            return RejectTable.Unknown();
        }
    }
}
