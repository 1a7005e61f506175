using Rtx.Actors.Commits;
using Rtx.Actors.Diagnostics;
using Rtx.Domain.Accounts.Risk;
using Rtx.Domain.Orders;
using Rtx.Storage.Commits;
using Rtx.Storage.Trading;

namespace Rtx.Actors.Accounts;

/// <summary>Gives an order that is checked and held to the book of its instrument; the answer may be late, but it never throws.</summary>
internal delegate Task<OrderReply> SubmitToBook(InstrumentId instrument, BookableOrder order);

/// <summary>Places orders that stand alone: once per client order id, checked and held before the book is asked.</summary>
internal sealed class OrderPlacement(ActiveAccount active, OrderTermsResolver terms)
{
    /// <summary>Places an order; a second request of the same name waits for the first one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the preparation; once the book is asked nothing is given up.</param>
    public Task<OrderReply> PlaceAsync(NewOrder request, CancellationToken cancellationToken) =>
        PlaceAsync(request, active.Books.SubmitAsync, cancellationToken);

    /// <summary>Places orders, each by itself; those of one book are given to it together. The answers are in the order of the requests.</summary>
    /// <inheritdoc cref="PlaceAsync(NewOrder, CancellationToken)" />
    public async Task<IReadOnlyList<OrderReply>> PlaceEachAsync(IReadOnlyList<NewOrder> requests, CancellationToken cancellationToken)
    {
        var together = new JointSubmission(active.Books);
        var placing = new List<Task<OrderReply>>(requests.Count);
        foreach (var request in requests)
        {
            // One whose name is on its way already waits for that, and the others must not wait for it: what it waits for may be waiting for one of them.
            placing.Add(active.Names.FindInFlight(request.ClientOrderId) is null
                ? together.JoinAsync(submit => PlaceAsync(request, submit, cancellationToken))
                : PlaceAsync(request, cancellationToken));
        }

        together.Close();
        return await Task.WhenAll(placing);
    }

    private Task<OrderReply> PlaceAsync(NewOrder request, SubmitToBook submit, CancellationToken cancellationToken) => active.Names.RunAsync(
        [request.ClientOrderId], request, RequestComparison.AreSame, () => active.UnlessUnavailableAsync(() => PlaceOnceAsync(request, submit, cancellationToken)),
        OrderReplies.Unknown);

    private async Task<OrderReply> PlaceOnceAsync(NewOrder request, SubmitToBook submit, CancellationToken cancellationToken)
    {
        var start = OrderTracing.StartOfStep;
        if (await active.FindPlacedAsync(request.ClientOrderId, cancellationToken) is { } known) return RepeatAnswer(known, request);
        var instrument = await active.Instruments.FindAsync(request.InstrumentId, cancellationToken);
        var resolved = instrument is null ? default : await terms.ResolveAsync(active.Id, instrument, request, cancellationToken);
        return await active.Instruments.DecideByMarksAsync(DecideAsync, static reply => OrderReplies.IsMarkMoved(reply.Status, reply.RejectReason), cancellationToken);

        async Task<OrderReply> DecideAsync()
        {
            if (active.Writer.IsDropped) return OrderReplies.Unavailable;
            var decision = active.Account.Reserve(request, resolved, active.Instruments.Marks);
            var mark = active.Instruments.Marks(request.InstrumentId).Price;
            if (!decision.IsAccepted) return await RefuseAsync(request, decision, cancellationToken);
            var placed = decision.ProtectionPrice is { } protection ? resolved with { Order = resolved.Order with { Price = protection } } : resolved;
            OrderTracing.EndStep("order.account", start);
            var reply = await submit(request.InstrumentId, OrderTermsResolver.ToBookable(request, placed, mark));
            // A book that could not commit may have met the id in SQL, which is asked from now on.
            if (reply.Order is not null || reply.Status == ReplyStatus.Unavailable) active.Names.AddUsed(request.ClientOrderId.Value);
            // The events of an order that the book took settle the hold.
            if (reply.Order is null && reply.Status != ReplyStatus.Unknown) active.Account.Release(request.ClientOrderId);
            // Those that it came with have gone.
            submit = active.Books.SubmitAsync;
            return reply;
        }
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
