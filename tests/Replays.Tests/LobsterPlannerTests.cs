using Rtx.Client;
using Rtx.Replays.Lobster;
using Rtx.Replays.Market;
using Rtx.Replays.Recorded;

namespace Rtx.Replays.Tests;

public sealed class LobsterPlannerTests
{
    private readonly DomainMarket _market = new(levels: 2);
    private readonly LobsterPlanner _planner = new();

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_book_becomes_one_anonymous_lot_per_level()
    {
        await DoAsync(_planner.Seed(Book("10x5 9x7", "11x3")));

        Assert.All(_market.Commands, command => Assert.Null(Assert.IsType<PlaceResting>(command).RecordedId));
        await AgreesAsync(Book("10x5 9x7", "11x3"));
    }

    [Fact]
    public async Task A_cancel_of_an_unknown_order_takes_from_the_anonymous_lot_of_its_level()
    {
        await DoAsync(_planner.Seed(Book("10x5", "11x3")));
        await DoAsync(Message(LobsterMessageType.Add, 1, 4, 10, Side.Buy));

        await DoAsync(Message(LobsterMessageType.PartialCancel, 99, 2, 10, Side.Buy));

        Assert.Null(Assert.IsType<ReduceResting>(_market.Commands[^1]).Order.RecordedId);
        await AgreesAsync(Book("10x7", "11x3"));
    }

    [Fact]
    public async Task A_partial_cancel_keeps_the_order_at_the_head_of_its_queue()
    {
        await DoAsync(Message(LobsterMessageType.Add, 1, 4, 10, Side.Buy));
        await DoAsync(Message(LobsterMessageType.Add, 2, 4, 10, Side.Buy));
        await DoAsync(Message(LobsterMessageType.PartialCancel, 1, 3, 10, Side.Buy));

        await DoAsync(Message(LobsterMessageType.VisibleExecution, 1, 1, 10, Side.Buy));

        Assert.Equal(1, _planner.FullyObservedExecutions);
        Assert.Equal(1, _planner.HitsOfRecordedOrder);
        await AgreesAsync(Book("10x4", ""));
    }

    [Fact]
    public async Task An_execution_out_of_turn_is_counted_as_a_miss()
    {
        await DoAsync(Message(LobsterMessageType.Add, 1, 4, 10, Side.Buy));
        await DoAsync(Message(LobsterMessageType.Add, 2, 4, 10, Side.Buy));

        await DoAsync(Message(LobsterMessageType.VisibleExecution, 2, 4, 10, Side.Buy));

        Assert.Equal(1, _planner.FullyObservedExecutions);
        Assert.Equal(0, _planner.HitsOfRecordedOrder);
    }

    [Fact]
    public async Task An_execution_at_an_anonymous_lot_proves_nothing()
    {
        await DoAsync(_planner.Seed(Book("10x5", "11x3")));

        await DoAsync(Message(LobsterMessageType.VisibleExecution, 7, 5, 10, Side.Buy));

        Assert.Equal(0, _planner.FullyObservedExecutions);
        await AgreesAsync(Book("", "11x3"));
    }

    [Fact]
    public async Task A_level_that_was_outside_the_window_is_no_longer_fully_observed()
    {
        await DoAsync(Message(LobsterMessageType.Add, 1, 4, 10, Side.Buy));
        _planner.LeaveWindow(Book("12x1 11x1", ""));

        await DoAsync(Message(LobsterMessageType.VisibleExecution, 1, 4, 10, Side.Buy));

        Assert.Equal(0, _planner.FullyObservedExecutions);
    }

    [Fact]
    public async Task A_level_with_another_quantity_is_taken_over_as_one_anonymous_lot()
    {
        await DoAsync(Message(LobsterMessageType.Add, 1, 4, 10, Side.Buy));
        await DoAsync(Message(LobsterMessageType.Add, 2, 4, 10, Side.Buy));

        await DoAsync(_planner.PlanTakeOver(Book("10x6", "")));

        Assert.Equal(1, _planner.TakeOvers);
        Assert.Equal(6m, Assert.IsType<PlaceResting>(_market.Commands[^1]).Quantity);
        await AgreesAsync(Book("10x6", ""));
    }

    [Fact]
    public async Task A_level_that_the_window_shows_to_be_gone_is_removed_and_one_beyond_the_window_stays()
    {
        await DoAsync(_planner.Seed(Book("10x5 9x5", "")));
        await DoAsync(Message(LobsterMessageType.Add, 1, 4, 7, Side.Buy));

        await DoAsync(_planner.PlanTakeOver(Book("10x5 8x1", "")));

        Assert.Equal(2, _planner.TakeOvers);
        await AgreesAsync(Book("10x5 8x1", ""));
        await DoAsync(_planner.PlanTakeOver(Book("7x4", "")));
        await AgreesAsync(Book("7x4", ""));
        Assert.Equal(4, _planner.TakeOvers);
    }

    [Theory]
    [InlineData((int)LobsterMessageType.HiddenExecution)]
    [InlineData((int)LobsterMessageType.CrossTrade)]
    [InlineData((int)LobsterMessageType.Halt)]
    public void What_changes_no_visible_level_sends_nothing(int type) =>
        Assert.Empty(_planner.Plan(new LobsterMessage((LobsterMessageType)type, 0, 1m, 10m, Side.Buy)));

    private static RecordedBook Book(string bids, string asks) => new(Levels(bids), Levels(asks), 2);

    private static RecordedLevel[] Levels(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(level => level.Split('x')).Select(level => new RecordedLevel(decimal.Parse(level[0]), decimal.Parse(level[1])))];

    private Task DoAsync(LobsterMessage message) => DoAsync(_planner.Plan(message));

    private static LobsterMessage Message(LobsterMessageType type, long id, decimal quantity, decimal price, Side side) => new(type, id, quantity, price, side);

    private async Task DoAsync(IReadOnlyList<ReplayCommand> commands)
    {
        foreach (var command in commands) _planner.Record(command, await _market.ExecuteAsync(command, CancellationToken));
    }

    private async Task AgreesAsync(RecordedBook book) =>
        Assert.Equal(new BookAgreement(Best: true, AllLevels: true), BookAgreement.Between(book, await _market.GetDepthAsync(CancellationToken)));
}
