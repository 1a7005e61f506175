using Rtx.Domain.Matching.Memory;
using Rtx.Domain.Matching.Rules;
using Rtx.Domain.Valuation;
using Rtx.Model;
using Rtx.Testing.Matching;

namespace Rtx.Domain.Tests.Matching.Streams;

/// <summary>Compares uncrossing with a brute-force search over all ticks.</summary>
public class AuctionPropertyTests
{
    private const int Commands = 40_000;

    public static TheoryData<string> Markets() => [.. RandomMarket.All.Select(market => market.Name)];

    [Theory]
    [MemberData(nameof(Markets))]
    public void Auction_trades_as_indicated_and_as_found_by_trying_every_tick(string name)
    {
        var run = new StreamRun(seed: 21, RandomMarket.Named(name));
        var auctions = 0;
        var wholeAuctions = 0;
        for (var i = 0; i < Commands; i++)
        {
            var command = run.Next();
            if (command is not StateCommand state || !Uncrosses(run.Book.State, state.State))
            {
                run.Run(command);
                continue;
            }

            // Due orders would leave the book first.
            run.Run(new ExpireCommand(state.Time));
            var orders = run.Book.OpenOrders().Where(order => order.Place == OrderPlace.Book)
                .Select(order => order with { Price = CoveredPriceOf(run, order) }).ToList();
            var expected = TryEveryTick(orders, run.Book.ReferencePrice ?? run.Book.LastTradePrice);
            var indicated = run.Book.Indicative();
            Assert.True(expected == indicated, $"{run.Place}: every tick tried says {expected}, the book indicates {indicated}");

            var events = run.Run(command).Events;
            if (expected is not { } auction) continue;
            auctions++;
            // Linked and reduce-only orders change the auction while it trades.
            if (events.Any(e => e.Reason is ExecReason.ReduceOnly or ExecReason.LinkedOrder)) continue;
            wholeAuctions++;
            var swaps = events.Where(e => e.Liquidity == Liquidity.Auction).ToList();
            Assert.True(swaps.TrueForAll(e => e.LastPx == auction.Price), $"{run.Place}: not all traded at {auction.Price}");
            Assert.True(swaps.Sum(e => e.LastQty.Lots) == 2 * auction.Quantity.Lots, $"{run.Place}: {auction.Quantity} should have traded");
            Assert.True(run.Book.ReferencePrice == auction.Price, $"{run.Place}: the reference is {run.Book.ReferencePrice}");
        }

        Assert.True(auctions > 100 && wholeAuctions > 50, $"{auctions} auctions, {wholeAuctions} of them whole: too few to prove anything");
    }

    private static bool Uncrosses(TradingState from, TradingState to)
    {
        if (from == to || to is TradingState.Halted or TradingState.CancelOnly) return false;
        return to == TradingState.Continuous || from is TradingState.OpeningAuction or TradingState.VolatilityAuction
            or TradingState.ClosingAuction;
    }

    private static Price CoveredPriceOf(StreamRun run, in BookOrderState order) =>
        run.Book.MarkPrice is { } mark && run.Instrument.Kind == InstrumentKind.Margined
        ? CoveredPrices.Around(run.Instrument, mark).WorstOf(order.Side, order.Price)
        : order.Price;

    private static IndicativeAuction? TryEveryTick(List<BookOrderState> orders, Price? reference)
    {
        var bids = orders.Where(order => order.Side == Side.Buy).ToList();
        var asks = orders.Where(order => order.Side == Side.Sell).ToList();
        if (bids.Count == 0 || asks.Count == 0 || bids.Max(bid => bid.Price) < asks.Min(ask => ask.Price)) return null;

        var lowest = orders.Min(order => order.Price.Ticks);
        var count = (int)(orders.Max(order => order.Price.Ticks) - lowest) + 1;
        var bought = new long[count];
        var sold = new long[count];
        for (var i = 0; i < count; i++)
        {
            bought[i] = bids.Sum(bid => bid.Price.Ticks >= lowest + i ? bid.LeavesQty.Lots : 0);
            sold[i] = asks.Sum(ask => ask.Price.Ticks <= lowest + i ? ask.LeavesQty.Lots : 0);
        }

        var best = Enumerable.Range(0, count)
            .GroupBy(i => (Traded: Math.Min(bought[i], sold[i]), Left: -Math.Abs(bought[i] - sold[i])))
            .MaxBy(group => group.Key)!
            .ToList();
        var chosen = best[Choose(best, [.. best.Select(i => Math.Sign(bought[i] - sold[i]))], lowest, reference)];
        return new IndicativeAuction(
            new Price(lowest + chosen), new Quantity(Math.Min(bought[chosen], sold[chosen])), bought[chosen] - sold[chosen]);
    }

    /// <summary>Index of the best tick among equally good ones, in rising order.</summary>
    private static int Choose(List<int> ticks, int[] surplus, long lowest, Price? reference)
    {
        if (surplus.All(sign => sign > 0)) return ticks.Count - 1;
        if (surplus.All(sign => sign < 0)) return 0;
        // Without a reference, the middle of the range; of two middle ticks, the lower one.
        if (reference is not { } wanted) return (ticks.Count - 1) / 2;
        return Enumerable.Range(0, ticks.Count).MinBy(i => Math.Abs(lowest + ticks[i] - wanted.Ticks));
    }
}
