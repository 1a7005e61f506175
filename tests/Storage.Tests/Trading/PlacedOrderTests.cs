using Rtx.Model;
using Rtx.Storage.Trading;
using Rtx.Testing;

namespace Rtx.Storage.Tests.Trading;

public sealed class PlacedOrderTests
{
    private static readonly OrderInstructions Iceberg = new() { DisplayQty = new Quantity(2), Tag = new OrderTag("grid:4") };

    private static readonly NewOrder Limit = new()
    {
        ClientOrderId = new ClientOrderId("a"),
        InstrumentId = TestInstruments.Spot.Id,
        Side = Side.Buy,
        OrderType = OrderType.Limit,
        TimeInForce = TimeInForce.Gtc,
        OrderQty = new Quantity(10),
        Price = new Price(100),
        Instructions = Iceberg,
    };

    public static TheoryData<string, NewOrder> OtherRequests => new()
    {
        { "side", Limit with { Side = Side.Sell } },
        { "type", Limit with { OrderType = OrderType.MarketToLimit } },
        { "time in force", Limit with { TimeInForce = TimeInForce.Day } },
        { "quantity", Limit with { OrderQty = new Quantity(11) } },
        { "price", Limit with { Price = new Price(99) } },
        { "instrument", Limit with { InstrumentId = TestInstruments.Margined.Id } },
        { "no instructions", Limit with { Instructions = null } },
        { "display quantity", Limit with { Instructions = Iceberg with { DisplayQty = new Quantity(3) } } },
        { "minimum quantity", Limit with { Instructions = Iceberg with { MinQty = new Quantity(1) } } },
        { "post-only", Limit with { Instructions = Iceberg with { PostOnly = PostOnly.Reject } } },
        { "reduce-only", Limit with { Instructions = Iceberg with { ReduceOnly = true } } },
        { "self-trade prevention", Limit with { Instructions = Iceberg with { SelfTradePrevention = SelfTradePrevention.CancelBoth } } },
        { "trade group", Limit with { Instructions = Iceberg with { TradeGroup = 1 } } },
        { "tag", Limit with { Instructions = Iceberg with { Tag = new OrderTag("grid:5") } } },
        { "list role", Limit with { Instructions = Iceberg with { ListRole = ListRole.OcoLeg } } },
    };

    [Fact]
    public void The_same_request_is_answered_by_its_order() => Assert.True(PlacedBy(Limit).IsAnswerTo(Limit));

    [Theory]
    [MemberData(nameof(OtherRequests))]
    public void A_request_that_differs_in_one_term_is_another_one(string term, NewOrder request) =>
        Assert.False(PlacedBy(Limit).IsAnswerTo(request), term);

    [Fact]
    public void Instructions_that_ask_for_nothing_are_none()
    {
        var plain = Limit with { Instructions = null };

        Assert.True(PlacedBy(plain).IsAnswerTo(plain with { Instructions = new OrderInstructions() }));
    }

    [Fact]
    public void A_repetition_over_another_connection_is_the_same_request()
    {
        var bound = Limit with { Instructions = Iceberg with { ConnectionId = 7 } };

        Assert.True(PlacedBy(bound).IsAnswerTo(bound with { Instructions = Iceberg with { ConnectionId = 8 } }));
    }

    [Fact]
    public void The_place_in_a_list_is_not_asked_for()
    {
        var leg = Limit with { Instructions = Iceberg with { ListRole = ListRole.OcoLeg } };
        var placed = PlacedBy(leg) with
        {
            FirstInstructions = leg.Instructions! with { ListId = OrderId.Create(TestInstruments.Spot.Id, 1), ListIndex = 1 },
        };

        Assert.True(placed.IsAnswerTo(leg));
    }

    [Theory]
    [InlineData(OrderType.Market, TimeInForce.Ioc)]
    [InlineData(OrderType.Stop, TimeInForce.Gtc)]
    [InlineData(OrderType.MarketIfTouched, TimeInForce.Gtc)]
    [InlineData(OrderType.MarketToLimit, TimeInForce.Gtc)]
    public void A_price_that_the_server_gave_or_lowered_is_not_another_one(OrderType type, TimeInForce timeInForce)
    {
        var request = Limit with { OrderType = type, TimeInForce = timeInForce, Price = null };
        var placed = PlacedBy(request) with { FirstPrice = new Price(105) };

        Assert.True(placed.IsAnswerTo(request));
        Assert.True(placed.IsAnswerTo(request with { Price = new Price(106) }));
        Assert.False(placed.IsAnswerTo(request with { Price = new Price(104) }));
    }

    [Fact]
    public void A_slid_price_is_not_another_one()
    {
        var request = Limit with { Side = Side.Sell, Instructions = new OrderInstructions { PostOnly = PostOnly.Slide } };
        var placed = PlacedBy(request) with { FirstPrice = new Price(101) };

        Assert.True(placed.IsAnswerTo(request));
        Assert.False(placed.IsAnswerTo(request with { Price = new Price(102) }));
    }

    [Fact]
    public void The_first_trigger_price_of_a_trailing_order_is_not_asked_for_but_its_offsets_are()
    {
        var trail = new OrderInstructions { TrailOffset = new TrailOffset(5, IsBasisPoints: false) };
        var request = Limit with { Side = Side.Sell, OrderType = OrderType.TrailingStopLimit, Price = null, Instructions = trail,
            LimitOffset = 3 };
        var placed = PlacedBy(request) with { FirstPrice = new Price(92), FirstInstructions = trail with { StopPx = new Price(95) } };

        Assert.True(placed.IsAnswerTo(request));
        Assert.True(placed.IsAnswerTo(request with { Instructions = trail with { StopPx = new Price(95) } }));
        Assert.False(placed.IsAnswerTo(request with { Instructions = trail with { StopPx = new Price(94) } }));
        Assert.False(placed.IsAnswerTo(request with { LimitOffset = 2 }));
        Assert.False(
            placed.IsAnswerTo(request with { Instructions = trail with { TrailOffset = new TrailOffset(5, IsBasisPoints: true) } }));
    }

    [Fact]
    public void The_end_of_a_day_orders_session_is_not_asked_for()
    {
        var request = Limit with { TimeInForce = TimeInForce.Day };

        Assert.True((PlacedBy(request) with { FirstInstructions = Iceberg with { ExpireTime = new Timestamp(9) } }).IsAnswerTo(request));
    }

    [Fact]
    public void The_expire_time_of_a_gtd_order_is_asked_for()
    {
        var request = Limit with { TimeInForce = TimeInForce.Gtd, Instructions = Iceberg with { ExpireTime = new Timestamp(9) } };

        Assert.True(PlacedBy(request).IsAnswerTo(request));
        Assert.False(PlacedBy(request).IsAnswerTo(request with { Instructions = Iceberg with { ExpireTime = new Timestamp(10) } }));
    }

    [Fact]
    public void A_request_that_the_account_refused_is_compared_as_it_was_asked()
    {
        var request = Limit with { OrderType = OrderType.TrailingStop, Price = null, LimitOffset = 4 };
        var placed = PlacedBy(request) with { FirstLimitOffset = 4 };
        var refused = placed with { Order = placed.Order with { OrderId = default, Status = OrdStatus.Rejected } };

        Assert.True(refused.IsAnswerTo(request));
        Assert.False(refused.IsAnswerTo(request with { LimitOffset = null }));
        Assert.False(refused.IsAnswerTo(request with { Price = new Price(1) }));
    }

    private static PlacedOrder PlacedBy(NewOrder request) =>
        new(new Order
        {
            OrderId = OrderId.Create(request.InstrumentId, 1),
            ClientOrderId = request.ClientOrderId,
            AccountId = new AccountId(1),
            InstrumentId = request.InstrumentId,
            Side = request.Side,
            OrderType = request.OrderType,
            TimeInForce = request.TimeInForce,
            OrderQty = request.OrderQty,
            CumQty = Quantity.Zero,
            LeavesQty = request.OrderQty,
            CumTickLots = 0m,
            Status = OrdStatus.New,
            PrioritySequence = 1,
            Sequence = 1,
            CreatedAt = new Timestamp(1),
            UpdatedAt = new Timestamp(1),
        })
        {
            FirstPrice = request.Price,
            FirstOrderQty = request.OrderQty,
            FirstInstructions = request.Instructions,
            FirstLimitOffset = null,
        };
}
