using Rtx.Simulation.Tests.Runtime;

namespace Rtx.Simulation.Tests;

/// <summary>The final state of the live books, accounts and instruments.</summary>
internal sealed class LiveStates(SimulatedCluster cluster)
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(3);

    public bool IsDone { get; private set; }

    public Dictionary<InstrumentId, LiveBook?> Books { get; } = [];

    public Dictionary<AccountId, LiveAccount?> Accounts { get; } = [];

    public Dictionary<InstrumentId, InstrumentStatus> Instruments { get; } = [];

    public Dictionary<InstrumentId, TradingSchedule?> Schedules { get; } = [];

    public Dictionary<InstrumentId, Price?> Marks { get; } = [];

    /// <summary>
    /// Asks all twice: one that just began may still do what it has missed, such as triggering stops by a mark that it learns. Each proves
    /// before that no newer activation has taken over: one of a silo that was taken for dead may have, and what only reads is not fenced.
    /// </summary>
    public async Task AskAsync()
    {
        await AskEachAsync();
        await cluster.World.Delay(Moment);
        await AskEachAsync();
        IsDone = true;
    }

    private async Task AskEachAsync()
    {
        foreach (var (id, instrument, book) in cluster.Database.Instruments.Select(instrument => (instrument.Id, cluster.Reference<IInstrumentGrain>(instrument.Id.Value), cluster.Reference<IOrderBookGrain>(instrument.Id.Value))))
        {
            await TryAsync(() => book.Prove());
            Instruments[id] = await instrument.GetStatus();
            Schedules[id] = await instrument.GetSchedule();
            Books[id] = await book.GetFingerprint();
            Marks[id] = await book.GetTriggerReference(Side.Buy, TriggerSource.MarkPrice);
            // A state that has changed meanwhile cannot be compared.
            if ((await instrument.GetStatus()).MarkPrice != Instruments[id].MarkPrice)
            {
                Instruments[id] = Instruments[id] with { MarkPrice = null };
            }
        }

        foreach (var account in cluster.Database.Accounts)
        {
            await TryAsync(() => cluster.Reference<IAccountGrain>(account.Id.Value).SetKillSwitch(
                cluster.Database.Controls(account.Id).IsKillSwitchOn));
            Accounts[account.Id] = await cluster.Reference<IAccountGrain>(account.Id.Value).GetFingerprint();
        }
    }

    private static async Task TryAsync(Func<Task> prove)
    {
        try
        {
            await prove();
        }
        catch (OrleansException)
        {
            // It goes.
        }
    }
}
