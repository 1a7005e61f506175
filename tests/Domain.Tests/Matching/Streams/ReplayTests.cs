using Rtx.Domain.Matching.Rules;
using Rtx.Model;
using Rtx.Testing.Matching;

namespace Rtx.Domain.Tests.Matching.Streams;

/// <summary>A book that is rebuilt from its events or from its open orders has the same state and behaves the same from then on.</summary>
public class ReplayTests
{
    private const int Commands = 12_000;
    private const int Future = 2_000;
    private const int HashEvery = 20;
    private const int Accounts = 5;

    private static readonly BookLimits Slices = new() { EventsPerSlice = 2, MaxOrdersPerAccount = 20 };

    public static TheoryData<string> Markets() => [.. RandomMarket.All.Select(market => market.Name)];

    [Theory]
    [MemberData(nameof(Markets))]
    public void Replay_of_the_events_reaches_the_same_state_and_future(string name) =>
        Replay(new StreamRun(seed: 31, RandomMarket.Named(name)), BookLimits.None);

    [Theory]
    [MemberData(nameof(Markets))]
    public void Replay_reaches_the_same_state_and_future_while_ends_of_orders_are_reported_in_slices(string name) =>
        Replay(Sliced(33, name), Slices);

    [Theory]
    [MemberData(nameof(Markets))]
    public void Restored_book_has_the_same_state_and_future(string name) =>
        Restore(new StreamRun(seed: 32, RandomMarket.Named(name)), BookLimits.None);

    [Theory]
    [MemberData(nameof(Markets))]
    public void Restored_book_has_the_same_future_while_ends_of_orders_are_reported_in_slices(string name) =>
        Restore(Sliced(34, name), Slices);

    private static StreamRun Sliced(int seed, string name)
    {
        var market = RandomMarket.Named(name);
        return new StreamRun(Slices, new RandomBookCommands(seed, market, expiresTogether: true), seed, market);
    }

    private static void Replay(StreamRun run, BookLimits limits)
    {
        var replayed = new OrderBook(run.Instrument, limits);
        for (var i = 0; i < Commands; i++)
        {
            var command = run.Next();
            // Initial positions are not in the events.
            if (command is PositionCommand position) replayed.SetPosition(position.Account, position.Lots);
            foreach (var e in run.Run(command).Events) replayed.Apply(e, run.OrderOf(e.OrderId));
            if (i % HashEvery == 0) Assert.True(run.Book.StateHash() == replayed.StateHash(), $"{run.Place}: state differs");
        }

        Assert.Equal(PositionsOf(run.Book), PositionsOf(replayed));
        RestoreMarket(run, replayed);
        AssertSameFuture(run, replayed);
    }

    private static void Restore(StreamRun run, BookLimits limits)
    {
        AssertSameFuture(run, new OrderBook(run.Instrument, limits));
        for (var i = 1; i < Commands / Future; i++)
        {
            var restored = new OrderBook(run.Instrument, limits);
            for (var account = 1; account <= Accounts; account++)
                restored.SetPosition(new AccountId(account), PositionsOf(run.Book)[account - 1]);
            // A database may return the orders in any order.
            restored.Restore(
                run.Book.OpenOrders().OrderBy(order => order.OrderId.Value * 7_919 % 101), run.Book.Sequence, run.Book.LastTradePrice);
            Assert.True(run.Book.StateHash() == restored.StateHash(), $"{run.Place}: state differs");
            Assert.Equal(run.Book.OpenOrders(), restored.OpenOrders());
            RestoreMarket(run, restored);
            AssertSameFuture(run, restored);
        }
    }

    /// <summary>Restores what the instrument keeps for its book.</summary>
    private static void RestoreMarket(StreamRun run, OrderBook rebuilt)
    {
        rebuilt.RestoreStanding(run.Book.State, run.Book.ReferencePrice);
        if (run.Book.MarkPrice is not { } mark) return;
        // The book already knew the mark: it only does what every command does first.
        var command = new MarkCommand(run.Now, mark);
        var (expected, actual) = (run.Run(command), command.RunOn(rebuilt));
        Assert.True(expected.IsSameAs(actual), $"{run.Place}: the mark that the book knew already\nexpected\n{expected}\nactual\n{actual}");
    }

    private static void AssertSameFuture(StreamRun run, OrderBook rebuilt)
    {
        for (var i = 0; i < Future; i++)
        {
            var command = run.Next();
            var expected = run.Run(command);
            var actual = command.RunOn(rebuilt);
            Assert.True(
                expected.IsSameAs(actual), $"{run.Place}, {i} after the rebuild: {command}\nexpected\n{expected}\nactual\n{actual}");
        }

        Assert.Equal(run.Book.StateHash(), rebuilt.StateHash());
        Assert.Equal(PositionsOf(run.Book), PositionsOf(rebuilt));
    }

    private static long[] PositionsOf(OrderBook book) =>
        [.. Enumerable.Range(1, Accounts).Select(account => book.PositionOf(new AccountId(account)))];
}
