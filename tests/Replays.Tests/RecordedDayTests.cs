using Rtx.Replays.Lobster;
using Rtx.Replays.Mbo;
using Rtx.Replays.Reporting;
using Rtx.Testing.Recordings;

namespace Rtx.Replays.Tests;

/// <summary>Real days through the planners and a bare order book: what a replay through the whole system must reach.</summary>
public sealed class RecordedDayTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lobster_day_agrees_with_the_recorded_book_after_every_message()
    {
        var tally = new ReplayTally();
        var replay = new LobsterReplay(new DomainMarket(levels: 5), tally, () => { });

        await replay.RunAsync(LobsterFiles.ReadAsync(RecordedDays.LobsterMessages, RecordedDays.LobsterBook, CancellationToken), CancellationToken);

        Assert.Equal(155_935, tally.Rows);
        Assert.Equal(tally.Rows, tally.AgreedAfterTakeOver);
        Assert.Empty(tally.Differences);
        Assert.Equal(155_917, tally.BestAgreed);
        Assert.Equal(143_760, tally.LevelsAgreed);
        Assert.Equal(6_362, replay.Planner.FullyObservedExecutions);
        Assert.Equal(6_350, replay.Planner.HitsOfRecordedOrder);
    }

    [Fact]
    public async Task An_order_by_order_day_equals_its_price_levels_in_every_row()
    {
        var tally = new ReplayTally();
        var replay = new MboReplay(new DomainMarket(MboFiles.Levels), tally, () => { });

        await replay.RunAsync(
            MboFiles.ReadEventsAsync(RecordedDays.MboOrders, CancellationToken), MboFiles.ReadLevelsAsync(RecordedDays.MboLevels, CancellationToken), CancellationToken);

        Assert.Equal(3_928, tally.Rows);
        Assert.Equal(tally.Rows, tally.LevelsAgreed);
        Assert.Empty(tally.Differences);
        Assert.Equal(11, replay.Planner.Executions);
        Assert.Equal(11, replay.Planner.HitsOfRecordedOrder);
    }
}
