using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Rtx.Model;

namespace Rtx.Storage.Commits;

/// <summary>
/// Makes commit units durable, many grains' units in one transaction. There is no timer: whatever queued while the previous flush ran is the next flush.
/// <list type="bullet">
/// <item>Ordering: units of one stream are committed in the order of the calls; a flush holds at most one unit of a stream.</item>
/// <item>Atomicity: a unit is written completely or not at all; a unit that is refused does not harm the others of its flush.</item>
/// <item>Answers: the task completes after the commit, or fails with a <see cref="CommitException"/> whose type tells what became of the unit.</item>
/// <item>Bounds: <see cref="GroupCommitOptions.MaxQueuedUnits"/> wait; one more is refused at once.</item>
/// </list>
/// </summary>
public sealed class GroupCommit : BackgroundService
{
    private const string FencedSqlState = "RX001";

    private readonly GroupCommitOptions _options;
    private readonly ICommitStore _writer;
    private readonly ILogger<GroupCommit> _log;
    private readonly Channel<PendingUnit> _queue;
    private readonly List<PendingUnit> _carried = [];

    /// <summary>Creates the committer; it starts with the host.</summary>
    public GroupCommit(TradingDatabase database, IOptions<GroupCommitOptions> options, ILogger<GroupCommit> log)
        : this(new CommitWriter(database, options.Value.FlushTimeout), options.Value, log)
    {
    }

    /// <summary>Creates the committer on a store of the caller, who also runs it: by <see cref="RunAsync"/>.</summary>
    internal GroupCommit(ICommitStore store, GroupCommitOptions options, ILogger<GroupCommit> log)
    {
        _options = options;
        _log = log;
        _writer = store;
        _queue = Channel.CreateBounded<PendingUnit>(new BoundedChannelOptions(_options.MaxQueuedUnits) { SingleReader = true });
    }

    /// <summary>Whether so many units wait that nothing new should be decided: what was decided already needs the rest of the room, because it can't be taken back.</summary>
    public bool IsCrowded => _queue.Reader.Count > _options.MaxQueuedUnits / 2;

    /// <summary>Queues a unit; the task completes when it is durable.</summary>
    /// <exception cref="CommitBusyException">The queue is full; nothing was queued.</exception>
    /// <exception cref="CommitUnavailableException">The committer is stopping, or the database can't be reached; nothing was written.</exception>
    /// <exception cref="CommitFencedException">A newer activation exists; nothing was written.</exception>
    /// <exception cref="CommitRefusedException">The database refused the rows; nothing was written.</exception>
    /// <exception cref="CommitOutcomeUnknownException">The unit may or may not be written.</exception>
    public Task CommitAsync(CommitUnit unit)
    {
        var pending = new PendingUnit(unit);
        if (_queue.Writer.TryWrite(pending)) return pending.Completion.Task;
        return _queue.Reader.Completion.IsCompleted || _stopping
            ? throw new CommitUnavailableException(inner: null)
            : throw new CommitBusyException();
    }

    private volatile bool _stopping;

    /// <summary>Commits what is queued, then stops.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        _queue.Writer.TryComplete();
        if (ExecuteTask is { } running) await running.WaitAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _writer.Dispose();
        base.Dispose();
    }

    // The token is not used: stopping completes the queue, and what was accepted before is still committed.
    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync();

    /// <summary>Flushes what is queued until the queue is completed, on the scheduler of the caller.</summary>
    internal async Task RunAsync()
    {
        while (_carried.Count > 0 || await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            var flush = TakeFlush();
            var start = Stopwatch.GetTimestamp();
            await FlushAsync(flush);
            CommitMetrics.Record(flush.Count, Stopwatch.GetElapsedTime(start), _queue.Reader.Count);
        }
    }

    private List<PendingUnit> TakeFlush()
    {
        List<PendingUnit> flush = [];
        HashSet<StreamKey> streams = [];
        var waiting = _carried.ToArray();
        _carried.Clear();
        foreach (var unit in waiting) Take(unit);
        while (flush.Count < _options.MaxUnitsPerFlush && _queue.Reader.TryRead(out var unit)) Take(unit);
        return flush;

        void Take(PendingUnit unit) => (streams.Add(unit.Unit.Fence.Stream) ? flush : _carried).Add(unit);
    }

    private async Task FlushAsync(List<PendingUnit> flush)
    {
        for (var attempt = 1; flush.Count > 0; attempt++)
        {
            try
            {
                await _writer.WriteAsync(flush.ConvertAll(p => p.Unit));
                flush.ForEach(p => p.Completion.SetResult());
                return;
            }
            catch (PostgresException e) when (e.SqlState == FencedSqlState)
            {
                flush = FailFenced(flush, e);
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure && attempt < _options.MaxAttempts)
            {
                _log.FlushRolledBack(attempt, e);
            }
            catch (PostgresException e) when (e.InvariantSeverity == "ERROR")
            {
                await FailRefusedAsync(flush, e);
                return;
            }
            catch (CommitUnavailableException e)
            {
                _log.DatabaseUnavailable(flush.Count, e);
                flush.ForEach(p => p.Completion.SetException(e));
                return;
            }
            catch (Exception e)
            {
                // Whatever else happened (connection lost, timeout, server shutting down), the commit may have reached the server.
                _log.OutcomeUnknown(flush.Count, e);
                await _writer.DropConnectionAsync();
                flush.ForEach(p => p.Completion.SetException(new CommitOutcomeUnknownException(e)));
                return;
            }
        }
    }

    // The database names the refused streams; they fail and the rest is tried again.
    private List<PendingUnit> FailFenced(List<PendingUnit> flush, PostgresException error)
    {
        var refused = (error.Detail ?? "").Split(',').ToHashSet(StringComparer.Ordinal);
        List<PendingUnit> rest = [];
        foreach (var pending in flush)
        {
            var own = refused.Contains(pending.Unit.Fence.Stream.ToString());
            AccountId[] stale = [.. pending.Unit.Vouched.Select(v => v.Account).Where(a => refused.Contains(StreamKey.Of(a).ToString()))];
            if (own || stale.Length > 0)
            {
                _log.UnitFenced(pending.Unit.Fence.Stream, pending.Unit.Fence.Epoch, own);
                pending.Completion.SetException(new CommitFencedException(own, stale, error));
            }
            else
            {
                rest.Add(pending);
            }
        }

        if (rest.Count < flush.Count) return rest;
        // The detail named none of ours: fail all rather than try the same for ever.
        rest.ForEach(p => p.Completion.SetException(new CommitRefusedException(error)));
        return [];
    }

    // Some unit's rows are illegal: commit each alone so that only the guilty one fails.
    private async Task FailRefusedAsync(List<PendingUnit> flush, PostgresException error)
    {
        if (flush.Count == 1)
        {
            _log.UnitRefused(flush[0].Unit.Fence.Stream, error);
            flush[0].Completion.SetException(new CommitRefusedException(error));
            return;
        }

        foreach (var pending in flush) await FlushAsync([pending]);
    }

    private sealed class PendingUnit(CommitUnit unit)
    {
        public CommitUnit Unit { get; } = unit;

        public TaskCompletionSource Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
