using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Rtx.Storage.Database;

namespace Rtx.Storage.Commits;

/// <summary>
/// Makes commit units durable, many grains' units in one transaction. There is no timer: whatever queued while the previous flush ran is the next flush.
/// <list type="bullet">
/// <item>Lanes: with <see cref="GroupCommitOptions.SeparateAccounts"/> accounts commit on a connection of their own, beside the books. Units
/// of books with many rows have one, too.</item>
/// <item>Ordering: units of one stream in a lane are committed in the order of the calls; a flush holds at most one unit of a stream. There
/// is no order between lanes: a stream with large and small units awaits one before the next. The fence refuses one that comes too
/// early.</item>
/// <item>Atomicity: a unit is written completely or not at all; a unit that is refused does not harm the others of its flush.</item>
/// <item>Answers: the task completes after the commit, or fails with a <see cref="CommitException"/> whose type tells what became of the unit.</item>
/// <item>Bounds: <see cref="GroupCommitOptions.MaxQueuedUnits"/> wait in a lane; one more is refused.</item>
/// </list>
/// </summary>
public sealed class GroupCommit : BackgroundService
{
    private readonly GroupCommitOptions _options;
    private readonly CommitLane _accounts;
    private readonly CommitLane _books;
    private readonly CommitLane _large;
    private volatile bool _stopping;

    /// <summary>Creates the committer; it starts with the host.</summary>
    public GroupCommit(TradingDatabase database, IOptions<GroupCommitOptions> options, ILogger<GroupCommit> log)
        : this(() => new CommitWriter(database, options.Value), options.Value, log)
    {
    }

    /// <summary>Creates a committer on the caller's stores, one for each lane. The caller runs it by <see cref="RunAsync"/>.</summary>
    internal GroupCommit(Func<ICommitStore> newStore, GroupCommitOptions options, ILogger<GroupCommit> log)
    {
        _options = options;
        _books = new CommitLane("books", newStore(), options, log);
        _large = new CommitLane("large", newStore(), options, log);
        _accounts = options.SeparateAccounts ? new CommitLane("accounts", newStore(), options, log) : _books;
    }

    /// <summary>Whether so many units wait that nothing new should be decided: the rest of the queue is for what has been decided already.</summary>
    public bool IsCrowded => Math.Max(_large.Queued, Math.Max(_accounts.Queued, _books.Queued)) > _options.MaxQueuedUnits / 2;

    /// <summary>Queues a unit; the task completes when it is durable.</summary>
    /// <exception cref="CommitBusyException">The queue is full; nothing was queued.</exception>
    /// <exception cref="CommitUnavailableException">The committer is stopping, or the database can't be reached; nothing was written.</exception>
    /// <exception cref="CommitFencedException">A newer activation exists; nothing was written.</exception>
    /// <exception cref="CommitRefusedException">The database refused the rows; nothing was written.</exception>
    /// <exception cref="CommitOutcomeUnknownException">The unit may or may not be written.</exception>
    public Task CommitAsync(CommitUnit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        if (LaneOf(unit).TryQueue(unit, out var durable)) return durable;
        throw _stopping ? new CommitUnavailableException(inner: null) : new CommitBusyException();
    }

    /// <summary>Commits what is queued, then stops.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        _accounts.Complete();
        _books.Complete();
        _large.Complete();
        if (ExecuteTask is { } running) await running.WaitAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _accounts.Dispose();
        _books.Dispose();
        _large.Dispose();
        base.Dispose();
    }

    // The token is not used: stopping completes the queue, and what was accepted before is still committed.
    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync();

    /// <summary>Flushes what is queued until it is stopped, on the caller's scheduler.</summary>
    internal Task RunAsync() => Task.WhenAll(new[] { _accounts, _books, _large }.Distinct().Select(lane => lane.RunAsync()));

    private CommitLane LaneOf(CommitUnit unit) => unit.Fence.Stream.Kind switch
    {
        StreamKind.Account => _accounts,
        StreamKind.Book => unit.Rows < _options.LargeUnitRows ? _books : _large,
    };
}
