using Npgsql;
using Rtx.Storage.Commits;

namespace Rtx.Simulation.Tests.Runtime;

/// <summary>
/// A silo's connection to the database. Requests or answers may be lost: the silo then times out, and requests that arrived are executed.
/// </summary>
internal sealed class CuttableCommitStore(ICommitStore store, SimulatedSilo silo, SimulatedCluster cluster) : ICommitStore
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public Task WriteAsync(IReadOnlyList<CommitUnit> units)
    {
        cluster.DeadManTimers.Look(units);
        if (silo.DatabaseCut == DatabaseCut.None) return store.WriteAsync(units);
        if (silo.DatabaseCut == DatabaseCut.Answers) store.WriteAsync(units).Ignore();
        return GiveUpAsync();
    }

    public Task DropConnectionAsync() => store.DropConnectionAsync();

    public Task LeaveServerAsync() => store.LeaveServerAsync();

    public void Dispose() => store.Dispose();

    private async Task GiveUpAsync()
    {
        await cluster.World.Delay(cluster.World.UpTo(Timeout));
        throw new NpgsqlException("timed out", new TimeoutException());
    }
}

/// <summary>What is lost between a silo and the database.</summary>
internal enum DatabaseCut
{
    None,
    Requests,
    Answers,
}
