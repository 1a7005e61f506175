using Rtx.Client;
using Rtx.Replays.Mbo;
using Rtx.Replays.Recorded;
using Rtx.Replays.Reporting;

namespace Rtx.Replays.Tests;

public sealed class MboReplayTests
{
    private const string AddBid = "t,t,160,2,1,A,B,10.500000000,100,0,7,130,1,5,X";

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public void A_record_and_a_level_row_are_read()
    {
        Assert.Equal(new MboEvent(5, MboAction.Add, Side.Buy, 10.5m, 100m, 7), MboFiles.ParseEvent(Line(AddBid)));

        var row = MboFiles.ParseLevels(Line($"3,t,t,10,2,1,A,B,0,10.5,100,130,1,5,10.5,100,1,,0,0{string.Concat(Enumerable.Repeat(",,0,0,,0,0", 9))},X,7"));
        Assert.Equal([new RecordedLevel(10.5m, 100m, 1)], row.Book.Bids);
        Assert.Empty(row.Book.Asks);
        Assert.True(row.IsAfter(new MboEvent(5, MboAction.Add, Side.Buy, 10.5m, 100m, 7)));
    }

    [Theory]
    [InlineData("t,t,160,2,1,M,B,10.5,100,0,7,130,1,5,X")]
    [InlineData("t,t,160,2,1,A,Z,10.5,100,0,7,130,1,5,X")]
    public void An_unknown_action_or_side_is_refused(string text) => Assert.Throws<FormatException>(() => MboFiles.ParseEvent(Line(text)));

    [Fact]
    public async Task A_trade_its_fill_and_the_cancel_that_tells_its_effect_are_one_execution()
    {
        MboEvent[] events =
        [
            new(1, MboAction.Add, Side.Sell, 10m, 5m, 7),
            new(2, MboAction.Trade, Side.Buy, 10m, 2m, 0),
            new(2, MboAction.Fill, Side.Sell, 10m, 2m, 7),
            new(2, MboAction.Cancel, Side.Sell, 10m, 2m, 7),
            new(3, MboAction.Cancel, Side.Sell, 10m, 1m, 7),
            new(4, MboAction.Trade, null, 9.99m, 1m, 0),
        ];
        MboLevelsRow[] rows = [Row(1, MboAction.Add, 5, 7, 5), Row(2, MboAction.Trade, 2, 7, 3), Row(3, MboAction.Cancel, 1, 7, 2), Row(4, MboAction.Trade, 1, 0, 2)];
        var tally = new ReplayTally();
        var replay = new MboReplay(new DomainMarket(MboFiles.Levels), tally, () => { });

        await replay.RunAsync(events.ToAsyncEnumerable(), rows.ToAsyncEnumerable(), CancellationToken);

        Assert.Equal(4, tally.Rows);
        Assert.Equal(4, tally.LevelsAgreed);
        Assert.Equal(1, replay.Planner.HitsOfRecordedOrder);
    }

    [Fact]
    public async Task A_row_that_shows_no_event_and_a_row_that_differs_are_told()
    {
        MboEvent[] events = [new(1, MboAction.Add, Side.Sell, 10m, 5m, 7), new(2, MboAction.Add, Side.Sell, 10m, 5m, 8)];
        MboLevelsRow[] rows = [Row(1, MboAction.Add, 4, 7, 4), Row(2, MboAction.Add, 5, 8, 9)];
        var tally = new ReplayTally();

        await new MboReplay(new DomainMarket(MboFiles.Levels), tally, () => { }).RunAsync(events.ToAsyncEnumerable(), rows.ToAsyncEnumerable(), CancellationToken);

        Assert.Equal(2, tally.Rows);
        Assert.Equal(0, tally.LevelsAgreed);
        Assert.Equal(["row 1 shows no event of the order file", "row 2, level 1: recorded none / 9@10 (1), book none / 10@10 (2)"], tally.Differences);
    }

    private static MboLevelsRow Row(long sequence, MboAction action, decimal quantity, long orderId, decimal rest) =>
        new(sequence, sequence, action, quantity, orderId, new RecordedBook([], [new RecordedLevel(10m, rest, 1)], MboFiles.Levels));

    private static RecordedLine Line(string text) => new("orders.csv", 2, text);
}
