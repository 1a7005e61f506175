using Microsoft.Extensions.Logging;
using Rtx.Actors.Commits;
using Rtx.Actors.Diagnostics;
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
    private static readonly AccountDecision BooksChanged = new();

    private readonly IGrainBase _grain;
    private readonly AccountId _id;
    private readonly GroupCommit _commits;
    private readonly ILogger _log;
    private readonly Committer<AccountDecision> _committer;
    private readonly AccountChanges _changes = new();

    private TradingAccount? _account;
    private long _epoch;
    private long _durableSequence;
    private IGrainTimer? _settledTimer;
    private bool _isRetired;

    public AccountWriter(IGrainBase grain, AccountId id, GroupCommit commits, int capacity, ILogger log)
    {
        (_grain, _id, _commits, _log) = (grain, id, commits, log);
        _committer = new Committer<AccountDecision>(capacity, CommitAsync, broken: () => grain.DeactivateOnIdle());
    }

    /// <summary>Which activation speaks.</summary>
    public AccountStamp Stamp => new(_id, _epoch);

    /// <summary>Whether another decision must be refused as busy before it is made.</summary>
    public bool IsFull => _committer.IsFull;

    /// <summary>Whether nothing may be decided any more.</summary>
    public bool IsDropped => _isRetired || _committer.Failure is not null;

    /// <summary>Completes when everything added so far is durable.</summary>
    public Task WhenDurable => _committer.WhenDurable;

    /// <summary>Takes over the stream of an account.</summary>
    public void Begin(TradingAccount account, long epoch, long sequence) => (_account, _epoch, _durableSequence) = (account, epoch, sequence);

    /// <summary>Adds a decision; the task completes when it is durable.</summary>
    public Task Add(AccountDecision decision) => _committer.Add(decision);

    /// <summary>Completes when a commit that has not begun yet has shown that no newer activation exists, and everything added so far is durable.</summary>
    // FENCE-3.
    public Task ProveAsync() => _committer.IsWaiting ? WhenDurable : Add(BooksChanged);

    /// <summary>
    /// Adds what has changed in the account; the task completes when it, and everything before, is durable. Events that moved no money only move the settled
    /// sequence. Forgetting that is harmless, because such events may be applied again, so it is not worth a commit of its own: it goes with the next one, or
    /// a moment later.
    /// </summary>
    public Task CommitChangesAsync()
    {
        if (_account is not { HasChanges: true } account) return WhenDurable;
        if (account.HasBookings) return Add(BooksChanged);
        _settledTimer ??= _grain.RegisterGrainTimer(SaveSettledLater, new GrainTimerCreationOptions(SaveSettledAfter, Timeout.InfiniteTimeSpan) { Interleave = true });
        return WhenDurable;
    }

    /// <summary>Adds settled sequences that still wait for a commit.</summary>
    public Task SaveSettledAsync() => _account is { HasChanges: true } && !IsDropped ? Add(BooksChanged) : Task.CompletedTask;

    /// <summary>
    /// Ends the activation because only the next one can find out what became of something that it asked a book for. What it has decided is right, and still becomes durable.
    /// </summary>
    public void Retire()
    {
        _isRetired = true;
        _grain.DeactivateOnIdle();
    }

    /// <summary>Drops the memory because it may be wrong: what waits fails, what is being committed goes on.</summary>
    public void Drop(Exception cause) => _committer.Break(cause);

    private async Task SaveSettledLater(CancellationToken cancellationToken)
    {
        _settledTimer?.Dispose();
        _settledTimer = null;
        try
        {
            await SaveSettledAsync();
        }
        catch (CommitException)
        {
            // Told already, with the memory dropped; the next activation settles again.
        }
    }

    private async Task CommitAsync(IReadOnlyList<AccountDecision> decisions)
    {
        var next = _durableSequence + 1;
        // Nothing was awaited since the last decision was added, so this is what all of them have changed, and nothing else.
        _account?.TakeChanges(_changes);
        try
        {
            await _commits.CommitAsync(AccountDecision.ToUnit(_id, decisions, _changes, new Fence(StreamKey.Of(_id), _epoch, _durableSequence, next)));
            _durableSequence = next;
        }
        catch (Exception e)
        {
            // Memory is ahead of SQL.
            _log.AccountDropped(_id, _epoch, decisions.Count, e);
            throw;
        }
    }
}
