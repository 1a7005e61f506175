using Npgsql;
using Rtx.Simulation.Tests.Runtime;
using Rtx.Storage.Commits;
using Rtx.Storage.Database;

namespace Rtx.Simulation.Tests.Storage;

/// <summary>
/// A write connection: it takes a while, and it fails before the write, after the write, or while the server continues and the caller has
/// already timed out. What was sent arrives even if its sender has died.
/// </summary>
internal sealed class SimulatedCommitStore(
    SimulatedDatabase database, SimulatedWorld world, Faults faults, Action checkServer) : ICommitStore
{
    private static readonly TimeSpan LongestFlush = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(5);

    public Task WriteAsync(IReadOnlyList<CommitUnit> units)
    {
        var timeline = database.Timeline;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var duration = world.UpTo(LongestFlush);
        try
        {
            checkServer();
        }
        catch (WrongServerException e)
        {
            return Task.FromException(new CommitUnavailableException(e));
        }

        if (faults.IsDatabaseAway || world.Chance(faults.FailedFlushes))
        {
            world.After(duration, () => done.SetException(new CommitUnavailableException(inner: null)));
        }
        else if (world.Chance(faults.FailedFlushes)) world.After(
            duration, () => done.SetException(new NpgsqlException("lost before it was sent", new IOException())));
        else if (world.Chance(faults.FailedFlushes)) world.After(
            duration,
            () => done.SetException(new PostgresException("deadlock detected", "ERROR", "ERROR", PostgresErrorCodes.DeadlockDetected)));
        else if (world.Chance(faults.FailedFlushes)) world.After(duration, () => Finish(
            units, timeline, () => done.SetException(new NpgsqlException("lost after the commit", new IOException())), done.SetException));
        else if (world.Chance(faults.FailedFlushes)) WriteLate(units, done);
        else world.After(duration, () => Finish(units, timeline, done.SetResult, done.SetException));
        return done.Task;
    }

    public Task DropConnectionAsync() => Task.CompletedTask;

    public Task LeaveServerAsync() => Task.CompletedTask;

    public void Dispose()
    {
        // Nothing to let go.
    }

    // The caller gives up at its timeout; the server may finish before or after.
    private void WriteLate(IReadOnlyList<CommitUnit> units, TaskCompletionSource done)
    {
        world.After(FlushTimeout, () => done.TrySetException(new NpgsqlException("timed out", new TimeoutException())));
        var timeline = database.Timeline;
        world.After(world.UpTo(FlushTimeout * 2), () => Finish(units, timeline, () => done.TrySetResult(), e => done.TrySetException(e)));
    }

    private void Finish(IReadOnlyList<CommitUnit> units, int timeline, Action written, Action<Exception> refused)
    {
        if (timeline != database.Timeline)
        {
            refused(new NpgsqlException("the server that it was sent to is gone", new IOException()));
            return;
        }

        try
        {
            database.Write(units);
        }
        catch (PostgresException e)
        {
            world.Tell($"the database refuses {string.Join(' ', units.Select(unit => unit.Fence.Stream))}: {e.SqlState} {e.Hint}");
            refused(e);
            return;
        }

        world.Tell($"the database has {string.Join(' ', units.Select(unit => $"{unit.Fence.Stream}@{unit.Fence.NextSequence}"))}");
        written();
    }
}
