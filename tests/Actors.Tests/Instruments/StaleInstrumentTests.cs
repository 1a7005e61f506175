using Rtx.Actors.Tests.Systems;
using Rtx.Testing;

namespace Rtx.Actors.Tests.Instruments;

/// <summary>Each half of a partitioned network has an activation of the same instrument.</summary>
public sealed class StaleInstrumentTests : IAsyncLifetime
{
    private readonly TradingCluster _cluster = new();

    public ValueTask InitializeAsync() => _cluster.InitializeAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task An_activation_that_wakes_late_does_not_end_a_halt_that_it_does_not_know_of()
    {
        var instrument = await _cluster.NewSpotAsync();
        var grain = _cluster.Grains.GetGrain<IInstrumentGrain>(instrument.Id.Value);
        var now = DateTime.UtcNow;
        var change = now.AddSeconds(6);
        await grain.SetSchedule(SessionTests.Session(
            (now.AddHours(-1), TradingState.CancelOnly), (change, TradingState.Continuous), (now.AddHours(1), TradingState.Closed)));
        Assert.Equal(TradingState.CancelOnly, await BookStateAsync(instrument));
        await using var half = await _cluster.StartHalfAsync();
        await half.Client.GetGrain<IInstrumentGrain>(instrument.Id.Value).SetTradingState(TradingState.Halted);
        Assert.Equal(TradingState.Halted, await BookStateAsync(instrument));

        // The half that does not know of the halt makes a change, and deactivates when it learns that its state is stale.
        await Eventually.HoldsAsync(() => DateTime.UtcNow > change.AddSeconds(1), "the change is due");
        await Eventually.HoldsAsync(async () => (await grain.GetStatus()).State == TradingState.Halted, "both halves know of the halt");

        Assert.Equal(TradingState.Halted, await BookStateAsync(instrument));
        Assert.Equal(0L, await _cluster.QueryAsync<long>("select count(*) from book_standings where trading_state = 1"));
        // The activation with the newest state wins; a takeover of the book by the other half meanwhile is retried.
        await grain.SetTradingState(TradingState.Continuous).ContinueWith(_ => { }, TaskScheduler.Default);
        await Eventually.HoldsAsync(async () => await BookStateAsync(instrument) == TradingState.Continuous, "the halt is over");
    }

    private async Task<TradingState> BookStateAsync(Instrument instrument) =>
        (TradingState)await _cluster.QueryAsync<short>(
            "select coalesce((select trading_state from book_standings where instrument_id = $1), 1::smallint)", instrument.Id.Value);
}
