using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Accounts;

/// <summary>Every reason for which an account refuses an order or an amendment, and which one takes precedence.</summary>
public class RefusalTests
{
    private static readonly Instrument Spot = TestInstruments.Spot;

    public static TheoryData<string, NewOrder, RejectReason> IllegalOrders()
    {
        var legal = AccountFixture.Limit(Spot, Side.Buy, 5, 100);
        var market = legal with { OrderType = OrderType.Market, TimeInForce = TimeInForce.Ioc, Price = null };
        var stop = legal with { OrderType = OrderType.StopLimit, Instructions = new OrderInstructions { StopPx = new Price(0) } };
        return new TheoryData<string, NewOrder, RejectReason>
        {
            { "unknown instrument", legal with { InstrumentId = new InstrumentId(99), OrderQty = default },
                RejectReason.UnknownInstrument },
            { "limit without price", legal with { Price = null }, RejectReason.InvalidTerms },
            { "market that would rest", market with { TimeInForce = TimeInForce.Gtc }, RejectReason.InvalidTerms },
            { "no side", legal with { Side = default }, RejectReason.InvalidTerms },
            { "no order type", legal with { OrderType = default, Price = null }, RejectReason.InvalidTerms },
            { "no time in force", legal with { TimeInForce = (TimeInForce)99 }, RejectReason.InvalidTerms },
            { "role outside of a list", legal with { Instructions = new OrderInstructions { ListRole = ListRole.OcoLeg } },
                RejectReason.InvalidTerms },
            { "no client order id", legal with { ClientOrderId = default }, RejectReason.InvalidTerms },
            { "no terms and no price", legal with { Side = default, Price = new Price(0) }, RejectReason.InvalidTerms },
            { "price zero", legal with { Price = new Price(0) }, RejectReason.InvalidPrice },
            { "price negative and quantity zero", legal with { Price = new Price(-1), OrderQty = default }, RejectReason.InvalidPrice },
            { "quantity zero", legal with { OrderQty = default }, RejectReason.QuantityTooSmall },
            { "quantity negative", legal with { OrderQty = new Quantity(-5) }, RejectReason.QuantityTooSmall },
            { "quantity above the maximum", legal with { OrderQty = new Quantity(1_001) }, RejectReason.QuantityTooLarge },
            { "worth more than any order may be", legal with { OrderQty = new Quantity(1_000), Price = new Price(999_999_999_999_999) },
                RejectReason.QuantityTooLarge },
            { "more than there is", legal with { Price = new Price(1_000_000) }, RejectReason.InsufficientFunds },
            { "more than there is, of an illegal trigger price", stop with { Price = new Price(1_000_000) },
                RejectReason.InsufficientFunds },
            { "trigger price zero", stop, RejectReason.InvalidStopPx },
            { "shows more than it has", legal with { Instructions = new OrderInstructions { DisplayQty = new Quantity(6) } },
                RejectReason.InvalidDisplayQty },
            { "asks for more than it has", legal with { Instructions = new OrderInstructions { MinQty = new Quantity(6) } },
                RejectReason.InvalidMinQty },
            { "worth less than any order may be", legal with { OrderQty = new Quantity(1) }, RejectReason.NotionalTooSmall },
            { "worth more than an order may be", legal with { OrderQty = new Quantity(501) }, RejectReason.NotionalTooLarge },
        };
    }

    [Theory]
    [MemberData(nameof(IllegalOrders))]
    public void Illegal_order_is_refused_and_holds_nothing(string why, NewOrder order, RejectReason reason)
    {
        var fixture = new AccountFixture(Spot with { MatchingRules = new MatchingRules { MinNotional = 2m, MaxNotional = 500m } }).With(
            1_000m, AccountFixture.Usd);

        var decision = fixture.Reserve(order);

        Assert.True(decision.RejectReason == reason, $"{why}: {decision}");
        Assert.NotNull(decision.Detail);
        Assert.Equal(0m, fixture.BalanceOf(AccountFixture.Usd).Held);
    }

    [Fact]
    public void Working_client_order_id_is_refused_before_everything_else()
    {
        var fixture = new AccountFixture(Spot).With(1_000m, AccountFixture.Usd);
        Assert.True(fixture.Reserve(Side.Buy, 5, 100).IsAccepted);

        Assert.Equal(RejectReason.DuplicateClientOrderId, fixture.Reserve(Side.Buy, 0, 0).RejectReason);
        fixture.Opens(Side.Buy, 5, 100);
        Assert.Equal(RejectReason.DuplicateClientOrderId, fixture.Reserve(Side.Buy, 5, 100).RejectReason);
    }

    [Fact]
    public void Missing_reference_price_is_checked_after_the_orders_own_terms_and_before_its_cost()
    {
        var fixture = new AccountFixture(Spot, maxOpenOrders: 1) { Reference = null };
        var market = AccountFixture.Limit(Spot, Side.Buy, 5, 100) with
        {
            OrderType = OrderType.Market, TimeInForce = TimeInForce.Ioc, Price = null,
        };

        Assert.Equal(RejectReason.QuantityTooSmall, fixture.Reserve(market with { OrderQty = default }).RejectReason);
        Assert.Equal(RejectReason.NoReferencePrice, fixture.Reserve(market).RejectReason);
        fixture.Opens(Side.Buy, 5, 100, "o");
        Assert.Equal(RejectReason.TooManyOpenOrders, fixture.Reserve(market).RejectReason);
    }

    [Fact]
    public void Kill_switch_is_the_last_reason_for_a_refusal()
    {
        var fixture = new AccountFixture(Spot).With(1_000m, AccountFixture.Usd);
        var order = fixture.Opens(Side.Buy, 5, 100, "o");
        fixture.Account.IsKillSwitchOn = true;

        Assert.Equal(RejectReason.KillSwitchOn, fixture.Reserve(Side.Buy, 5, 100).RejectReason);
        Assert.Equal(RejectReason.KillSwitchOn, fixture.ReserveAmend(order.OrderId, 4, null).RejectReason);
        Assert.Equal(RejectReason.InsufficientFunds, fixture.Reserve(Side.Buy, 1_000, 100_000).RejectReason);
        Assert.Equal(5m, fixture.BalanceOf(AccountFixture.Usd).Held);
        fixture.Account.IsKillSwitchOn = false;
        Assert.True(fixture.Reserve(Side.Buy, 5, 100).IsAccepted);
    }

    [Fact]
    public void Suspended_account_may_neither_place_nor_amend_orders()
    {
        var fixture = new AccountFixture(Spot, AccountStatus.Suspended);
        var order = fixture.Opens(Side.Buy, 5, 100);

        Assert.Equal(
            RejectReason.AccountSuspended,
            fixture.Reserve(AccountFixture.Limit(Spot, Side.Buy, 5, 100, "b") with { InstrumentId = new InstrumentId(99) }).RejectReason);
        Assert.Equal(RejectReason.AccountSuspended, fixture.ReserveAmend(order.OrderId, 1, null).RejectReason);
    }

    [Fact]
    public void Order_beyond_the_limit_of_open_orders_is_refused_until_one_closes()
    {
        var fixture = new AccountFixture(Spot, maxOpenOrders: 2).With(1_000m, AccountFixture.Usd);
        fixture.Reserve(Side.Buy, 1, 100, "a");
        fixture.Reserve(Side.Buy, 1, 100, "b");

        var decision = fixture.Reserve(Side.Buy, 1_000, 100_000, "c");
        Assert.Equal((RejectReason.TooManyOpenOrders, "2 working orders of at most 2"), (decision.RejectReason, decision.Detail));

        fixture.Cancels(fixture.Opens(Side.Buy, 1, 100, "b"));
        Assert.True(fixture.Reserve(Side.Buy, 1, 100, "c").IsAccepted);
    }

    [Theory]
    [InlineData(null, null, RejectReason.InvalidTerms)]
    [InlineData(0L, 0L, RejectReason.InvalidPrice)]
    [InlineData(0L, null, RejectReason.QuantityTooSmall)]
    [InlineData(1_001L, null, RejectReason.QuantityTooLarge)]
    [InlineData(3L, null, RejectReason.QuantityBelowFilled)]
    [InlineData(2L, 200L, RejectReason.QuantityBelowFilled)]
    [InlineData(1_000L, 200L, RejectReason.InsufficientFunds)]
    public void Illegal_amendment_is_refused_and_changes_no_hold(long? lots, long? ticks, RejectReason reason)
    {
        var fixture = new AccountFixture(Spot).With(100m, AccountFixture.Usd);
        fixture.Reserve(Side.Buy, 5, 100);
        var order = fixture.Trades(fixture.Opens(Side.Buy, 5, 100), 3, 100);

        Assert.Equal(reason, fixture.ReserveAmend(order.OrderId, lots, ticks).RejectReason);
        Assert.Equal(2m, fixture.BalanceOf(AccountFixture.Usd).Held);
    }

    public static TheoryData<string, AmendOrder, RejectReason> AmendmentsOfAnIceberg()
    {
        var id = OrderId.Create(Spot.Id, 1);
        return new TheoryData<string, AmendOrder, RejectReason>
        {
            { "trigger price of an order without", new AmendOrder(id) { StopPx = new Price(100) }, RejectReason.InvalidTerms },
            { "expire time of an order without", new AmendOrder(id) { ExpireTime = new Timestamp(9) }, RejectReason.InvalidTerms },
            { "shows more than it has", new AmendOrder(id) { DisplayQty = new Quantity(6) }, RejectReason.InvalidDisplayQty },
            { "has less than it shows", new AmendOrder(id, new Quantity(1)), RejectReason.InvalidDisplayQty },
            { "costs too much and shows too much", new AmendOrder(id, Price: new Price(10_000)) { DisplayQty = new Quantity(6) },
                RejectReason.InsufficientFunds },
            { "worth too little", new AmendOrder(id, Price: new Price(1)), RejectReason.NotionalTooSmall },
            { "shows another quantity", new AmendOrder(id) { DisplayQty = new Quantity(3) }, RejectReason.None },
        };
    }

    [Theory]
    [MemberData(nameof(AmendmentsOfAnIceberg))]
    public void Amendment_must_fit_its_order(string why, AmendOrder amend, RejectReason reason)
    {
        var fixture = new AccountFixture(Spot with { MatchingRules = new MatchingRules { MinNotional = 2m } }).With(
            100m, AccountFixture.Usd);
        fixture.Opens(
            AccountFixture.Limit(Spot, Side.Buy, 5, 100) with { Instructions = new OrderInstructions { DisplayQty = new Quantity(2) } });

        Assert.True(fixture.Account.ReserveAmend(amend, fixture.MarkOf).RejectReason == reason, why);
    }

    [Theory]
    [InlineData(OrderPlace.Trigger, RejectReason.None)]
    [InlineData(OrderPlace.Held, RejectReason.None)]
    [InlineData(OrderPlace.Book, RejectReason.InvalidTerms)]
    public void Trigger_price_may_be_amended_while_the_order_waits_for_it(OrderPlace place, RejectReason reason)
    {
        var fixture = new AccountFixture(Spot).With(100m, AccountFixture.Usd);
        var stop = AccountFixture.Limit(Spot, Side.Buy, 5, 100) with
        {
            OrderType = OrderType.StopLimit, Instructions = new OrderInstructions { StopPx = new Price(90) },
        };
        var order = fixture.Opens(stop, place);

        Assert.Equal(
            reason, fixture.Account.ReserveAmend(new AmendOrder(order.OrderId) { StopPx = new Price(95) }, fixture.MarkOf).RejectReason);
        if (reason != RejectReason.None) return;
        Assert.Equal(
            RejectReason.InvalidStopPx,
            fixture.Account.ReserveAmend(new AmendOrder(order.OrderId) { StopPx = new Price(0) }, fixture.MarkOf).RejectReason);
    }

    [Fact]
    public void Amendment_of_a_missing_order_is_refused_as_unknown_and_of_a_closed_one_as_closed()
    {
        var fixture = new AccountFixture(Spot).With(100m, AccountFixture.Usd);
        var order = fixture.Cancels(fixture.Opens(Side.Buy, 5, 100));

        Assert.Equal(RejectReason.OrderClosed, fixture.ReserveAmend(order.OrderId, 1, null).RejectReason);
        Assert.Equal(RejectReason.UnknownOrder, fixture.ReserveAmend(OrderId.Create(Spot.Id, 999), 1, null).RejectReason);
        Assert.Equal(RejectReason.UnknownInstrument, fixture.ReserveAmend(OrderId.Create(new InstrumentId(99), 1), 1, null).RejectReason);
    }

    [Fact]
    public void Refusal_for_funds_has_the_numbers()
    {
        var fixture = new AccountFixture(TestInstruments.SpotWithFees).With(10m, AccountFixture.Usd);
        fixture.Reserve(Side.Buy, 5, 100, "a");

        var decision = fixture.Reserve(Side.Buy, 5, 100, "b");

        Assert.Equal("needs 5.01 USD, available 4.99 USD", decision.Detail);
    }

    [Theory]
    [InlineData("0", "r", RejectReason.InvalidTerms)]
    [InlineData("0.000000001", "r", RejectReason.InvalidTerms)]
    [InlineData("1000000000000001", "r", RejectReason.InvalidTerms)]
    [InlineData("1", "", RejectReason.InvalidTerms)]
    [InlineData("1", "trade:1:buy", RejectReason.InvalidTerms)]
    [InlineData("-5.00000001", "r", RejectReason.InsufficientFunds)]
    public void Illegal_deposit_or_withdrawal_is_refused_and_books_nothing(string amount, string reference, RejectReason reason)
    {
        var fixture = new AccountFixture(Spot).With(10m, AccountFixture.Usd);
        fixture.Reserve(Side.Buy, 5, 100);
        fixture.Account.TakeChanges();

        var decision = fixture.Account.MoveFunds(new Money(decimal.Parse(amount), AccountFixture.Usd), reference, default);

        Assert.Equal((reason, 10m), (decision.RejectReason, decision.Balance));
        Assert.NotNull(decision.Detail);
        Assert.True(fixture.Account.TakeChanges().IsEmpty);
    }
}
