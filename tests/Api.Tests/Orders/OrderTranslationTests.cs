using Rtx.Client;
using Rtx.Gateway.Errors;
using Rtx.Gateway.Orders;
using Rtx.Model;
using Rtx.Testing;
using Instrument = Rtx.Model.Instrument;

namespace Rtx.Api.Tests.Orders;

public sealed class OrderTranslationTests
{
    private static readonly Instrument Btc = TestInstruments.Spot with
    {
        Id = new InstrumentId(3), PriceIncrement = 0.05m, QuantityIncrement = 0.001m, MaxQuantity = new Quantity(1_000_000),
    };

    private static readonly PlaceOrderRequest Buy = new()
    {
        ClientOrderId = "a",
        Symbol = "BTCUSD",
        Side = Client.Side.Buy,
        OrderType = Client.OrderType.Limit,
        OrderQty = 0.250m,
        Price = 100.15m,
    };

    [Fact]
    public void Decimals_become_ticks_and_lots()
    {
        var order = ToNewOrder(Buy).Value!;
        Assert.Equal((new Price(2003), new Quantity(250)), (order.Price, order.OrderQty));
        Assert.Equal(new InstrumentId(3), order.InstrumentId);
    }

    [Theory]
    [InlineData("100.16", "0.250", RtxErrorCodes.PriceNotOnTick)]
    [InlineData("100.150000001", "0.250", RtxErrorCodes.PriceNotOnTick)]
    [InlineData("79228162514264337593543950335", "0.250", RtxErrorCodes.InvalidRequest)]
    [InlineData("100.15", "0.2505", RtxErrorCodes.QuantityNotOnLot)]
    [InlineData("100.15", "79228162514264337593543950335", RtxErrorCodes.InvalidRequest)]
    public void Extra_digits_are_refused(string price, string quantity, string code)
    {
        var outcome = ToNewOrder(Buy with { Price = decimal.Parse(price), OrderQty = decimal.Parse(quantity) });
        Assert.Equal((code, 400), (outcome.Error?.Code, outcome.Error?.Status));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("naïve")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("-")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a%2Fb")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    [InlineData("a;b")]
    [InlineData("a\"b")]
    [InlineData("a\u007fb")]
    public void A_client_order_id_that_is_not_safe_in_a_path_or_a_log_is_refused(string clientOrderId) =>
        Assert.Equal(RtxErrorCodes.InvalidRequest, ToNewOrder(Buy with { ClientOrderId = clientOrderId }).Error?.Code);

    [Fact]
    public void Time_in_force_defaults_by_order_type()
    {
        Assert.Equal(Model.TimeInForce.Gtc, ToNewOrder(Buy).Value!.TimeInForce);
        Assert.Equal(Model.TimeInForce.Ioc, ToNewOrder(Buy with { OrderType = Client.OrderType.Market, Price = null }).Value!.TimeInForce);
    }

    [Theory]
    [InlineData(Client.OrderType.StopLimit)]
    [InlineData(Client.OrderType.TrailingStop)]
    [InlineData(Client.OrderType.MarketToLimit)]
    public void An_order_with_an_expire_time_lives_until_then(Client.OrderType type)
    {
        Assert.Equal(Model.TimeInForce.Gtc, ToNewOrder(Buy with { OrderType = type }).Value!.TimeInForce);
        Assert.Equal(Model.TimeInForce.Gtd, ToNewOrder(Buy with { OrderType = type, ExpireTime = DateTimeOffset.UnixEpoch }).Value!.TimeInForce);
    }

    [Fact]
    public void Every_term_arrives_in_ticks_and_lots()
    {
        var request = Buy with
        {
            StopPx = 100.05m,
            TriggerSource = Client.TriggerSource.MarkPrice,
            TrailingOffset = 0.50m,
            LimitOffset = 0.10m,
            DisplayQty = 0.010m,
            MinQty = 0.005m,
            PostOnly = Client.PostOnly.Slide,
            ReduceOnly = true,
            ExpireTime = DateTimeOffset.UnixEpoch.AddSeconds(1),
            SelfTradePrevention = Client.SelfTradePrevention.CancelBoth,
            TradeGroup = 3,
            Tag = "grid-8",
            CancelOnDisconnect = true,
        };

        var order = ToNewOrder(request).Value!;

        Assert.Equal(2, order.LimitOffset);
        Assert.Equal(
            new OrderInstructions
            {
                StopPx = new Price(2001),
                TriggerSource = Model.TriggerSource.MarkPrice,
                TrailOffset = new TrailOffset(10, IsBasisPoints: false),
                DisplayQty = new Quantity(10),
                MinQty = new Quantity(5),
                PostOnly = Model.PostOnly.Slide,
                ReduceOnly = true,
                ExpireTime = new Timestamp(1_000_000),
                SelfTradePrevention = Model.SelfTradePrevention.CancelBoth,
                TradeGroup = (9L << 32) + 3,
                Tag = new OrderTag("grid-8"),
                ConnectionId = 77,
            },
            order.Instructions);
    }

    [Fact]
    public void A_plain_order_has_no_instructions() => Assert.Null(ToNewOrder(Buy).Value!.Instructions);

    [Fact]
    public void A_percentage_becomes_basis_points() =>
        Assert.Equal(new TrailOffset(125, IsBasisPoints: true), ToNewOrder(Buy with { TrailingOffsetPercent = 1.25m }).Value!.Instructions!.TrailOffset);

    public static TheoryData<string, PlaceOrderRequest, string> ExtraDigits => new()
    {
        { "stopPx", Buy with { StopPx = 100.01m }, RtxErrorCodes.PriceNotOnTick },
        { "trailingOffset", Buy with { TrailingOffset = 0.01m }, RtxErrorCodes.PriceNotOnTick },
        { "limitOffset", Buy with { LimitOffset = 0.01m }, RtxErrorCodes.PriceNotOnTick },
        { "trailingOffsetPercent", Buy with { TrailingOffsetPercent = 0.001m }, RtxErrorCodes.InvalidRequest },
        { "trailingOffsetPercent out of range", Buy with { TrailingOffsetPercent = decimal.MaxValue }, RtxErrorCodes.InvalidRequest },
        { "displayQty", Buy with { DisplayQty = 0.0001m }, RtxErrorCodes.QuantityNotOnLot },
        { "minQty", Buy with { MinQty = 0.0001m }, RtxErrorCodes.QuantityNotOnLot },
    };

    [Theory]
    [MemberData(nameof(ExtraDigits))]
    public void Extra_digits_of_any_term_are_refused(string term, PlaceOrderRequest request, string code)
    {
        var error = ToNewOrder(request).Error;
        Assert.True(error is { Status: 400 } && error.Code == code, term);
    }

    public static TheoryData<string, PlaceOrderRequest> IllegalRequests => new()
    {
        { "two offsets", Buy with { TrailingOffset = 0.5m, TrailingOffsetPercent = 1m } },
        { "negative trade group", Buy with { TradeGroup = -1 } },
        { "role outside of a list", Buy with { ListRole = Client.ListRole.StopLoss } },
        { "unknown trigger source", Buy with { TriggerSource = (Client.TriggerSource)9 } },
        { "unknown post-only", Buy with { PostOnly = (Client.PostOnly)9 } },
        { "unknown self-trade prevention", Buy with { SelfTradePrevention = (Client.SelfTradePrevention)9 } },
        { "unknown time in force", Buy with { TimeInForce = (Client.TimeInForce)5 } },
    };

    [Theory]
    [MemberData(nameof(IllegalRequests))]
    public void A_request_that_says_nothing_legal_is_refused(string fault, PlaceOrderRequest request) =>
        Assert.True(ToNewOrder(request).Error?.Code == RtxErrorCodes.InvalidRequest, fault);

    [Fact]
    public void An_order_can_not_be_bound_to_a_connection_over_rest() =>
        Assert.Equal(RtxErrorCodes.InvalidRequest, OrderTranslation.ToNewOrder(Btc, Buy with { CancelOnDisconnect = true }, new OrderOrigin(new UserId(9), ConnectionId: 0)).Error?.Code);

    [Fact]
    public void An_enum_member_that_does_not_exist_is_refused() =>
        Assert.Equal(RtxErrorCodes.InvalidRequest, ToNewOrder(Buy with { Side = (Client.Side)9 }).Error?.Code);

    [Fact]
    public void An_amendment_of_nothing_is_refused() =>
        Assert.Equal(RtxErrorCodes.InvalidRequest, OrderTranslation.ToAmendOrder(Btc, 1, new AmendOrderRequest()).Error?.Code);

    [Fact]
    public void An_amendment_changes_every_term_that_is_given()
    {
        var request = new AmendOrderRequest
        {
            OrderQty = 0.1m, Price = 1m, StopPx = 2m, DisplayQty = 0.01m, ExpireTime = DateTimeOffset.UnixEpoch, NewClientOrderId = "b",
        };

        Assert.Equal(
            new AmendOrder(new OrderId(1), new Quantity(100), new Price(20))
            {
                StopPx = new Price(40), DisplayQty = new Quantity(10), ExpireTime = new Timestamp(0), NewClientOrderId = new ClientOrderId("b"),
            },
            OrderTranslation.ToAmendOrder(Btc, 1, request).Value);
    }

    [Theory]
    [InlineData("0.01", "0.001", "b", RtxErrorCodes.PriceNotOnTick)]
    [InlineData("0.05", "0.0001", "b", RtxErrorCodes.QuantityNotOnLot)]
    [InlineData("0.05", "0.001", "two words", RtxErrorCodes.InvalidRequest)]
    public void An_amendment_to_something_illegal_is_refused(string stopPx, string displayQty, string name, string code) =>
        Assert.Equal(code, OrderTranslation.ToAmendOrder(
            Btc, 1, new AmendOrderRequest { StopPx = decimal.Parse(stopPx), DisplayQty = decimal.Parse(displayQty), NewClientOrderId = name }).Error?.Code);

    [Fact]
    public void An_amendment_leaves_out_what_it_does_not_change() =>
        Assert.Equal(new AmendOrder(new OrderId(1), OrderQty: null, new Price(2003)), OrderTranslation.ToAmendOrder(Btc, 1, new AmendOrderRequest { Price = 100.15m }).Value);

    private static Outcome<NewOrder> ToNewOrder(PlaceOrderRequest request) => OrderTranslation.ToNewOrder(Btc, request, new OrderOrigin(new UserId(9), ConnectionId: 77));
}
