using Rtx.Actors.Commits;
using Rtx.Domain.Accounts;
using Rtx.Storage;
using Rtx.Storage.Commits;

namespace Rtx.Actors.Accounts;

/// <summary>Places single orders: once per client order id, checked and held before the book is asked.</summary>
internal sealed class OrderPlacement(ActiveAccount active, OrderTermsResolver terms)
{
    /// <summary>Places an order; a second request of the same name waits for the first one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="guard">What a failure is answered with that happens while nothing is decided.</param>
    /// <param name="cancellationToken">Ends the preparation; once the book is asked nothing is given up.</param>
    public Task<OrderReply> PlaceAsync(NewOrder request, Func<Func<Task<OrderReply>>, Task<OrderReply>> guard, CancellationToken cancellationToken) => active.Names.RunAsync(
        [request.ClientOrderId], request, RequestComparison.AreSame, () => guard(() => PlaceOnceAsync(request, cancellationToken)),
        OrderReplies.Unknown);

    private async Task<OrderReply> PlaceOnceAsync(NewOrder request, CancellationToken cancellationToken)
    {
        var start = OrderTracing.StartOfStep;
        if (await active.FindPlacedAsync(request.ClientOrderId, cancellationToken) is { } known) return RepeatAnswer(known, request);
        var instrument = await active.Instruments.FindAsync(request.InstrumentId, cancellationToken);
        var resolved = instrument is null ? default : await terms.ResolveAsync(active.Id, instrument, request, cancellationToken);
        await active.Instruments.RefreshMarksAsync(cancellationToken);
        if (active.Writer.IsDropped) return OrderReplies.Unavailable;
        var decision = active.Account.Reserve(request, resolved with { IsMarkStale = active.Instruments.IsMarkStale(request.InstrumentId) }, active.Instruments.Marks);
        if (!decision.IsAccepted) return await RefuseAsync(request, decision, cancellationToken);
        OrderTracing.EndStep("order.account", start);
        var reply = await active.Books.SubmitAsync(request.InstrumentId, OrderTermsResolver.ToBookable(request, resolved));
        if (reply.Order is not null) active.Names.AddUsed(request.ClientOrderId.Value); // Its events settle the hold.
        else if (reply.Status != ReplyStatus.Unknown) active.Account.Release(request.ClientOrderId); // No book took it.
        return reply;
    }

    private static OrderReply RepeatAnswer(PlacedOrder known, NewOrder request)
    {
        if (!known.IsAnswerTo(request)) return OrderReply.Refuse(RejectReason.DuplicateClientOrderId);
        if (known.IsRefusedByAccount) return OrderReply.Refuse(known.Order.RejectReason, known.RefusalDetail);
        return known.Order.Status == OrdStatus.Rejected
            ? new OrderReply { Status = ReplyStatus.Refused, RejectReason = known.Order.RejectReason, Order = known.Order }
            : OrderReplies.Done(known.Order);
    }

    // A refusal takes the client order id, so it is durable before it is told. One that says the id is taken already has none to take, and SQL says by what: memory alone
    // may be that of a stale activation, whose own order of that name never was or is what another one placed.
    private async Task<OrderReply> RefuseAsync(NewOrder request, RiskDecision decision, CancellationToken cancellationToken)
    {
        if (decision.RejectReason == RejectReason.DuplicateClientOrderId)
            return await active.Store.FindOrderAsync(active.Id, request.ClientOrderId, cancellationToken) is { } taken ? RepeatAnswer(taken, request) : OrderReplies.Busy;
        try
        {
            await active.Writer.Add(new AccountDecision { Refusals = [new OrderRefusal(active.Id, request, decision.RejectReason, decision.Detail, active.Now)] });
            active.Names.AddUsed(request.ClientOrderId.Value);
            return OrderReply.Refuse(decision.RejectReason, decision.Detail);
        }
        catch (Exception e)
        {
            return OrderReplies.For(e, active.Id);
        }
    }
}
