using Rtx.Domain.Matching;
using Rtx.Model;
using Rtx.Testing;
using Rtx.Testing.Matching;

namespace Rtx.Domain.Tests.Matching;

/// <summary>Long seeded streams of commands; the seed is the test case's name.</summary>
public class RandomBookTests
{
    private const int CommandsPerSeed = 50_000;
    private const int HashEvery = 50;

    // Copying the open orders is the slowest part; an older copy also aims at orders that have just gone.
    private const int LookEvery = 20;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Book_agrees_with_the_reference_book_event_by_event(int seed)
    {
        var commands = new RandomBookCommands(seed, TestInstruments.Spot);
        var book = new OrderBook(TestInstruments.Spot);
        var reference = new ReferenceBook(TestInstruments.Spot);
        for (var step = 0; step < CommandsPerSeed; step++)
        {
            var command = commands.Next(reference.OpenOrders);
            var expected = command.RunOn(reference);
            var actual = command.RunOn(book);
            var isSame = expected.Reason == actual.Reason && expected.Events.SequenceEqual(actual.Events);
            if (!isSame) Assert.Fail($"seed {seed}, step {step}: {command}\nexpected {expected.Reason} {string.Join('\n', expected.Events)}\nactual {actual.Reason} {string.Join('\n', actual.Events)}");
            if (step % HashEvery == 0) Assert.True(reference.StateHash() == book.StateHash(), $"seed {seed}, step {step}: state differs");
        }

        Assert.Equal(reference.InPriorityOrder(), book.OpenOrders());
        Assert.True(book.Sequence > CommandsPerSeed / 2, "the stream did too little to prove anything");
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void Book_is_never_crossed_and_loses_no_quantity(int seed)
    {
        var traded = 0L;
        var sides = new Dictionary<Side, long> { [Side.Buy] = 0, [Side.Sell] = 0 };
        foreach (var (book, events) in Run(seed))
        {
            Assert.True(book.BestBid is null || book.BestAsk is null || book.BestBid < book.BestAsk, $"seed {seed}: {book.BestBid} against {book.BestAsk}");
            foreach (var e in events)
            {
                if (e.Status.IsOpen()) Assert.Equal(e.OrderQty, e.CumQty + e.LeavesQty);
                else Assert.Equal(Quantity.Zero, e.LeavesQty);
                if (e.ExecType != ExecType.Trade) continue;
                sides[e.Side] += e.LastQty.Lots;
                traded += e.LastQty.Lots;
            }
        }

        Assert.Equal(sides[Side.Buy], sides[Side.Sell]);
        Assert.True(traded > CommandsPerSeed, "too little traded to prove anything");
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public void Replay_of_the_events_reaches_the_same_state(int seed)
    {
        var replayed = new OrderBook(TestInstruments.Spot);
        foreach (var (book, events) in Run(seed))
        {
            foreach (var e in events) replayed.Apply(e);
            if (book.Sequence % HashEvery == 0) Assert.True(book.StateHash() == replayed.StateHash(), $"seed {seed}, sequence {book.Sequence}: state differs");
        }

        Assert.True(replayed.Sequence > 0);
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    public void Restored_book_has_the_same_state_and_the_same_future(int seed)
    {
        var commands = new RandomBookCommands(seed, TestInstruments.Spot);
        var book = new OrderBook(TestInstruments.Spot);
        var restored = new OrderBook(TestInstruments.Spot);
        Order[] openOrders = [];
        for (var step = 0; step < CommandsPerSeed; step++)
        {
            if (step % 500 == 0)
            {
                var state = restored.State;
                restored = new OrderBook(TestInstruments.Spot);
                restored.Restore(book.OpenOrders(), book.Sequence, book.LastTradePrice);
                restored.SetTradingState(state);
                Assert.True(book.StateHash() == restored.StateHash(), $"seed {seed}, step {step}: state differs");
            }

            if (step % LookEvery == 0) openOrders = [.. book.OpenOrders()];
            var command = commands.Next(openOrders);
            var expected = command.RunOn(book);
            var actual = command.RunOn(restored);
            if (expected.Reason != actual.Reason || !expected.Events.SequenceEqual(actual.Events)) Assert.Fail($"seed {seed}, step {step}: {command}");
        }
    }

    [Theory]
    [InlineData(41)]
    public void Changed_levels_keep_a_copy_of_the_depth_current(int seed)
    {
        var copy = new SortedDictionary<(Side, Price), DepthLevel>();
        var changes = new List<DepthLevel>();
        foreach (var (book, _) in Run(seed))
        {
            if (book.Sequence % 3 != 0) continue;
            changes.Clear();
            book.TakeChangedLevels(changes);
            foreach (var level in changes)
            {
                if (level.Quantity == Quantity.Zero) copy.Remove((level.Side, level.Price));
                else copy[(level.Side, level.Price)] = level;
            }

            var bids = new List<DepthLevel>();
            var asks = new List<DepthLevel>();
            book.CopyDepth(int.MaxValue, bids, asks);
            Assert.Equal(Enumerable.Reverse(bids).Concat(asks), copy.Values);
        }
    }

    private static IEnumerable<(OrderBook Book, OrderEvent[] Events)> Run(int seed)
    {
        var commands = new RandomBookCommands(seed, TestInstruments.Spot);
        var book = new OrderBook(TestInstruments.Spot);
        Order[] openOrders = [];
        for (var step = 0; step < CommandsPerSeed; step++)
        {
            if (step % LookEvery == 0) openOrders = [.. book.OpenOrders()];
            var (_, events) = commands.Next(openOrders).RunOn(book);
            yield return (book, events);
        }
    }
}
