using Rtx.Domain.Matching.Records;
using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Matching;

/// <summary>
/// A position that nobody takes is closed against accounts with the opposite side: account 1 is long 90, 2 short 60, 3 short 30, and the
/// mark has fallen from 20,000 to 18,000.
/// </summary>
public sealed class DeleveragingTests
{
    private static readonly Instrument Gold = TestInstruments.Margined;
    private static readonly Timestamp Now = new(1_000_000);

    private readonly RecordedBook _book = new(Gold);
    private readonly List<OrderEvent> _log = [];
    private int _names;
    private int _runs;

    public DeleveragingTests()
    {
        Trade(buyer: 1, seller: 2, 60, 20_000);
        Trade(buyer: 1, seller: 3, 30, 20_000);
        _book.SetMarkPrice(new Price(18_000), Now, []);
    }

    [Fact]
    public void The_largest_position_of_the_other_side_comes_first_and_all_close_at_the_price()
    {
        var events = Run(80, 18_889);

        var trades = events.Where(e => e.ExecType == ExecType.Trade && e.AccountId.Value != 1).ToList();
        Assert.Equal([(2L, 60L, 18_889L), (3L, 20L, 18_889L)], trades.Select(e => (e.AccountId.Value, e.LastQty.Lots, e.LastPx.Ticks)));
        Assert.Equal("#adl:1:7:5:1", trades[0].ClientOrderId.Value);
        Assert.Equal([(1L, 10L), (3L, -10L)], _book.Book.Positions().Select(position => (position.Account.Value, position.Lots)));
        Assert.Empty(_book.OpenOrders());
        Assert.All(events, e => Assert.InRange(e.ClientOrderId.Value.Length, 1, ClientOrderId.MaxLength));
    }

    [Fact]
    public void No_more_is_closed_than_there_is_on_either_side()
    {
        Run(500, 18_889);
        Assert.Empty(_book.Book.Positions());
        Assert.Empty(_book.OpenOrders());
    }

    [Fact]
    public void Better_resting_orders_trade_first_and_the_rest_waits_for_the_next_run()
    {
        // Account 4 offers lower: the accounts that must close buy from it, and it now has the opposite side.
        _book.Submit(new AccountId(4), Limit(Side.Sell, 50, 18_500), new Price(18_500), null, Now, []);
        Run(90, 18_889);
        Assert.Equal([(1L, 50L), (4L, -50L)], _book.Book.Positions().Select(position => (position.Account.Value, position.Lots)));
        Run(50, 18_889);
        Assert.Empty(_book.Book.Positions());
    }

    [Fact]
    public void The_events_rebuild_the_book()
    {
        Run(80, 18_889);
        var rebuilt = new RecordedBook(Gold);
        foreach (var e in _log) rebuilt.Apply(e);
        Assert.Empty(BookFingerprint.Of(_book).DifferencesTo(BookFingerprint.Of(rebuilt)));
    }

    private OrderEventLog Run(long lots, long price)
    {
        OrderEventLog events = new();
        var request = Limit(Side.Sell, lots, price) with
        {
            ClientOrderId = new ClientOrderId($"#stop-out:7:5:{++_runs}"), TimeInForce = TimeInForce.Ioc,
            Instructions = new OrderInstructions { ReduceOnly = true },
        };
        Deleveraging.Run(_book, new AccountId(1), request, Now, events);
        _log.AddRange(events);
        return events;
    }

    private void Trade(long buyer, long seller, long lots, long price)
    {
        OrderEventLog events = new();
        _book.Submit(new AccountId(seller), Limit(Side.Sell, lots, price), new Price(price), null, Now, events);
        _book.Submit(new AccountId(buyer), Limit(Side.Buy, lots, price), new Price(price), null, Now, events);
        _log.AddRange(events);
    }

    private NewOrder Limit(Side side, long lots, long price) => new()
    {
        ClientOrderId = new ClientOrderId($"o{++_names}"), InstrumentId = Gold.Id, Side = side, OrderType = OrderType.Limit,
        TimeInForce = TimeInForce.Gtc, OrderQty = new Quantity(lots), Price = new Price(price),
    };
}
