using Rtx.Domain.Matching.Memory;
using Rtx.Domain.Matching.Records;
using Rtx.Domain.Matching.Rules;
using Rtx.Model;
using Rtx.Testing;
using Rtx.Testing.Matching;

namespace Rtx.Domain.Tests.Matching.Recording;

/// <summary>What a recorded book adds to the order book, over random streams of all commands.</summary>
public class RecordedBookTests
{
    private const int Commands = 15_000;
    private const int CheckEvery = 100;

    public static TheoryData<string> Markets() => [.. RandomMarket.All.Select(market => market.Name)];

    [Theory]
    [MemberData(nameof(Markets))]
    public void Stored_events_alone_rebuild_the_same_state(string name)
    {
        var stream = new RecordedStream(71, RandomMarket.Named(name));
        var replayed = new RecordedBook(RandomMarket.Named(name).Instrument);
        for (var step = 1; step <= Commands; step++)
        {
            foreach (var e in stream.Next()) replayed.Apply(e);
            if (step % CheckEvery == 0) Assert.True(stream.Book.StateHash() == replayed.StateHash(), $"step {step}: the state differs");
        }

        Assert.Equal(stream.Book.OpenOrders(), replayed.OpenOrders());
        Assert.True(replayed.Book.Sequence > Commands / 2, "the stream did too little to prove anything");
    }

    [Theory]
    [MemberData(nameof(Markets))]
    public void Stored_orders_restore_the_same_state(string name)
    {
        var stream = new RecordedStream(72, RandomMarket.Named(name));
        List<FollowedPrice> followed = [];
        for (var step = 1; step <= Commands; step++)
        {
            followed.AddRange(stream.Next().Where(e => e.OrderId.IsOfBook).Select(e => RecordedBook.ToFollowedPrice(e)));
            if (step % CheckEvery != 0) continue;
            var restored = new RecordedBook(RandomMarket.Named(name).Instrument);
            restored.Restore(
                [.. stream.Book.OpenOrders()], stream.Book.Book.Sequence, time: null, stream.Book.Book.LastTradePrice, followed);
            Assert.True(stream.Book.StateHash() == restored.StateHash(), $"step {step}: the state differs");
            Assert.Equal(stream.Book.Book.OpenOrders(), restored.Book.OpenOrders());
        }
    }

    [Fact]
    public void The_first_event_of_an_order_has_its_number_whatever_orders_end_before_it()
    {
        var (book, events, account) = (
            new RecordedBook(TestInstruments.Margined, new BookLimits { EventsPerSlice = 1 }), new OrderEventLog(), new AccountId(1));
        var gtd = new OrderInstructions { ExpireTime = new Timestamp(50) };
        // Two bids are left behind; the second is a list's entry, with two waiting children. The children and another order are over: more
        // than a slice until the entry is cancelled.
        book.Submit(account, New("a", Side.Buy, TimeInForce.Gtc), new Price(19_900), instructions: null, new Timestamp(1), events);
        book.SubmitList(
            account,
            [
                (New("b", Side.Buy, TimeInForce.Gtc), new Price(19_800), new OrderInstructions { ListRole = ListRole.Entry }),
                (New("c", Side.Sell, TimeInForce.Gtd), new Price(21_000), gtd with { ListRole = ListRole.Child }),
                (New("d", Side.Sell, TimeInForce.Gtd), new Price(22_000), gtd with { ListRole = ListRole.Child }),
            ],
            new Timestamp(2), events);
        book.Submit(account, New("e", Side.Sell, TimeInForce.Gtd), new Price(23_000), gtd, new Timestamp(3), events);
        book.SetMarkPrice(new Price(15_000), new Timestamp(4), events);
        Assert.True(book.Book.HasLeftBehind);
        events.Clear();

        var id = book.Submit(
            account, New("f", Side.Buy, TimeInForce.Gtc), new Price(15_000), instructions: null, new Timestamp(60), events);

        Assert.Contains(
            events, e => e.OrderId == id && e.ExecType == ExecType.New
                && e.OrderId == OrderId.Create(TestInstruments.Margined.Id, e.Sequence));

        static NewOrder New(string name, Side side, TimeInForce timeInForce) => new()
        {
            ClientOrderId = new ClientOrderId(name), InstrumentId = TestInstruments.Margined.Id, Side = side, OrderType = OrderType.Limit,
            TimeInForce = timeInForce, OrderQty = new Quantity(1),
        };
    }

    [Fact]
    public void Time_does_not_go_back_when_a_clock_does()
    {
        var (book, events, account) = (
            new RecordedBook(TestInstruments.Spot, new BookLimits { EventsPerSlice = 1 }), new OrderEventLog(), new AccountId(1));
        for (var i = 0; i < 3; i++) Submit(book, i, now: 10, expires: 50);
        // All are over, but only some are reported.
        book.Expire(new Timestamp(60), events);
        book.Expire(new Timestamp(40), events);

        Assert.Equal([60, 60], events.Where(e => e.ExecType == ExecType.Expired).Select(e => e.Time.UnixMicroseconds));

        // The next silo's clock is behind too: orders that were over stay over.
        var next = new RecordedBook(TestInstruments.Spot);
        next.Restore([.. book.OpenOrders()], book.Book.Sequence, events[^1].Time, book.Book.LastTradePrice, []);
        var last = next.OpenOrders().Single().OrderId;
        events.Clear();
        Assert.Equal(RejectReason.UnknownOrder, next.Cancel(account, last, new Timestamp(45), events));
        Submit(next, 3, now: 45, expires: 55);
        Assert.Equal([ExecType.Expired, ExecType.Rejected], events.Select(e => e.ExecType));
        Assert.All(events, e => Assert.Equal(60, e.Time.UnixMicroseconds));

        void Submit(RecordedBook to, int number, long now, long expires) => to.Submit(
            account,
            new NewOrder
            {
                ClientOrderId = new ClientOrderId($"o{number}"), InstrumentId = TestInstruments.Spot.Id, Side = Side.Buy,
                OrderType = OrderType.Limit, TimeInForce = TimeInForce.Gtd,
                OrderQty = new Quantity(1),
            },
            new Price(100), new OrderInstructions { ExpireTime = new Timestamp(expires) }, new Timestamp(now), events);
    }

    [Theory]
    [MemberData(nameof(Markets))]
    public void Every_trade_is_reported_once_by_each_side_and_adds_up(string name)
    {
        var stream = new RecordedStream(73, RandomMarket.Named(name));
        var sums = new Dictionary<OrderId, (Quantity Quantity, decimal TickLots)>();
        var trades = 0;
        for (var step = 1; step <= Commands; step++)
        {
            var events = stream.Next();
            foreach (var e in events.Where(e => !e.OrderId.IsOfBook))
            {
                if (e.Status.IsOpen()) Assert.Equal(e.OrderQty, e.CumQty + e.LeavesQty);
                else Assert.Equal((Quantity.Zero, OrderPlace.None), (e.LeavesQty, e.Place));
                if (e.ExecType != ExecType.Trade) continue;
                var sum = sums.GetValueOrDefault(e.OrderId);
                sums[e.OrderId] = sum = (sum.Quantity + e.LastQty, sum.TickLots + ((decimal)e.LastPx.Ticks * e.LastQty.Lots));
                Assert.Equal(sum, (e.CumQty, e.CumTickLots));
            }

            foreach (var trade in events.Where(e => e.ExecType == ExecType.Trade).GroupBy(e => e.TradeId))
            {
                trades++;
                var pair = trade.ToArray();
                Assert.Equal(2, pair.Length);
                Assert.Equal(TradeId.Create(RandomMarket.Named(name).Instrument.Id, pair[0].Sequence), trade.Key);
                Assert.Single(pair, e => e.IsTradeReport);
                Assert.Equal(
                    (pair[0].LastPx, pair[0].LastQty, pair[0].AccountId, pair[0].OrderId),
                    (pair[1].LastPx, pair[1].LastQty, pair[1].ContraAccountId, pair[1].ContraOrderId));
                Assert.Equal(
                    (pair[1].AccountId, pair[1].OrderId, pair[1].Side),
                    (pair[0].ContraAccountId, pair[0].ContraOrderId, pair[0].Side.Opposite()));
            }
        }

        Assert.True(trades > Commands / 20, "too little traded to prove anything");
    }

    [Theory]
    [MemberData(nameof(Markets))]
    public void Changed_levels_and_orders_keep_copies_equal(string name)
    {
        var stream = new RecordedStream(74, RandomMarket.Named(name));
        var levels = new Dictionary<(Side, Price), DepthLevel>();
        var orders = new Dictionary<OrderId, QueuedOrder>();
        for (var step = 1; step <= Commands; step++)
        {
            stream.Next();
            List<DepthLevel> changedLevels = [];
            List<QueuedOrder> changedOrders = [];
            stream.Book.TakeChangedLevels(changedLevels);
            stream.Book.TakeChangedOrders(changedOrders);
            foreach (var level in changedLevels) Set(levels, (level.Side, level.Price), level, level.Quantity);
            foreach (var order in changedOrders) Set(orders, order.OrderId, order, order.Quantity);
            if (step % CheckEvery != 0) continue;
            List<DepthLevel> bids = [], asks = [];
            stream.Book.Book.CopyDepth(int.MaxValue, bids, asks);
            Assert.Equal(bids.Concat(asks).ToHashSet(), levels.Values.ToHashSet());
            Assert.Equal(
                orders.Values.Where(order => order.Side == Side.Buy).OrderByDescending(order => order.Price)
                    .ThenBy(order => order.PrioritySequence), stream.Book.QueuedOrders(Side.Buy));
            Assert.Equal(
                orders.Values.Where(order => order.Side == Side.Sell).OrderBy(order => order.Price).ThenBy(order => order.PrioritySequence),
                stream.Book.QueuedOrders(Side.Sell));
        }
    }

    [Fact]
    public void An_order_id_is_the_sequence_of_its_first_event_even_after_an_expiry()
    {
        var book = new RecordedBook(TestInstruments.Spot);
        var request = NewOrder("gtd", TimeInForce.Gtd, new OrderInstructions { ExpireTime = new Timestamp(10) });
        book.Submit(new AccountId(1), request, new Price(100), request.Instructions, new Timestamp(1), new OrderEventLog());
        OrderEventLog events = new();
        var id = book.Submit(new AccountId(1), NewOrder("next", TimeInForce.Gtc), new Price(100), null, new Timestamp(10), events);
        Assert.Equal([ExecType.Expired, ExecType.New], events.Select(e => e.ExecType));
        Assert.Equal(OrderId.Create(TestInstruments.Spot.Id, events[1].Sequence), id);
    }

    [Fact]
    public void An_amended_client_order_id_replaces_the_old_one()
    {
        var book = new RecordedBook(TestInstruments.Spot);
        var id = book.Submit(
            new AccountId(1), NewOrder("old", TimeInForce.Gtc), new Price(100), null, new Timestamp(1), new OrderEventLog());
        OrderEventLog events = new();
        var reason = book.Amend(
            new AccountId(1), new AmendOrder(id) { NewClientOrderId = new ClientOrderId("new") }, new Timestamp(2), events);
        Assert.Equal(RejectReason.None, reason);
        Assert.Equal((ExecType.Replaced, "new", 1L), (events[0].ExecType, events[0].ClientOrderId.Value, events[0].PrioritySequence));
        Assert.Equal("new", book.Find(id)!.ClientOrderId.Value);
    }

    private static void Set<TKey, TValue>(Dictionary<TKey, TValue> copy, TKey key, TValue value, Quantity quantity)
        where TKey : notnull
    {
        if (quantity == Quantity.Zero) copy.Remove(key);
        else copy[key] = value;
    }

    private static NewOrder NewOrder(string name, TimeInForce timeInForce, OrderInstructions? instructions = null) => new()
    {
        ClientOrderId = new ClientOrderId(name),
        InstrumentId = TestInstruments.Spot.Id,
        Side = Side.Buy,
        OrderType = OrderType.Limit,
        TimeInForce = timeInForce,
        OrderQty = new Quantity(5),
        Price = new Price(100),
        Instructions = instructions,
    };
}
