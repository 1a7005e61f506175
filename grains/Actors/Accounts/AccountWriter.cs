using Microsoft.Extensions.Logging;
using Rtx.Actors.Commits;
using Rtx.Domain.Accounts;
using Rtx.Storage.Commits;

namespace Rtx.Actors.Accounts;

/// <summary>
/// Makes durable what one activation of an account decides, in order and with its fence. A failed commit, or whoever else learns that memory may be wrong, drops the
/// memory: nothing is decided on it any more, and the next call after the running ones finds a new activation that rebuilds the account.
/// </summary>
internal sealed class AccountWriter
{
    private static readonly TimeSpan SaveSettledAfter = TimeSpan.FromSeconds(1);
    private static readonly AccountChanges NoChanges = new([], [], [], []);

    private readonly IGrainBase _grain;
    private readonly AccountId _id;
    private readonly GroupCommit _commits;
    private readonly ILogger _log;
    private readonly Committer<AccountDecision> _committer;
    private readonly Dictionary<InstrumentId, SettledState> _unsavedSettled = [];

    private long _epoch;
    private long _durableSequence;
    private IGrainTimer? _settledTimer;

    public AccountWriter(IGrainBase grain, AccountId id, GroupCommit commits, int capacity, ILogger log)
    {
        (_grain, _id, _commits, _log) = (grain, id, commits, log);
        _committer = new Committer<AccountDecision>(capacity, CommitAsync);
    }

    /// <summary>Which activation speaks.</summary>
    public AccountStamp Stamp => new(_id, _epoch);

    /// <summary>Whether another decision must be refused as busy before it is made.</summary>
    public bool IsFull => _committer.IsFull;

    /// <summary>Whether nothing may be decided any more.</summary>
    public bool IsDropped { get; private set; }

    /// <summary>Completes when everything added so far is durable.</summary>
    public Task WhenDurable => _committer.WhenDurable;

    /// <summary>Takes over the stream.</summary>
    public void Begin(long epoch, long sequence) => (_epoch, _durableSequence) = (epoch, sequence);

    /// <summary>Adds a decision; the task completes when it is durable.</summary>
    public Task Add(AccountDecision decision) => _committer.Add(decision);

    /// <summary>
    /// Adds what has changed in the account; the task completes when it, and everything before, is durable. Events that moved no money only move the settled
    /// sequence. Forgetting that is harmless, because such events may be applied again, so it is not worth a commit of its own: it goes with the next one, or
    /// a moment later.
    /// </summary>
    public Task CommitChangesAsync(TradingAccount account)
    {
        var changes = account.TakeChanges();
        if (changes.IsEmpty) return WhenDurable;
        foreach (var settled in changes.Settled) _unsavedSettled[settled.InstrumentId] = settled;
        if (changes is { Transactions.Count: 0, Positions.Count: 0 })
        {
            _settledTimer ??= _grain.RegisterGrainTimer(SaveSettledLater, new GrainTimerCreationOptions(SaveSettledAfter, Timeout.InfiniteTimeSpan) { Interleave = true });
            return WhenDurable;
        }

        return CommitWithSettledAsync(changes);
    }

    /// <summary>Adds settled sequences that still wait for a commit.</summary>
    public Task SaveSettledAsync() => _unsavedSettled.Count > 0 && !IsDropped ? CommitWithSettledAsync(NoChanges) : Task.CompletedTask;

    /// <summary>Drops the memory.</summary>
    public void Drop()
    {
        IsDropped = true;
        _grain.DeactivateOnIdle();
    }

    private Task CommitWithSettledAsync(AccountChanges changes)
    {
        var all = changes with { Settled = [.. _unsavedSettled.Values] };
        _unsavedSettled.Clear();
        return Add(new AccountDecision { Changes = all });
    }

    private async Task SaveSettledLater(CancellationToken cancellationToken)
    {
        _settledTimer?.Dispose();
        _settledTimer = null;
        await SaveSettledAsync();
    }

    private async Task CommitAsync(IReadOnlyList<AccountDecision> decisions)
    {
        var next = _durableSequence + 1;
        try
        {
            await _commits.CommitAsync(AccountDecision.ToUnit(_id, decisions, new Fence(StreamKey.Of(_id), _epoch, _durableSequence, next)));
            _durableSequence = next;
        }
        catch (Exception e)
        {
            // Memory is ahead of SQL.
            _log.AccountDropped(_id, _epoch, decisions.Count, e);
            Drop();
            throw;
        }
    }
}
