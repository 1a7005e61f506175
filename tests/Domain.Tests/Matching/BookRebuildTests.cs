using Rtx.Domain.Matching.Memory;
using Rtx.Domain.Matching.Records;
using Rtx.Domain.Matching.Rules;
using Rtx.Domain.Orders;
using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Matching;

/// <summary>How a book rejects events and orders that can't be its own, and the cost of steady trading.</summary>
public class BookRebuildTests
{
    private static readonly Instrument Spot = TestInstruments.Spot;

    [Fact]
    public void Event_after_a_gap_breaks_the_replay()
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
    public void Trailing_events_of_single_orders_replay()
    {
        var (live, order) = (new OrderBook(Spot), Trailing(1));
        var accepted = live.Submit(order, default)[0];
        var moved = accepted with
        {
            Sequence = 2, ExecType = ExecType.Restated, Reason = ExecReason.Trailed, Price = new Price(92), StopPx = new Price(97),
            PrioritySequence = 2,
        };
        var replayed = new OrderBook(Spot);
        replayed.Apply(accepted, order);
        replayed.Apply(moved, order);

        Assert.True(replayed.SetMarkPrice(new Price(102), default).IsEmpty);
        Assert.Equal(OrderId.OfBook(Spot.Id), replayed.SetMarkPrice(new Price(103), default)[0].OrderId);
        Assert.Equal(
            (new Price(93), new Price(98)),
            (replayed.Find(order.OrderId)!.Value.Price, replayed.Find(order.OrderId)!.Value.Instructions!.StopPx));
    }

    [Fact]
    public void Price_that_no_order_awaits_breaks_the_replay()
    {
        var (live, order) = (new OrderBook(Spot), Trailing(1));
        var accepted = live.Submit(order, default)[0];
        var followed = live.SetMarkPrice(new Price(101), default)[0];
        var replayed = new OrderBook(Spot);
        replayed.Apply(accepted, order);

        Assert.Throws<BookInvariantException>(() => replayed.Apply(followed with { Price = new Price(100) }, default));
    }

    [Fact]
    public void Order_that_can_not_be_open_is_not_restored()
    {
        var live = new OrderBook(Spot);
        live.Submit(Order(Spot, 1, Side.Sell), default);
        var open = live.OpenOrders().Single();

        Assert.Throws<BookInvariantException>(() => new OrderBook(Spot).Restore([open], sequence: 0, null));
        Assert.Throws<BookInvariantException>(() => new OrderBook(Spot).Restore(
            [open with { LeavesQty = Quantity.Zero }], live.Sequence, null));
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

    private static BookOrder Trailing(long sequence) => Order(Spot, sequence, Side.Sell) with
    {
        OrderType = OrderType.TrailingStop,
        Price = new Price(90),
        Instructions = new OrderInstructions
        {
            StopPx = new Price(95), TriggerSource = TriggerSource.MarkPrice, TrailOffset = new TrailOffset(5, IsBasisPoints: false),
        },
    };

    private static BookOrder Order(Instrument instrument, long id, Side side) => new(
        OrderId.Create(instrument.Id, id), new AccountId(side == Side.Buy ? 1 : 2), side, OrderType.Limit, TimeInForce.Gtc, new Quantity(5),
        new Price(100));
}
