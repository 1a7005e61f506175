using Rtx.Domain.Matching;
using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Matching;

public class OrderBookTests
{
    private readonly BookScenario _book = new();

    [Fact]
    public void Limit_order_rests_and_shows_in_the_depth() => _book
        .Does("b1 Ann buys 5 @ 100 gtc", "b1 new")
        .Does("b2 Bob buys 2 @ 100 gtc", "b2 new")
        .Does("s1 Bob sells 3 @ 102 gtc", "s1 new")
        .Does("s2 Cid sells 1 @ 101 gtc", "s2 new")
        .Shows("100x7 | 101x1 102x3");

    [Fact]
    public void Better_price_trades_first_and_then_the_older_order() => _book
        .Does("s1 Ann sells 5 @ 102 gtc", "s1 new")
        .Does("s2 Bob sells 5 @ 101 gtc", "s2 new")
        .Does("s3 Ann sells 5 @ 101 gtc", "s3 new")
        .Does(
            "b1 Cid buys 12 @ 102 gtc",
            "b1 new",
            "s2 gave 5 @ 101, 5 of 5, Filled",
            "b1 took 5 @ 101, 5 of 12, PartiallyFilled",
            "s3 gave 5 @ 101, 5 of 5, Filled",
            "b1 took 5 @ 101, 10 of 12, PartiallyFilled",
            "s1 gave 2 @ 102, 2 of 5, PartiallyFilled",
            "b1 took 2 @ 102, 12 of 12, Filled")
        .Shows("| 102x3");

    [Fact]
    public void Trade_is_at_the_price_of_the_resting_order() => _book
        .Does("b1 Ann buys 5 @ 105 gtc", "b1 new")
        .Does("s1 Bob sells 5 @ 90 gtc", "s1 new", "b1 gave 5 @ 105, 5 of 5, Filled", "s1 took 5 @ 105, 5 of 5, Filled")
        .Shows("|");

    [Fact]
    public void Gtc_order_rests_with_what_did_not_trade() => _book
        .Does("s1 Ann sells 2 @ 101 gtc", "s1 new")
        .Does("b1 Bob buys 5 @ 101 gtc", "b1 new", "s1 gave 2 @ 101, 2 of 2, Filled", "b1 took 2 @ 101, 2 of 5, PartiallyFilled")
        .Shows("101x3 |");

    [Fact]
    public void Ioc_order_cancels_its_remainder() => _book
        .Does("s1 Ann sells 2 @ 101 gtc", "s1 new")
        .Does("b1 Bob buys 5 @ 101 ioc", "b1 new", "s1 gave 2 @ 101, 2 of 2, Filled", "b1 took 2 @ 101, 2 of 5, PartiallyFilled", "b1 canceled, 2 of 5")
        .Shows("|");

    [Fact]
    public void Ioc_order_that_meets_nobody_is_accepted_and_canceled() => _book
        .Does("b1 Bob buys 5 @ 101 ioc", "b1 new", "b1 canceled, 0 of 5");

    [Fact]
    public void Fok_order_trades_fully_or_not_at_all() => _book
        .Does("s1 Ann sells 2 @ 101 gtc", "s1 new")
        .Does("s2 Ann sells 2 @ 102 gtc", "s2 new")
        .Does("s3 Ann sells 9 @ 103 gtc", "s3 new")
        .Does("b1 Bob buys 5 @ 102 fok", "b1 new", "b1 canceled, 0 of 5")
        .Does(
            "b2 Bob buys 4 @ 102 fok",
            "b2 new",
            "s1 gave 2 @ 101, 2 of 2, Filled",
            "b2 took 2 @ 101, 2 of 4, PartiallyFilled",
            "s2 gave 2 @ 102, 2 of 2, Filled",
            "b2 took 2 @ 102, 4 of 4, Filled")
        .Shows("| 103x9");

    [Fact]
    public void Market_order_stops_at_its_protection_price() => _book
        .Does("s1 Ann sells 2 @ 101 gtc", "s1 new")
        .Does("s2 Ann sells 2 @ 120 gtc", "s2 new")
        .Does("m1 Bob buys 4 market @ 106 ioc", "m1 new", "s1 gave 2 @ 101, 2 of 2, Filled", "m1 took 2 @ 101, 2 of 4, PartiallyFilled", "m1 canceled, 2 of 4")
        .Does("m2 Bob buys 4 market @ 200 fok", "m2 new", "m2 canceled, 0 of 4")
        .Shows("| 120x2");

    [Fact]
    public void Account_may_trade_with_itself() => _book
        .Does("s1 Ann sells 2 @ 101 gtc", "s1 new")
        .Does("b1 Ann buys 2 @ 101 gtc", "b1 new", "s1 gave 2 @ 101, 2 of 2, Filled", "b1 took 2 @ 101, 2 of 2, Filled");

    [Fact]
    public void Less_quantity_keeps_the_place_in_the_queue() => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does("s2 Bob sells 5 @ 101 gtc", "s2 new")
        .Does("Ann amends s1 to 3", "s1 replaced, 3 @ 101, keeps place")
        .Does("b1 Cid buys 3 @ 101 ioc", "b1 new", "s1 gave 3 @ 101, 3 of 3, Filled", "b1 took 3 @ 101, 3 of 3, Filled")
        .Shows("| 101x5");

    [Fact]
    public void More_quantity_loses_the_place_in_the_queue() => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does("s2 Bob sells 5 @ 101 gtc", "s2 new")
        .Does("Ann amends s1 to 6", "s1 replaced, 6 @ 101, last in queue")
        .Does("b1 Cid buys 5 @ 101 ioc", "b1 new", "s2 gave 5 @ 101, 5 of 5, Filled", "b1 took 5 @ 101, 5 of 5, Filled")
        .Shows("| 101x6");

    [Fact]
    public void Another_price_loses_the_place_in_the_queue_even_when_it_comes_back() => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does("s2 Bob sells 5 @ 101 gtc", "s2 new")
        .Does("Ann amends s1 @ 102", "s1 replaced, 5 @ 102, last in queue")
        .Does("Ann amends s1 to 4 @ 101", "s1 replaced, 4 @ 101, last in queue")
        .Does("b1 Cid buys 1 @ 101 ioc", "b1 new", "s2 gave 1 @ 101, 1 of 5, PartiallyFilled", "b1 took 1 @ 101, 1 of 1, Filled")
        .Shows("| 101x8");

    [Fact]
    public void Amendment_without_a_change_keeps_the_place_in_the_queue() => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does("Ann amends s1 to 5 @ 101", "s1 replaced, 5 @ 101, keeps place");

    [Fact]
    public void Amended_order_that_crosses_trades_as_aggressor_and_rests_with_the_remainder() => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does("b1 Bob buys 8 @ 99 gtc", "b1 new")
        .Does("Bob amends b1 @ 101", "b1 replaced, 8 @ 101, last in queue", "s1 gave 5 @ 101, 5 of 5, Filled", "b1 took 5 @ 101, 5 of 8, PartiallyFilled")
        .Shows("101x3 |");

    [Fact]
    public void Amended_total_counts_what_has_traded() => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does("b1 Bob buys 3 @ 101 ioc", "b1 new", "s1 gave 3 @ 101, 3 of 5, PartiallyFilled", "b1 took 3 @ 101, 3 of 3, Filled")
        .Does("Ann amends s1 to 4", "s1 replaced, 1 @ 101, keeps place")
        .Does("Ann amends s1 to 3", "refused: QuantityBelowFilled")
        .Shows("| 101x1");

    [Fact]
    public void Canceled_order_leaves_the_queue_and_is_forgotten() => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does("s2 Ann sells 5 @ 101 gtc", "s2 new")
        .Does("s3 Ann sells 5 @ 101 gtc", "s3 new")
        .Does("Ann cancels s2", "s2 canceled, 0 of 5")
        .Shows("| 101x10")
        .Does("Ann cancels s2", "refused: UnknownOrder")
        .Does("Ann amends s2 to 1", "refused: UnknownOrder");

    [Fact]
    public void Order_of_another_account_is_unknown() => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does("Bob cancels s1", "refused: UnknownOrder")
        .Does("Bob amends s1 to 3", "refused: UnknownOrder")
        .Shows("| 101x5");

    [Fact]
    public void Halted_book_accepts_nothing_but_cancels() => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does("halt")
        .Does("b1 Bob buys 5 @ 101 gtc", "b1 rejected: InstrumentHalted")
        .Does("Ann amends s1 to 3", "refused: InstrumentHalted")
        .Does("Ann cancels s1", "s1 canceled, 0 of 5")
        .Does("continue")
        .Does("b2 Bob buys 5 @ 101 gtc", "b2 new");

    [Theory]
    [InlineData("x Ann buys 5 market @ 100 gtc", RejectReason.InvalidTerms)]
    [InlineData("x Ann buys 0 @ 0 gtc", RejectReason.InvalidPrice)]
    [InlineData("x Ann buys 5 @ -1 gtc", RejectReason.InvalidPrice)]
    [InlineData("x Ann buys 5 @ 1000000000000001 gtc", RejectReason.InvalidPrice)]
    [InlineData("x Ann buys 0 @ 100 gtc", RejectReason.QuantityTooSmall)]
    [InlineData("x Ann buys 1001 @ 100 gtc", RejectReason.QuantityTooLarge)]
    public void Illegal_order_is_one_rejected_event(string command, RejectReason reason) => _book.Does(command, $"x rejected: {reason}").Shows("|");

    [Theory]
    [InlineData("Ann amends s1", RejectReason.InvalidTerms)]
    [InlineData("Bob amends s1 to 0 @ 0", RejectReason.InvalidPrice)]
    [InlineData("Bob amends s1 to 0", RejectReason.QuantityTooSmall)]
    [InlineData("Bob amends s1 to 1001", RejectReason.QuantityTooLarge)]
    public void Illegal_amendment_is_refused_before_the_order_is_looked_for(string command, RejectReason reason) => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does(command, $"refused: {reason}")
        .Shows("| 101x5");

    [Fact]
    public void Ids_come_from_the_sequence_of_the_first_event()
    {
        var instrument = TestInstruments.Spot;
        var book = new OrderBook(instrument);
        book.Submit(Order(Side.Sell, 100, "s1"), new Timestamp(1));
        var events = book.Submit(Order(Side.Buy, 100, "b1"), new Timestamp(2)).ToArray();

        Assert.Equal([2L, 3L, 4L], events.Select(e => e.Sequence));
        Assert.Equal(OrderId.Create(instrument.Id, 2), events[0].OrderId);
        Assert.All(events[1..], e => Assert.Equal(TradeId.Create(instrument.Id, 3), e.TradeId));
        Assert.Equal((events[2].OrderId, events[2].AccountId), (events[1].ContraOrderId, events[1].ContraAccountId));
        Assert.Equal(500m, events[2].CumTickLots);
        Assert.Equal(new Price(100), book.LastTradePrice);
    }

    [Fact]
    public void Negative_prices_trade_where_the_instrument_allows_them()
    {
        var book = new OrderBook(TestInstruments.Margined with { AllowsNegativePrices = true });
        book.Submit(Order(Side.Buy, -40, "b1"), default);
        book.Submit(Order(Side.Buy, -30, "b2"), default);
        var events = book.Submit(Order(Side.Sell, -35, "s1"), default).ToArray();

        Assert.Equal(new Price(-30), events[1].LastPx);
        Assert.Equal(-150m, events[2].CumTickLots);
        Assert.Equal(new Price(-40), book.BestBid);
    }

    [Fact]
    public void Event_that_leaves_a_gap_breaks_the_replay()
    {
        var live = new OrderBook(TestInstruments.Spot);
        live.Submit(Order(Side.Sell, 100, "s1"), default);
        var second = live.Submit(Order(Side.Sell, 100, "s2"), default)[0];

        Assert.Throws<BookInvariantException>(() => new OrderBook(TestInstruments.Spot).Apply(second));
    }

    [Fact]
    public void Event_of_another_instrument_breaks_the_replay()
    {
        var live = new OrderBook(TestInstruments.Margined);
        var first = live.Submit(Order(Side.Sell, 100, "s1"), default)[0];

        Assert.Throws<BookInvariantException>(() => new OrderBook(TestInstruments.Spot).Apply(first));
    }

    [Fact]
    public void Crossed_orders_are_not_restored()
    {
        var live = new OrderBook(TestInstruments.Spot);
        live.Submit(Order(Side.Buy, 100, "b1"), default);
        var bid = live.OpenOrders().Single();
        var ask = bid with { Side = Side.Sell, OrderId = OrderId.Create(TestInstruments.Spot.Id, 2), PrioritySequence = 2, Sequence = 2 };

        Assert.Throws<BookInvariantException>(() => new OrderBook(TestInstruments.Spot).Restore([bid, ask], 2, null));
    }

    [Fact]
    public void Steady_trading_allocates_nothing()
    {
        var book = new OrderBook(TestInstruments.Spot);
        var sell = Order(Side.Sell, 100, "s1");
        var buy = Order(Side.Buy, 100, "b1");
        var changes = new List<DepthLevel>(16);
        TradeBothWays(book, sell, buy, changes, 1_000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        TradeBothWays(book, sell, buy, changes, 10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void TradeBothWays(OrderBook book, in BookOrder sell, in BookOrder buy, List<DepthLevel> changes, int rounds)
        {
            for (var round = 0; round < rounds; round++)
            {
                book.Submit(sell, default);
                book.Submit(buy, default);
                changes.Clear();
                book.TakeChangedLevels(changes);
            }
        }
    }

    private static BookOrder Order(Side side, long ticks, string name) =>
        new(new AccountId(side == Side.Buy ? 1 : 2), new ClientOrderId(name), side, OrderType.Limit, TimeInForce.Gtc, new Quantity(5), new Price(ticks));
}
