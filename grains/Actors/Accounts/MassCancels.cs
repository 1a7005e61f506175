namespace Rtx.Actors.Accounts;

/// <summary>
/// Cancels many orders of an account, in all its books at once. The account knows every book that may have one: an order is noted before its book is asked,
/// and forgotten when the book has told its end.
/// </summary>
internal sealed class MassCancels(ActiveAccount active)
{
    /// <summary>Cancels the open orders that fit. Of several books the worst answer counts, with all that was cancelled.</summary>
    public Task<OrderListReply> CancelAsync(MassCancel request, ExecReason reason, CancellationToken cancellationToken) =>
        active.UnlessUnavailableAsync(() => CancelFittingAsync(request, reason, cancellationToken));

    /// <summary>
    /// Cancels everything that was placed before the call, also what is on its way to a book: calls overtake each other, so such an order may open after the
    /// first cancel, and there is a second one once its book has answered.
    /// </summary>
    public async Task<OrderListReply> CancelEverythingAsync(ExecReason reason)
    {
        var onTheirWay = active.Books.Submissions;
        var open = await CancelAsync(new MassCancel(), reason, CancellationToken.None);
        if (onTheirWay.Count == 0) return open;
        foreach (var submission in onTheirWay) await submission;
        return Combine([open, await CancelAsync(new MassCancel(), reason, CancellationToken.None)]);
    }

    private async Task<OrderListReply> CancelFittingAsync(MassCancel request, ExecReason reason, CancellationToken cancellationToken)
    {
        if (request.InstrumentId is { } instrument && await active.Instruments.FindAsync(instrument, cancellationToken) is null)
            return OrderListReply.Refuse(RejectReason.UnknownInstrument);
        var books = request.InstrumentId is { } one ? [one] : active.Account.WorkingInstruments;
        return Combine(await Task.WhenAll(books.Select(book => active.Books.MassCancelAsync(book, request, reason))));
    }

    private static OrderListReply Combine(IReadOnlyList<OrderListReply> replies)
    {
        var worst = replies.MaxBy(reply => Weight(reply.Status)) ?? new OrderListReply { Status = ReplyStatus.Done };
        return worst with { Orders = [.. replies.SelectMany(reply => reply.Orders).OrderBy(order => order.OrderId.Value)] };
    }

    private static int Weight(ReplyStatus status) => status switch
    {
        ReplyStatus.Done => 0,
        ReplyStatus.Refused => 1,
        ReplyStatus.Busy => 2,
        ReplyStatus.Unavailable => 3,
        ReplyStatus.Unknown => 4,
    };
}
