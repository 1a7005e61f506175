using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;
using Rtx.Model;

namespace Rtx.Storage.Commits;

/// <summary>One of the committer's connections with its queue: flush after flush, never two at once.</summary>
internal sealed class CommitLane(string name, ICommitStore store, GroupCommitOptions options, ILogger log) : IDisposable
{
    private const string FencedSqlState = "RX001";

    private readonly Channel<PendingUnit> _queue = Channel.CreateBounded<PendingUnit>(new BoundedChannelOptions(options.MaxQueuedUnits) { SingleReader = true });
    private readonly List<PendingUnit> _carried = [];

    /// <summary>Units that wait for a flush.</summary>
    public int Queued => _queue.Reader.Count;

    /// <summary>Queues a unit, unless there is no room.</summary>
    public bool TryQueue(CommitUnit unit, out Task durable)
    {
        var pending = new PendingUnit(unit);
        durable = pending.Completion.Task;
        return _queue.Writer.TryWrite(pending);
    }

    /// <summary>Takes no more units: what is queued is flushed, then <see cref="RunAsync"/> ends.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    public void Dispose() => store.Dispose();

    /// <summary>Flushes what is queued until the queue is completed.</summary>
    public async Task RunAsync()
    {
        while (_carried.Count > 0 || await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            if (options.Linger > TimeSpan.Zero && _queue.Reader.Count < options.MaxUnitsPerFlush) await Task.Delay(options.Linger);
            var flush = TakeFlush();
            var units = flush.Count;
            using var activity = CommitTracing.Source.StartActivity("commit.flush");
            activity?.SetTag(CommitTracing.Lane, name);
            var start = Stopwatch.GetTimestamp();
            await FlushAsync(flush);
            CommitMetrics.Record(name, units, Stopwatch.GetElapsedTime(start), _queue.Reader.Count);
        }
    }

    private List<PendingUnit> TakeFlush()
    {
        List<PendingUnit> flush = [];
        HashSet<StreamKey> streams = [];
        var rows = 0;
        var waiting = _carried.ToArray();
        _carried.Clear();
        foreach (var unit in waiting) Take(unit);
        while (flush.Count < options.MaxUnitsPerFlush && _queue.Reader.TryPeek(out var next) && HasRoomFor(next) && _queue.Reader.TryRead(out var unit)) Take(unit);
        return flush;

        void Take(PendingUnit unit)
        {
            unit.TraceQueue(name);
            // Later units of its stream must not overtake a unit that has to wait.
            if (!streams.Add(unit.Unit.Fence.Stream) || !HasRoomFor(unit))
            {
                _carried.Add(unit);
                return;
            }

            flush.Add(unit);
            rows += unit.Unit.Rows;
        }

        bool HasRoomFor(PendingUnit unit) => rows == 0 || rows + unit.Unit.Rows <= options.MaxRowsPerFlush;
    }

    private async Task FlushAsync(List<PendingUnit> flush)
    {
        for (var attempt = 1; flush.Count > 0; attempt++)
        {
            try
            {
                await store.WriteAsync(flush.ConvertAll(p => p.Unit));
                flush.ForEach(p => p.Completion.SetResult());
                return;
            }
            catch (PostgresException e) when (e.SqlState == FencedSqlState)
            {
                flush = FailFenced(flush, e);
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure && attempt < options.MaxAttempts)
            {
                log.FlushRolledBack(attempt, e);
            }
            catch (PostgresException e) when (e.InvariantSeverity == "ERROR" && IsOfServer(e))
            {
                await store.LeaveServerAsync();
                FailUnavailable(flush, new CommitUnavailableException(e));
                return;
            }
            catch (PostgresException e) when (e.InvariantSeverity == "ERROR")
            {
                await FailRefusedAsync(flush, e);
                return;
            }
            catch (CommitUnavailableException e)
            {
                FailUnavailable(flush, e);
                return;
            }
            catch (Exception e)
            {
                // Connection lost, timeout, server shutting down: the commit may have reached the server.
                log.OutcomeUnknown(flush.Count, e);
                await store.DropConnectionAsync();
                flush.ForEach(p => p.Completion.SetException(new CommitOutcomeUnknownException(e)));
                return;
            }
        }
    }

    // Errors that are not about the rows: a demoted primary, a full disk, too many connections. Nothing was written, and other units would
    // fail in the same way.
    private static bool IsOfServer(PostgresException error) => error.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction || error.SqlState.StartsWith("53", StringComparison.Ordinal);

    private void FailUnavailable(List<PendingUnit> flush, CommitUnavailableException error)
    {
        log.DatabaseUnavailable(flush.Count, error);
        flush.ForEach(p => p.Completion.SetException(error));
    }

    // The hint names the refused streams. Units that claim them fail, the others are tried again.
    private List<PendingUnit> FailFenced(List<PendingUnit> flush, PostgresException error)
    {
        var named = (error.Hint ?? "").Split(',').ToHashSet(StringComparer.Ordinal);
        var refused = flush.SelectMany(p => p.Claims).Where(claim => named.Contains(claim.Stream.ToString())).GroupBy(claim => claim.Stream).SelectMany(RefusedOf).ToHashSet();
        List<PendingUnit> rest = [];
        foreach (var pending in flush)
        {
            var claims = pending.Claims.Where(refused.Contains).ToList();
            if (claims.Count > 0)
            {
                var own = claims.Exists(claim => claim.IsOwn);
                log.UnitFenced(pending.Unit.Fence.Stream, pending.Unit.Fence.Epoch, own);
                pending.Completion.SetException(new CommitFencedException(own, [.. claims.Where(claim => !claim.IsOwn).Select(claim => new AccountId(claim.Stream.Id))], error));
            }
            else
            {
                rest.Add(pending);
            }
        }

        if (rest.Count < flush.Count) return rest;
        // The hint names none of ours: fail all rather than retry for ever.
        rest.ForEach(p => p.Completion.SetException(new CommitRefusedException(error)));
        return [];
    }

    // The name of a stream does not say which of several claims on it failed. Epochs rise, so a claim with an older epoch than another is
    // stale. With equal epochs the owner may be at the wrong sequence, which does not concern units that only rely on the account. If
    // another claim is wrong, too, the next attempt refuses it.
    private static IEnumerable<Claim> RefusedOf(IEnumerable<Claim> claims)
    {
        var all = claims.ToList();
        var newest = all.Max(claim => claim.Epoch);
        if (all.Exists(claim => claim.Epoch < newest)) return all.Where(claim => claim.Epoch < newest);
        return all.Exists(claim => claim.IsOwn) ? all.Where(claim => claim.IsOwn) : all;
    }

    // The rows of some unit are invalid: commit each unit alone, so that only that one fails.
    private async Task FailRefusedAsync(List<PendingUnit> flush, PostgresException error)
    {
        if (flush.Count == 1)
        {
            log.UnitRefused(flush[0].Unit.Fence.Stream, error);
            flush[0].Completion.SetException(new CommitRefusedException(error));
            return;
        }

        foreach (var pending in flush) await FlushAsync([pending]);
    }

    /// <summary>A claim that an activation is the newest of its stream: the unit's own, or one that it relies on.</summary>
    private readonly record struct Claim(StreamKey Stream, long Epoch, bool IsOwn);

    private sealed class PendingUnit(CommitUnit unit)
    {
        public CommitUnit Unit { get; } = unit;

        public IEnumerable<Claim> Claims =>
            Unit.Vouched.Select(vouched => new Claim(StreamKey.Of(vouched.Account), vouched.Epoch, IsOwn: false)).Prepend(new Claim(Unit.Fence.Stream, Unit.Fence.Epoch, IsOwn: true));

        public TaskCompletionSource Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        private readonly DateTimeOffset _queuedAt = CommitTracing.Source.HasListeners() ? DateTimeOffset.UtcNow : default;

        /// <summary>Records in the trace how long it waited for its flush.</summary>
        public void TraceQueue(string lane)
        {
            if (_queuedAt == default) return;
            using var activity = CommitTracing.Source.StartActivity("commit.queue", ActivityKind.Internal, parentContext: default, startTime: _queuedAt);
            activity?.SetTag(CommitTracing.Lane, lane);
        }
    }
}
