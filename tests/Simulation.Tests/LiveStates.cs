using Rtx.Simulation.Tests.Runtime;

namespace Rtx.Simulation.Tests;

/// <summary>What the living books and accounts say of themselves when all is over.</summary>
internal sealed class LiveStates(SimulatedCluster cluster)
{
    public Dictionary<InstrumentId, LiveBook?> Books { get; } = [];

    public Dictionary<AccountId, LiveAccount?> Accounts { get; } = [];

    public async Task AskAsync()
    {
        foreach (var instrument in cluster.Database.Instruments) Books[instrument.Id] = await cluster.Reference<IOrderBookGrain>(instrument.Id.Value).GetFingerprint();
        foreach (var account in cluster.Database.Accounts) Accounts[account.Id] = await cluster.Reference<IAccountGrain>(account.Id.Value).GetFingerprint();
    }
}
