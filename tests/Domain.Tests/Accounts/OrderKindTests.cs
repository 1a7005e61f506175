using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Accounts;

/// <summary>Holds of orders other than plain limit orders, and how their events change them. A lot at 100 ticks is worth 1 USD.</summary>
public class OrderKindTests
{
    private static readonly Currency Usd = AccountFixture.Usd;
    private static readonly Instrument Spot = TestInstruments.Spot;
    private readonly AccountFixture _fixture = new AccountFixture(Spot).With(100m, Usd);

    private static NewOrder Order(OrderType type, OrderInstructions? instructions = null, long? ticks = null) =>
        AccountFixture.Limit(Spot, Side.Buy, 10, 1) with
        {
            OrderType = type, Price = ticks is { } t ? new Price(t) : null, Instructions = instructions,
        };

    private decimal Held() => _fixture.BalanceOf(Usd).Held;

    public static TheoryData<NewOrder, decimal> Holds()
    {
        var stop = new OrderInstructions { StopPx = new Price(200) };
        var trail = new OrderInstructions { TrailOffset = new TrailOffset(20, IsBasisPoints: false) };
        return new TheoryData<NewOrder, decimal>
        {
            { Order(OrderType.Market) with { TimeInForce = TimeInForce.Ioc }, 10.5m },
            { Order(OrderType.MarketToLimit), 10.5m },
            { Order(OrderType.Stop, stop), 21m },
            { Order(OrderType.StopLimit, stop, ticks: 220), 22m },
            { Order(OrderType.MarketIfTouched, stop, ticks: 230), 23m },
            { Order(OrderType.LimitIfTouched, stop, ticks: 190), 19m },
            { Order(OrderType.TrailingStop, trail), 12.6m },
            { Order(OrderType.TrailingStopLimit, trail) with { LimitOffset = 10 }, 13m },
            { Order(OrderType.Limit, new OrderInstructions { DisplayQty = new Quantity(1) }, ticks: 100), 10m },
            { Order(OrderType.Limit, ticks: 100) with { TimeInForce = TimeInForce.AtTheClose }, 10m },
        };
    }

    [Theory]
    [MemberData(nameof(Holds))]
    public void Order_holds_its_value_at_its_worst_price(NewOrder order, decimal held)
    {
        Assert.True(_fixture.Reserve(order).IsAccepted);
        Assert.Equal(held, Held());

        _fixture.Opens(order, order.OrderType.HasTrigger() ? OrderPlace.Trigger : OrderPlace.Held);
        Assert.Equal(held, Held());
    }

    [Fact]
    public void Hold_follows_a_trailing_price_a_lower_quantity_and_a_trigger_until_the_order_expires()
    {
        var request = Order(OrderType.TrailingStop, new OrderInstructions { TrailOffset = new TrailOffset(20, IsBasisPoints: false) });
        _fixture.Reserve(request);
        var order = _fixture.Opens(request, OrderPlace.Trigger);

        order = _fixture.Restates(order, ExecType.Restated, OrderPlace.Trigger, ticks: 110);
        Assert.Equal(11m, Held());
        order = _fixture.Restates(order, ExecType.Restated, OrderPlace.Trigger, leavesLots: 4);
        Assert.Equal(4.4m, Held());
        order = _fixture.Restates(order, ExecType.Triggered, OrderPlace.Aggressing);
        Assert.Equal(4.4m, Held());
        _fixture.Expires(order);
        Assert.Equal(0m, Held());
        Assert.Equal(RejectReason.OrderClosed, _fixture.ReserveAmend(order.OrderId, 1, null).RejectReason);
    }

    [Fact]
    public void Order_for_the_closing_auction_has_a_hold_while_it_waits()
    {
        var request = Order(OrderType.Limit, ticks: 100) with { TimeInForce = TimeInForce.AtTheClose };
        _fixture.Reserve(request);

        var order = _fixture.Opens(request, OrderPlace.Held);
        Assert.Equal(10m, Held());
        _fixture.Trades(_fixture.Restates(order, ExecType.Triggered, OrderPlace.Book), 10, 90, isAuction: true);

        Assert.Equal((0m, 91m), (Held(), _fixture.BalanceOf(Usd).Total));
    }

    [Fact]
    public void Both_sides_of_an_auction_trade_pay_the_maker_fee()
    {
        var instrument = TestInstruments.SpotWithFees;
        var (buyer, seller) = (new AccountFixture(instrument), new AccountFixture(instrument));

        buyer.Trades(buyer.Opens(Side.Buy, 100, 100), 100, 100, isAuction: true);
        seller.Trades(seller.Opens(Side.Sell, 100, 100), 100, 100, isAuction: true);

        Assert.Equal((-100.1m, 99.9m), (buyer.BalanceOf(Usd).Total, seller.BalanceOf(Usd).Total));
    }

    [Fact]
    public void Reduce_only_order_holds_no_lots_and_does_not_value_the_others()
    {
        var margined = new AccountFixture(TestInstruments.Margined).With(10_000m, Usd);
        margined.Trades(margined.Opens(Side.Buy, 100, 20_000, "o"), 100, 20_000);
        var reduce = AccountFixture.Limit(TestInstruments.Margined, Side.Sell, 500, 40_000) with
        {
            Instructions = new OrderInstructions { ReduceOnly = true },
        };

        Assert.True(margined.Reserve(reduce).IsAccepted);
        margined.Opens(reduce);

        Assert.Equal(10_000m, margined.BalanceOf(Usd).InitialMargin);
        Assert.Equal(
            RejectReason.InsufficientMargin,
            margined.Reserve(AccountFixture.Limit(TestInstruments.Margined, Side.Sell, 201, 20_000, "b")).RejectReason);
    }

    [Fact]
    public void Reduce_only_order_is_illegal_in_a_spot_instrument() =>
        Assert.Equal(
            RejectReason.InvalidTerms,
            _fixture.Reserve(Order(OrderType.Limit, new OrderInstructions { ReduceOnly = true }, ticks: 100)).RejectReason);

    [Fact]
    public void Working_instruments_are_those_with_open_or_pending_orders()
    {
        _fixture.Account.RegisterInstrument(TestInstruments.Margined);
        Assert.Empty(_fixture.Account.WorkingInstruments);

        _fixture.Reserve(Side.Buy, 1, 100);
        Assert.Equal([Spot.Id], _fixture.Account.WorkingInstruments);
        _fixture.Cancels(_fixture.Opens(Side.Buy, 1, 100));
        Assert.Empty(_fixture.Account.WorkingInstruments);
    }
}
