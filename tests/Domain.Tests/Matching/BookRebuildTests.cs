using Rtx.Domain.Matching;
using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Matching;

/// <summary>What a book says to events and orders that can't be its own, and what it costs.</summary>
public class BookRebuildTests
{
    private static readonly Instrument Spot = TestInstruments.Spot;

    [Fact]
    public void Event_that_leaves_a_gap_breaks_the_replay()
    {
        var live = new OrderBook(Spot);
        live.Submit(Order(Spot, 1, Side.Sell), default);
        var order = Order(Spot, 2, Side.Sell);
        var second = live.Submit(order, default)[0];

        Assert.Throws<BookInvariantException>(() => new OrderBook(Spot).Apply(second, order));
    }

    [Fact]
    public void Event_of_an_order_that_is_not_open_breaks_the_replay()
    {
        var live = new OrderBook(Spot);
        var order = Order(Spot, 1, Side.Sell);
        live.Submit(order, default);
        live.Cancel(order.AccountId, order.OrderId, default, out var events);
        var canceled = events[0] with { Sequence = 1 };

        Assert.Throws<BookInvariantException>(() => new OrderBook(Spot).Apply(canceled, order));
    }

    [Fact]
    public void Event_of_another_instrument_breaks_the_replay()
    {
        var request = new NewOrder
        {
            ClientOrderId = new ClientOrderId("s1"),
            InstrumentId = TestInstruments.Margined.Id,
            Side = Side.Sell,
            OrderType = OrderType.Limit,
            TimeInForce = TimeInForce.Gtc,
            OrderQty = new Quantity(5),
        };
        OrderEventLog events = new();
        new RecordedBook(TestInstruments.Margined).Submit(new AccountId(1), request, new Price(100), null, default, events);

        Assert.Throws<BookInvariantException>(() => new RecordedBook(Spot).Apply(events[0]));
    }

    [Fact]
    public void Order_that_can_not_be_open_is_not_restored()
    {
        var live = new OrderBook(Spot);
        live.Submit(Order(Spot, 1, Side.Sell), default);
        var open = live.OpenOrders().Single();

        Assert.Throws<BookInvariantException>(() => new OrderBook(Spot).Restore([open], sequence: 0, null));
        Assert.Throws<BookInvariantException>(() => new OrderBook(Spot).Restore([open with { LeavesQty = Quantity.Zero }], live.Sequence, null));
    }

    [Fact]
    public void Book_with_a_past_is_not_restored()
    {
        var live = new OrderBook(Spot);
        live.Submit(Order(Spot, 1, Side.Sell), default);

        Assert.Throws<InvalidOperationException>(() => live.Restore([], 1, null));
    }

    [Fact]
    public void Steady_trading_allocates_nothing()
    {
        var book = new OrderBook(Spot);
        var sell = Order(Spot, 1, Side.Sell);
        var buy = Order(Spot, 2, Side.Buy);
        TradeBothWays(book, sell, buy, 1_000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        TradeBothWays(book, sell, buy, 10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void TradeBothWays(OrderBook book, in BookOrder sell, in BookOrder buy, int rounds)
        {
            for (var round = 0; round < rounds; round++)
            {
                book.Submit(sell, default);
                book.Submit(buy, default);
            }
        }
    }

    private static BookOrder Order(Instrument instrument, long id, Side side) => new(
        OrderId.Create(instrument.Id, id), new AccountId(side == Side.Buy ? 1 : 2), side, OrderType.Limit, TimeInForce.Gtc, new Quantity(5), new Price(100));
}
