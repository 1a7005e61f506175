using Microsoft.Extensions.Logging;
using Rtx.Actors.Commits;
using Rtx.Actors.Diagnostics;

namespace Rtx.Actors.Accounts;

/// <summary>
/// An account's calls to books. They are not cancellable: once asked, a book may have decided, and hanging up does not undo that. A call without answer ends as
/// <see cref="ReplyStatus.Unknown"/>; none throws for it.
/// </summary>
internal sealed class BookCalls(Func<InstrumentId, IOrderBookGrain> bookOf, AccountWriter writer, ILogger log)
{
    private readonly HashSet<Task> _submissions = [];

    /// <summary>Submissions that books have not answered yet: orders that may be open in a moment. None of these tasks fails.</summary>
    public IReadOnlyList<Task> Submissions => [.. _submissions];

    /// <summary>Gives an order to its book.</summary>
    public Task<OrderReply> SubmitAsync(InstrumentId instrument, BookableOrder order) =>
        TrackAsync(AskAsync(instrument, book => book.Submit(new SubmitOrder(writer.Stamp, order))));

    /// <summary>Gives an order to its book that closes against those who have the other side.</summary>
    public Task<OrderReply> DeleverageAsync(InstrumentId instrument, BookableOrder order) =>
        TrackAsync(AskAsync(instrument, book => book.Deleverage(new SubmitOrder(writer.Stamp, order))));

    /// <summary>Gives the orders of a list to their book.</summary>
    public Task<OrderListReply> SubmitListAsync(InstrumentId instrument, IReadOnlyList<BookableOrder> orders) => TrackAsync(AskListAsync(instrument, orders));

    /// <summary>Gives orders to their book that have nothing to do with each other. As many answers, in the same order.</summary>
    public Task<IReadOnlyList<OrderReply>> SubmitEachAsync(InstrumentId instrument, IReadOnlyList<BookableOrder> orders) => TrackAsync(AskEachAsync(instrument, orders));

    /// <summary>Asks about one order.</summary>
    public async Task<OrderReply> AskAsync(InstrumentId instrument, Func<IOrderBookGrain, Task<OrderReply>> ask)
    {
        var reply = await CallAsync(instrument, ask, static failure => failure);
        RetireWhenInDoubt(reply.Status, reply.RejectReason);
        return reply;
    }

    /// <summary>
    /// Cancels what fits in one book. An unknown outcome leaves the memory as it is: a cancel spends nothing, and what it did settles when its events come.
    /// </summary>
    public Task<OrderListReply> MassCancelAsync(InstrumentId instrument, MassCancel request, ExecReason reason) =>
        CallAsync(instrument, book => book.MassCancel(writer.Stamp, request, reason), OrderReplies.ForList);

    private async Task<OrderListReply> AskListAsync(InstrumentId instrument, IReadOnlyList<BookableOrder> orders)
    {
        var reply = await CallAsync(instrument, book => book.SubmitList(new SubmitOrderList(writer.Stamp, orders)), OrderReplies.ForList);
        RetireWhenInDoubt(reply.Status, reply.RejectReason);
        return reply;
    }

    private async Task<IReadOnlyList<OrderReply>> AskEachAsync(InstrumentId instrument, IReadOnlyList<BookableOrder> orders)
    {
        var replies = await CallAsync(
            instrument, book => book.SubmitEach(new SubmitOrderList(writer.Stamp, orders)), failure => [.. Enumerable.Repeat(failure, orders.Count)]);
        foreach (var reply in replies) RetireWhenInDoubt(reply.Status, reply.RejectReason);
        return replies;
    }

    // The order may be in SQL or on its way there: only a new activation, whose epoch refuses what is still on its way, can know its holds.
    private void RetireWhenInDoubt(ReplyStatus status, RejectReason reason)
    {
        if (status == ReplyStatus.Unknown || reason == RejectReason.StaleAccount) writer.Retire();
    }

    private async Task<T> CallAsync<T>(InstrumentId instrument, Func<IOrderBookGrain, Task<T>> ask, Func<OrderReply, T> toReply)
    {
        try
        {
            return await ask(bookOf(instrument));
        }
        catch (DataUnavailableException e)
        {
            // The book could not begin, so it has decided nothing.
            log.BookDidNotAnswer(writer.Stamp.AccountId, instrument, e);
            return toReply(OrderReplies.Unavailable);
        }
        catch (Exception e)
        {
            // Whatever it is: a hold that is neither settled nor released nor given up with the memory would stay for ever.
            log.BookDidNotAnswer(writer.Stamp.AccountId, instrument, e);
            return toReply(OrderReplies.Unknown);
        }
    }

    private async Task<T> TrackAsync<T>(Task<T> submission)
    {
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _submissions.Add(answered.Task);
        try
        {
            return await submission;
        }
        finally
        {
            _submissions.Remove(answered.Task);
            answered.SetResult();
        }
    }
}
