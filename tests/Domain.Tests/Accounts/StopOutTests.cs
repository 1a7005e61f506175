using System.Globalization;
using Rtx.Domain.Accounts.Risk;
using Rtx.Domain.Marks;
using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Accounts;

/// <summary>
/// Margin calls and stop-outs in XAUUSD: 0.1 USD per tick and lot, 5 % initial and 2.5 % maintenance margin. 90 lots entered at 20,000
/// ticks need 9,000 and 4,500 USD there.
/// </summary>
public sealed class StopOutTests
{
    private static readonly Instrument Gold = TestInstruments.Margined;
    private static readonly Currency Usd = AccountFixture.Usd;

    [Theory]
    [InlineData(20_000, "10000", "9000", "4500", false, false)]
    [InlineData(19_883, "8947", "8947.35", "4473.675", true, false)]
    [InlineData(19_378, "4402", "8720.1", "4360.05", true, false)]
    [InlineData(19_373, "4357", "8717.85", "4358.925", true, true)]
    [InlineData(18_000, "-8000", "8100", "4050", true, true)]
    public void Equity_below_initial_margin_is_a_margin_call_and_below_maintenance_margin_a_stop_out(
        long mark, string equity, string initial, string maintenance, bool isCalled, bool isStoppedOut)
    {
        var fixture = Holding(90, 10_000m);
        fixture.Mark(mark);

        var state = fixture.Account.FindMarginState(Usd, fixture.MarkOf)!;

        Assert.Equal(
            (Number(equity), Number(initial), Number(maintenance)),
            (state.Equity.ToDecimal(), state.InitialMargin.ToDecimal(), state.MaintenanceMargin.ToDecimal()));
        Assert.Equal((isCalled, isStoppedOut), (state.IsCalled, state.IsStoppedOut));
        Assert.Equal(new MarginPosition(Gold.Id, 90, new Price(mark), (mark - 20_000) * 9m), Assert.Single(state.Positions));
    }

    [Fact]
    public void Margin_state_is_unknown_with_a_stale_mark_or_without_one()
    {
        var fixture = Holding(90, 10_000m);
        Assert.Null(fixture.Account.FindMarginState(Usd, static _ => default));
        fixture.Mark(19_000, isStale: true);
        Assert.Null(fixture.Account.FindMarginState(Usd, fixture.MarkOf));
        Assert.Equal([Usd], fixture.Account.MarginCurrencies);
    }

    [Fact]
    public void A_lot_with_a_stale_mark_does_not_prevent_a_stop_out_and_is_not_closed()
    {
        var silver = Gold with { Id = new InstrumentId(3), Symbol = "XAGUSD" };
        var unmarked = Gold with { Id = new InstrumentId(4), Symbol = "XPTUSD" };
        var fixture = Holding(90, 10_000m);
        foreach (var other in new[] { silver, unmarked })
        {
            fixture.Account.RegisterInstrument(other);
            fixture.Account.RestorePosition(other.Id, 1, 2_000m, 0m);
        }

        fixture.Mark(silver, 19_990, isStale: true);
        Assert.Null(fixture.Account.FindMarginState(Usd, fixture.MarkOf));
        fixture.Mark(19_373);
        var state = fixture.Account.FindMarginState(Usd, fixture.MarkOf)!;

        // Valued at the last mark, and without one, at cost.
        Assert.Equal(
            (4_356m, 8_717.85m + 99.95m + 100m, true), (state.Equity.ToDecimal(), state.InitialMargin.ToDecimal(), state.IsStoppedOut));
        Assert.Equal(
            [(2, false), (3, true), (4, true)], state.Positions.Select(position => (position.InstrumentId.Value, position.IsStale)));
        Assert.Equal(Gold.Id, Assert.Single(fixture.Account.FindClosings(state, fixture.MarkOf)).InstrumentId);
    }

    [Theory]
    // 4,357 is left and 8,717.85 needed: at 96.865 per lot, closing 46 restores the margin. All 90 may lose 484 ticks each.
    [InlineData(90, 19_373, false, Side.Sell, 46, 18_889)]
    [InlineData(90, 19_373, true, Side.Sell, 46, 18_889)]
    [InlineData(-90, 20_627, false, Side.Buy, 48, 21_111)]
    // Nothing is left.
    [InlineData(90, 18_889, false, Side.Sell, 90, 18_889)]
    // A debt at a feed's mark is real; a book's traders may have moved their own mark.
    [InlineData(90, 18_000, false, Side.Sell, 90, 18_000)]
    [InlineData(90, 18_000, true, Side.Sell, 90, 18_889)]
    // The limit is farther from the mark than the margin.
    [InlineData(90, 17_900, true, Side.Sell, 90, 18_889, false)]
    [InlineData(-90, 22_000, false, Side.Buy, 90, 22_000)]
    [InlineData(-90, 22_000, true, Side.Buy, 90, 21_111)]
    public void Stop_out_closes_what_restores_the_margin_at_no_price_that_leaves_a_debt(
        long lots, long mark, bool isOfBook, Side side, long closed, long limit, bool isCovered = true)
    {
        var fixture = Holding(lots, 10_000m);
        Mark Marks(InstrumentId _) => new(new Price(mark), IsOfBook: isOfBook);

        var closing = Assert.Single(fixture.Account.FindClosings(fixture.Account.FindMarginState(Usd, Marks)!, Marks));

        Assert.Equal(
            new ForcedClosing(Gold.Id, side, new Quantity(closed), new Price(limit), new Price(mark), MayDeleverage: isOfBook && isCovered),
            closing);
        Assert.True(closing.Allows(new Price(limit)));
        Assert.False(closing.Allows(new Price(limit - side.Sign() * -1)));
    }

    [Fact]
    public void The_largest_loss_is_closed_first_and_no_position_farther_from_its_mark_than_its_margin()
    {
        var silver = Gold with { Id = new InstrumentId(3), Symbol = "XAGUSD" };
        var fixture = Holding(90, 10_000m);
        fixture.Account.RegisterInstrument(silver);
        fixture.Account.RestorePosition(silver.Id, 1, 2_000m, 0m);
        fixture.Mark(19_373);
        fixture.Mark(silver, 19_990);

        var closings = fixture.Account.FindClosings(fixture.Account.FindMarginState(Usd, fixture.MarkOf)!, fixture.MarkOf);

        Assert.Equal([Gold.Id, silver.Id], closings.Select(closing => closing.InstrumentId));
        // A single lot could lose all that is left, 43,560 ticks; its margin is 999.
        Assert.Equal(new Price(18_991), closings[1].Limit);
    }

    [Fact]
    public void Closing_everything_at_the_limit_with_fees_leaves_nothing_and_no_debt()
    {
        var contract = Gold with { TakerFeeRate = 0.001m };
        foreach (var lots in new[] { 90L, -90L, 7L })
        {
            var fixture = new AccountFixture(contract).With(10_000m, Usd);
            fixture.Account.RestorePosition(contract.Id, lots, lots * 2_000m, 0m);
            fixture.Mark(20_000 - (Math.Sign(lots) * (lots == 7 ? 14_000 : 800)));
            var closing = Assert.Single(fixture.Account.FindClosings(
                fixture.Account.FindMarginState(Usd, fixture.MarkOf)!, fixture.MarkOf));

            var order = fixture.Opens(AccountFixture.Limit(contract, closing.Side, Math.Abs(lots), closing.Limit.Ticks, "close"));
            fixture.Trades(order, Math.Abs(lots), closing.Limit.Ticks, isAggressor: true);

            Assert.InRange(fixture.BalanceOf(Usd).Total, 0m, lots == 7 ? 10_000m : 2m * Math.Abs(lots) * 0.1m);
        }
    }

    [Fact]
    public void Account_in_debt_at_a_mark_made_by_a_colluding_account_does_not_close_at_it()
    {
        var fixture = Holding(90, 10_000m);
        Mark Marks(InstrumentId _) => new(new Price(18_000), IsOfBook: true);
        RiskDecision Reserve(NewOrder order) => fixture.Account.Reserve(order, fixture.Resolve(order), Marks);

        Assert.Equal(RejectReason.InsufficientMargin, Reserve(AccountFixture.Limit(Gold, Side.Sell, 90, 18_000, "a")).RejectReason);
        Assert.Equal(RejectReason.InsufficientMargin, Reserve(AccountFixture.Limit(Gold, Side.Sell, 90, 18_888, "b")).RejectReason);
        fixture.Reference = new Price(18_000);
        var market = Reserve(
            AccountFixture.Limit(Gold, Side.Sell, 90, 1, "c") with
            {
                OrderType = OrderType.Market, TimeInForce = TimeInForce.Ioc, Price = null,
            });
        Assert.Equal((true, new Price(18_889)), (market.IsAccepted, market.ProtectionPrice));
        fixture.Account.Release(new ClientOrderId("c"));
        Assert.True(Reserve(AccountFixture.Limit(Gold, Side.Sell, 90, 18_889, "d")).IsAccepted);
        var open = fixture.Opens(AccountFixture.Limit(Gold, Side.Sell, 90, 18_889, "d"));
        Assert.Equal(
            RejectReason.InsufficientMargin,
            fixture.Account.ReserveAmend(AccountFixture.Amendment(open.OrderId, null, 18_888), Marks).RejectReason);
        Assert.True(fixture.Account.ReserveAmend(AccountFixture.Amendment(open.OrderId, null, 18_890), Marks).IsAccepted);
    }

    [Fact]
    public void Forced_closing_has_a_hold_although_the_account_may_not_trade()
    {
        var fixture = new AccountFixture(Gold, AccountStatus.Suspended);
        fixture.Account.RestorePosition(Gold.Id, 90, 180_000m, 0m);
        fixture.Account.IsKillSwitchOn = true;
        var order = AccountFixture.Limit(Gold, Side.Sell, 90, 19_000, "#stop-out:1:1:1") with
        {
            Instructions = new OrderInstructions { ReduceOnly = true },
        };

        fixture.Account.HoldClosing(order, fixture.Resolve(order));

        Assert.Equal([Gold.Id], fixture.Account.WorkingInstruments);
        fixture.Account.Release(order.ClientOrderId);
        Assert.Empty(fixture.Account.WorkingInstruments);
        Assert.False(ClientOrderId.IsNewValid(order.ClientOrderId.Value));
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static AccountFixture Holding(long lots, decimal balance)
    {
        var fixture = new AccountFixture(Gold).With(balance, Usd);
        fixture.Account.RestorePosition(Gold.Id, lots, lots * 2_000m, 0m);
        return fixture;
    }
}
