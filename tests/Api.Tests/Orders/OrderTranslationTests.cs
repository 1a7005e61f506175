using Rtx.Client;
using Rtx.ClientApi.Orders;
using Rtx.Model;
using Instrument = Rtx.Model.Instrument;
using InstrumentKind = Rtx.Model.InstrumentKind;

namespace Rtx.Api.Tests.Orders;

public sealed class OrderTranslationTests
{
    private static readonly Instrument Btc = new()
    {
        Id = new InstrumentId(3),
        Symbol = "BTCUSD",
        Kind = InstrumentKind.Spot,
        BaseCurrency = new Currency("BTC"),
        QuoteCurrency = new Currency("USD"),
        PriceIncrement = 0.05m,
        QuantityIncrement = 0.001m,
        MinQuantity = new Quantity(1),
        MaxQuantity = new Quantity(1_000_000),
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
        var order = OrderTranslation.ToNewOrder(Btc, Buy).Value!;
        Assert.Equal((new Price(2003), new Quantity(250)), (order.Price, order.OrderQty));
        Assert.Equal(new InstrumentId(3), order.InstrumentId);
    }

    [Theory]
    [InlineData("100.16", "0.250", RtxErrorCodes.PriceNotOnTick)]
    [InlineData("100.150000001", "0.250", RtxErrorCodes.PriceNotOnTick)]
    [InlineData("79228162514264337593543950335", "0.250", RtxErrorCodes.PriceNotOnTick)]
    [InlineData("100.15", "0.2505", RtxErrorCodes.QuantityNotOnLot)]
    [InlineData("100.15", "79228162514264337593543950335", RtxErrorCodes.QuantityNotOnLot)]
    public void Extra_digits_are_refused(string price, string quantity, string code)
    {
        var outcome = OrderTranslation.ToNewOrder(Btc, Buy with { Price = decimal.Parse(price), OrderQty = decimal.Parse(quantity) });
        Assert.Equal((code, 422), (outcome.Error?.Code, outcome.Error?.Status));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("naïve")]
    public void A_client_order_id_that_is_no_printable_word_is_refused(string clientOrderId) =>
        Assert.Equal(RtxErrorCodes.InvalidRequest, OrderTranslation.ToNewOrder(Btc, Buy with { ClientOrderId = clientOrderId }).Error?.Code);

    [Fact]
    public void Time_in_force_defaults_by_order_type()
    {
        Assert.Equal(Model.TimeInForce.Gtc, OrderTranslation.ToNewOrder(Btc, Buy).Value!.TimeInForce);
        Assert.Equal(Model.TimeInForce.Ioc, OrderTranslation.ToNewOrder(Btc, Buy with { OrderType = Client.OrderType.Market, Price = null }).Value!.TimeInForce);
    }

    [Fact]
    public void An_enum_member_that_does_not_exist_is_refused() =>
        Assert.Equal(RtxErrorCodes.InvalidRequest, OrderTranslation.ToNewOrder(Btc, Buy with { Side = (Client.Side)9 }).Error?.Code);

    [Fact]
    public void An_amendment_of_nothing_is_refused() =>
        Assert.Equal(RtxErrorCodes.InvalidRequest, OrderTranslation.ToAmendOrder(Btc, 1, new AmendOrderRequest()).Error?.Code);

    [Fact]
    public void An_amendment_leaves_out_what_it_does_not_change() =>
        Assert.Equal(new AmendOrder(new OrderId(1), OrderQty: null, new Price(2003)), OrderTranslation.ToAmendOrder(Btc, 1, new AmendOrderRequest { Price = 100.15m }).Value);
}
