using Rtx.Simulation.Tests.Runtime;

namespace Rtx.Simulation.Tests;

/// <summary>
/// What the instruments' grains tell the books: trading states, each until the book has answered, and mark prices, one way. In the end all trade continuously.
/// </summary>
internal sealed class SimulatedOperator(SimulatedCluster cluster)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);
    private static readonly TradingState[] States = [TradingState.Continuous, TradingState.Halted, TradingState.OpeningAuction, TradingState.CancelOnly];

    private readonly SimulatedWorld _world = cluster.World;
    private readonly Dictionary<InstrumentId, long> _versions = [];

    /// <summary>What it was told and is not so; empty when all is well.</summary>
    public List<string> Complaints { get; } = [];

    public async Task RunAsync(TimeSpan until)
    {
        while (_world.Now < until)
        {
            await _world.Delay(_world.UpTo(LongestPause));
            var instrument = _world.Pick(cluster.Database.Instruments);
            if (_world.Next(3) > 0)
            {
                await TellMarkAsync(instrument.Id);
                continue;
            }

            await TellStateAsync(instrument.Id, _world.Pick(States));
            await _world.Delay(_world.UpTo(RetryInterval));
            await TellStateAsync(instrument.Id, TradingState.Continuous);
        }
    }

    private async Task TellMarkAsync(InstrumentId instrument)
    {
        // Every second one far enough to leave orders behind, and what accounts went by, and to use up margin.
        var mark = cluster.Marks[instrument] = new Price(_world.Next(2) == 0 ? 80 + _world.Next(41) : 98 + _world.Next(5));
        try
        {
            await cluster.Reference<IOrderBookGrain>(instrument.Value).SetMarkPrice(mark);
            _world.Tell($"book {instrument} is told its mark {mark}");
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            _world.Tell($"book {instrument} may not know its mark");
        }
    }

    private async Task TellStateAsync(InstrumentId instrument, TradingState state)
    {
        var version = _versions[instrument] = _versions.GetValueOrDefault(instrument) + 1;
        while (true)
        {
            var timeline = cluster.Database.Timeline;
            try
            {
                await cluster.Reference<IOrderBookGrain>(instrument.Value).TakeTradingState(state, version);
                _world.Tell($"book {instrument} is told {state}");
                if (timeline == cluster.Database.Timeline && cluster.Database.Standing(instrument).State != state) Complaints.Add($"book {instrument} is told to be {state}, the database has {cluster.Database.Standing(instrument).State}");
                return;
            }
            catch (Exception e) when (e is TimeoutException or OrleansException)
            {
                await _world.Delay(RetryInterval);
            }
        }
    }
}
