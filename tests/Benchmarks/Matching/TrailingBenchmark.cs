using System.Diagnostics;
using System.Globalization;
using Rtx.Domain.Matching.Rules;
using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Benchmarks.Matching;

/// <summary>
/// What trailing stops cost those who trade: a book with many of them, in ticks and in percent, and one-lot trades that each make a new high. Prints the events that a trade told and how long the
/// first and the slowest of the others took.
/// </summary>
internal static class TrailingBenchmark
{
    private const int Orders = 100_000;
    private const int Trades = 30;
    private const long Start = 1_000_000;

    public static void Run(TextWriter output)
    {
        var book = new OrderBook(BenchmarkInstrument.Unbounded);
        var id = 0L;
        Trade(Start);
        var entry = Timed(() =>
        {
            for (var i = 0; i < Orders; i++) book.Submit(Trailing(i), default);
        });
        var before = book.Sequence;
        var milliseconds = new List<double>();
        foreach (var i in Enumerable.Range(1, Trades)) milliseconds.Add(Timed(() => Trade(Start + i)));
        var events = book.Sequence - before;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"trailing: {Orders:#,0} stops entered in {entry:#,0} ms; {Trades} trades at new highs told {events:#,0} events; the first took {milliseconds[0]:0.000} ms, the slowest other {milliseconds.Skip(1).Max():0.000} ms"));

        void Trade(long price)
        {
            book.Submit(Limit(Side.Sell, price), default);
            book.Submit(Limit(Side.Buy, price), default);
        }

        BookOrder Limit(Side side, long price) => new(new OrderId(++id), new AccountId(1), side, OrderType.Limit, TimeInForce.Gtc, new Quantity(1), new Price(price));

        // Every third has a trigger of its own, so that they follow from different prices on.
        BookOrder Trailing(int i)
        {
            var offset = i % 2 == 0 ? new TrailOffset(1_000 + (i % 5_000), IsBasisPoints: false) : new TrailOffset(100 + (i % 400), IsBasisPoints: true);
            var stop = Start - (offset.IsBasisPoints ? Start * offset.Value / 10_000 : offset.Value) - (i % 3 == 0 ? i % 1_000 : 0);
            return new BookOrder(
                new OrderId(++id), new AccountId(2), Side.Sell, OrderType.TrailingStop, TimeInForce.Gtc, new Quantity(1), new Price(1),
                new OrderInstructions { StopPx = new Price(stop), TrailOffset = offset });
        }
    }

    private static double Timed(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
