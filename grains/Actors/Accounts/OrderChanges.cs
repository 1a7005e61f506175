using Rtx.Actors.Commits;

namespace Rtx.Actors.Accounts;

/// <summary>Changes and cancels single orders that are open.</summary>
internal sealed class OrderChanges(ActiveAccount active)
{
    /// <summary>Changes an order. A new name is kept from others while the amendment is on its way, like that of a new order.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the preparation; once the book is asked nothing is given up.</param>
    public Task<OrderReply> AmendAsync(AmendOrder request, CancellationToken cancellationToken) =>
        request.NewClientOrderId is not { } name
            ? active.UnlessUnavailableAsync(() => AmendOnceAsync(request, cancellationToken))
            : active.Names.RunAsync(
                [name], request, static (one, other) => one == other, () => active.UnlessUnavailableAsync(() => RenameOnceAsync(request, name, cancellationToken)),
                OrderReplies.Unknown);

    /// <summary>Cancels an order.</summary>
    public Task<OrderReply> CancelAsync(CancelOrder request, CancellationToken cancellationToken) =>
        active.UnlessUnavailableAsync(() => CancelOnceAsync(request, cancellationToken));

    /// <summary>Cancels the order of a name, also of one that it had before it was amended. An order that is on its way is waited for.</summary>
    public Task<OrderReply> CancelAsync(ClientOrderId name, CancellationToken cancellationToken) =>
        active.UnlessUnavailableAsync(() => CancelOnceAsync(name, cancellationToken));

    private async Task<OrderReply> CancelOnceAsync(CancelOrder request, CancellationToken cancellationToken)
    {
        if (await active.Instruments.FindAsync(request.OrderId.Instrument, cancellationToken) is not { } instrument) return OrderReply.Refuse(RejectReason.UnknownOrder);
        var reply = await active.Books.AskAsync(instrument.Id, book => book.Cancel(active.Writer.Stamp, request));
        return reply.RejectReason == RejectReason.UnknownOrder ? await ClosedOrUnknownAsync(request.OrderId, cancellationToken) : reply;
    }

    private async Task<OrderReply> CancelOnceAsync(ClientOrderId name, CancellationToken cancellationToken)
    {
        if (active.Names.FindInFlight(name) is { } onItsWay) await onItsWay.WaitAsync(cancellationToken);
        if (active.Account.FindOpenOrder(name) is { } open) return await CancelOnceAsync(new CancelOrder(open.OrderId), cancellationToken);
        return await active.FindPlacedAsync(name, cancellationToken) switch
        {
            { Order: { OrderId.Value: not 0, Status: var status } order } when status.IsOpen() => await CancelOnceAsync(new CancelOrder(order.OrderId), cancellationToken),
            { Order: var closed } => OrderReply.Refuse(RejectReason.OrderClosed) with { Order = closed },
            null => await active.UnknownOrderAsync(),
        };
    }

    private async Task<OrderReply> RenameOnceAsync(AmendOrder request, ClientOrderId name, CancellationToken cancellationToken)
    {
        if (await active.FindPlacedAsync(name, cancellationToken) is { } known) return await RepeatAnswerAsync(known.Order, request, name, cancellationToken);
        var reply = await AmendOnceAsync(request, cancellationToken);
        if (reply.Status is ReplyStatus.Done or ReplyStatus.Unavailable) active.Names.AddUsed(name.Value);
        return reply;
    }

    // The name tells that the amendment was done when its answer was lost.
    private async Task<OrderReply> RepeatAnswerAsync(Order known, AmendOrder request, ClientOrderId name, CancellationToken cancellationToken) =>
        known.OrderId == request.OrderId && await active.Store.FindAmendmentAsync(active.Id, known.OrderId, name, cancellationToken) is { } amendment && amendment.IsAnswerTo(request)
            ? OrderReplies.Done(known)
            : OrderReply.Refuse(RejectReason.DuplicateClientOrderId);

    private async Task<OrderReply> AmendOnceAsync(AmendOrder request, CancellationToken cancellationToken)
    {
        if (await active.Instruments.FindAsync(request.OrderId.Instrument, cancellationToken) is not { } instrument) return OrderReply.Refuse(RejectReason.UnknownOrder);
        // An order that was just answered may not have been settled here yet.
        if (active.Account.FindOpenOrder(request.OrderId) is null) await active.PullAsync(instrument.Id, cancellationToken);
        return await active.Instruments.DecideByMarksAsync(DecideAsync, static reply => OrderReplies.IsMarkMoved(reply.Status, reply.RejectReason), cancellationToken);

        async Task<OrderReply> DecideAsync()
        {
            if (active.Writer.IsDropped) return OrderReplies.Unavailable;
            var decision = active.Account.ReserveAmend(request, active.Instruments.Marks);
            var mark = active.Instruments.Marks(instrument.Id).Price;
            if (decision.RejectReason == RejectReason.UnknownOrder) return await ClosedOrUnknownAsync(request.OrderId, cancellationToken);
            if (!decision.IsAccepted) return OrderReply.Refuse(decision.RejectReason, decision.Detail);
            var reply = await active.Books.AskAsync(instrument.Id, book => book.Amend(active.Writer.Stamp, request, mark));
            if (reply.Status is not (ReplyStatus.Done or ReplyStatus.Unknown)) active.Account.ReleaseAmend(request);
            // The book has closed it, and its events are on their way here.
            return reply.RejectReason == RejectReason.UnknownOrder ? await ClosedOrUnknownAsync(request.OrderId, cancellationToken) : reply;
        }
    }

    // Only SQL proves that an order is closed. If the order is open there, the activation that did not know it is stale and about to end.
    private async Task<OrderReply> ClosedOrUnknownAsync(OrderId order, CancellationToken cancellationToken) =>
        await active.Store.FindOrderAsync(active.Id, order, cancellationToken) switch
        {
            null => OrderReply.Refuse(RejectReason.UnknownOrder),
            { Status: var status } when status.IsOpen() => OrderReplies.Unavailable,
            var closed => OrderReply.Refuse(RejectReason.OrderClosed) with { Order = closed },
        };
}
