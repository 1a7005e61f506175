using Rtx.Actors.Commits;
using Rtx.Actors.Failures;
using Rtx.Domain.Matching.Records;

namespace Rtx.Actors.OrderBooks;

/// <summary>Ends many orders in slices: those whose time is over, those that a change left behind, and those that an account cancels together.</summary>
internal sealed class OrderEnds(ActiveBook active)
{
    private readonly SliceTurns _turns = new();
    private bool _isStopped;

    /// <summary>Whether orders are being ended because they are due.</summary>
    public bool IsEndingDue { get; private set; }

    /// <summary>Ends what is due. What fails ends the activation, and the next one finds the same orders due.</summary>
    public async Task EndDueAsync()
    {
        if (IsEndingDue) return;
        IsEndingDue = true;
        try
        {
            while (IsAnyDue) await _turns.TakeAsync(EndSlice);
        }
        catch (Exception e) when (GrainFailures.IsUnexpected(e))
        {
            active.Writer.Drop(e);
        }
        finally
        {
            IsEndingDue = false;
        }
    }

    /// <summary>The activation leaves: what is still due is the next one's.</summary>
    public void Stop() => _isStopped = true;

    /// <summary>Cancels what an account has open now: what comes while it is cancelled in slices is not meant.</summary>
    public async Task<OrderListReply> CancelAsync(AccountStamp account, MassCancel request, ExecReason reason)
    {
        var meant = active.Book.Book.FindAll(account.AccountId, request);
        if (meant.Count <= active.Options.EventsPerSlice) return await BookReplies.AnswerListAsync(CancelSlice(meant), account.AccountId, decision => decision.ToReply(account.AccountId));
        List<Order> cancelled = [];
        foreach (var slice in meant.Chunk(active.Options.EventsPerSlice))
        {
            try
            {
                cancelled.AddRange((await _turns.TakeAsync(() => CancelSlice(slice))).ToReply(account.AccountId).Orders);
            }
            catch (Exception e)
            {
                return OrderReplies.ForList(cancelled.Count == 0 ? OrderReplies.For(e, account.AccountId) : OrderReplies.Unknown);
            }
        }

        return new OrderListReply { Status = ReplyStatus.Done, Orders = [.. cancelled.OrderBy(order => order.OrderId.Value)] };

        (BookDecision Decision, Task Durable) CancelSlice(IEnumerable<OrderId> ids)
        {
            OrderEventLog events = new();
            active.Book.MassCancel(account.AccountId, ids, reason, active.Now, events);
            // A timer of an activation that is not the newest may have been renewed.
            return active.Writer.Decide(account, events);
        }
    }

    private bool IsAnyDue => !active.Writer.IsDropped && !_isStopped && (active.Book.Book.NextExpiry <= active.Now || active.Book.Book.HasLeftBehind);

    private (BookDecision Decision, Task Durable) EndSlice()
    {
        OrderEventLog events = new();
        active.Book.Expire(active.Now, events);
        return active.Writer.Decide(vouched: null, events);
    }
}
