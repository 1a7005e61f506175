using Rtx.Simulation.Tests.Runtime;

namespace Rtx.Simulation.Tests;

/// <summary>What the living books and accounts say of themselves when all is over.</summary>
internal sealed class LiveStates(SimulatedCluster cluster)
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(3);

    public Dictionary<InstrumentId, LiveBook?> Books { get; } = [];

    public Dictionary<AccountId, LiveAccount?> Accounts { get; } = [];

    /// <summary>Asks all twice: one that just began may still do what it has missed, such as triggering stops by a mark that it learns.</summary>
    public async Task AskAsync()
    {
        await AskEachAsync();
        await cluster.World.Delay(Moment);
        await AskEachAsync();
    }

    private async Task AskEachAsync()
    {
        foreach (var instrument in cluster.Database.Instruments) Books[instrument.Id] = await cluster.Reference<IOrderBookGrain>(instrument.Id.Value).GetFingerprint();
        foreach (var account in cluster.Database.Accounts) Accounts[account.Id] = await cluster.Reference<IAccountGrain>(account.Id.Value).GetFingerprint();
    }
}
