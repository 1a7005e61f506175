using Microsoft.Extensions.Logging;
using Rtx.Actors.Commits;
using Rtx.Actors.Diagnostics;
using Rtx.Domain.Matching.Memory;
using Rtx.Domain.Matching.Records;
using Rtx.Storage.Commits;
using Rtx.Storage.Trading;

namespace Rtx.Actors.OrderBooks;

/// <summary>
/// Makes durable what one activation of a book decides, in order and with its fence. A failed commit drops the memory, which is ahead of SQL: nothing is decided on it any more, and the next call
/// finds a new activation that rebuilds the book.
/// </summary>
internal sealed class BookWriter
{
    private readonly InstrumentId _id;
    private readonly GroupCommit _commits;
    private readonly Action<BookCommit> _committed;
    private readonly Action<BookCommit> _tell;
    private readonly ILogger _log;
    private readonly Committer<BookDecision> _committer;

    private RecordedBook? _book;
    private long _durableSequence;
    private BookStanding _standing;
    private TradingState _durableState;
    private BookCommit? _untold;

    /// <param name="grain">Whose memory it is.</param>
    /// <param name="id">The book.</param>
    /// <param name="commits">The silo's.</param>
    /// <param name="capacity">Decisions that may wait.</param>
    /// <param name="committed">Called as soon as a commit is durable, before the answers; must not throw.</param>
    /// <param name="tell">Called later, in order, for each commit with events: whoever waits for an answer goes first. Must not throw.</param>
    /// <param name="broken">Called when the memory is dropped. Must not throw.</param>
    /// <param name="log">The grain's.</param>
    public BookWriter(
        IGrainBase grain, InstrumentId id, GroupCommit commits, int capacity, Action<BookCommit> committed, Action<BookCommit> tell, Action broken, ILogger log)
    {
        (_id, _commits, _committed, _tell, _log) = (id, commits, committed, tell, log);
        _committer = new Committer<BookDecision>(capacity, CommitAsync, Drop, Tell);

        void Drop()
        {
            broken();
            grain.DeactivateOnIdle();
        }
    }

    /// <summary>Epoch of this activation.</summary>
    public long Epoch { get; private set; }

    /// <summary>Version of the trading state that the instrument set last; written with the next standing.</summary>
    public long StateVersion { get; set; }

    /// <summary>Whether another decision must be refused as busy before it is made.</summary>
    public bool IsFull => _committer.IsFull;

    /// <summary>Whether nothing may be decided any more.</summary>
    public bool IsDropped => _committer.Failure is not null;

    /// <summary>Completes when everything added so far is durable.</summary>
    public Task WhenDurable => _committer.WhenDurable;

    /// <summary>Takes over the stream of a book.</summary>
    public void Begin(RecordedBook book, BookSnapshot snapshot)
    {
        (_book, Epoch, _durableSequence, _standing, _durableState) = (book, snapshot.Epoch, snapshot.Sequence, snapshot.Standing, snapshot.Standing.State);
        StateVersion = snapshot.Standing.StateVersion;
    }

    /// <summary>Adds what a command did; the task completes when it is durable.</summary>
    /// <param name="vouched">The account activation that the command relies on; null for one that spends nothing.</param>
    /// <param name="events">Its events; without any it is still a commit, which shows that no newer activation exists.</param>
    public (BookDecision Decision, Task Durable) Decide(AccountStamp? vouched, OrderEventLog events)
    {
        var standing = new BookStanding(_book!.Book.State, _book.Book.ReferencePrice, StateVersion);
        var decision = new BookDecision(vouched, events, standing == _standing ? null : standing);
        _standing = standing;
        return (decision, _committer.Add(decision));
    }

    /// <summary>Drops the memory because it may be wrong: what waits fails, what is being committed goes on.</summary>
    public void Drop(Exception cause) => _committer.Break(cause);

    private async Task CommitAsync(IReadOnlyList<BookDecision> decisions)
    {
        var events = decisions.Count == 1 ? decisions[0].Events : [.. decisions.SelectMany(d => d.Events)];
        var standing = decisions.LastOrDefault(d => d.Standing is not null)?.Standing;
        // FENCE-3. Without either it is still a commit, such as of a mass cancel that found nothing: only the fence proves that no newer activation has what this one has not.
        var last = events.Count == 0 ? _durableSequence : events[^1].Sequence;
        // Nothing was awaited since the last of these decisions.
        var view = BookView.Take(_book!);
        foreach (var decision in decisions) OrderTracing.EndStep("order.queue", decision.DecidedAt);
        try
        {
            // RESUME-2. A command that broke off in the middle leaves a gap, which the fence alone would not see.
            if (events.Count > 0 && events[0].Sequence != _durableSequence + 1) throw new BookInvariantException($"Event {events[0].Sequence} follows {_durableSequence}.");
            await _commits.CommitAsync(new CommitUnit
            {
                Fence = new Fence(StreamKey.Of(_id), Epoch, _durableSequence, last),
                Vouched = [.. decisions.Select(d => d.Vouched).OfType<AccountStamp>().Distinct().Select(v => new VouchedAccount(v.AccountId, v.Epoch))],
                OrderEvents = events,
                BookStanding = standing,
            });
        }
        catch (Exception e)
        {
            // Memory is ahead of SQL.
            _log.BookDropped(_id, Epoch, decisions.Count, e);
            throw;
        }

        // RESUME-4, RESUME-5: nothing is told before it is committed.
        _durableState = standing?.State ?? _durableState;
        var commit = new BookCommit(events, view, _durableSequence, last, _durableState, standing);
        _committed(commit);
        if (events.Count > 0) _untold = commit;
        _durableSequence = last;
    }

    private void Tell()
    {
        var commit = _untold;
        _untold = null;
        if (commit is not null) _tell(commit);
    }
}
