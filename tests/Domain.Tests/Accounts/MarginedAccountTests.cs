using Rtx.Domain.Accounts;
using Rtx.Domain.Accounts.Risk;
using Rtx.Domain.Ledger;
using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Accounts;

/// <summary>
/// In <see cref="TestInstruments.Margined"/> a tick is worth 0.1 USD per lot: 100 lots at 20,000 ticks are worth 200,000 USD and need
/// 10,000 USD.
/// </summary>
public class MarginedAccountTests
{
    private static readonly Instrument Instrument = TestInstruments.Margined;
    private static readonly Currency Usd = AccountFixture.Usd;
    private readonly AccountFixture _fixture = new(Instrument);

    [Fact]
    public void Order_needs_initial_margin_at_the_mark_price()
    {
        _fixture.With(10_000m, Usd).Mark(20_000);

        Assert.True(_fixture.Reserve(Side.Buy, 100, 19_000).IsAccepted);

        Assert.Equal(
            (0m, 10_000m, 0m), (_fixture.BalanceOf(Usd).Held, _fixture.BalanceOf(Usd).InitialMargin, _fixture.BalanceOf(Usd).Available));
    }

    [Fact]
    public void Order_beyond_the_margin_is_refused_with_the_numbers()
    {
        _fixture.With(10_000m, Usd).Mark(20_000);

        var decision = _fixture.Reserve(Side.Buy, 101, 19_000);

        Assert.Equal(RejectReason.InsufficientMargin, decision.RejectReason);
        Assert.Equal("needs 10100 USD, of which 10100 for XAUUSD at 2000 (initial margin 10100, orders may lose 0 beyond the mark and pay "
            + "0 fees); equity for margin 10000 USD", decision.Detail);
    }

    [Fact]
    public void Order_is_valued_at_its_own_price_while_there_is_no_mark()
    {
        _fixture.With(10_000m, Usd);

        Assert.Equal(RejectReason.InsufficientMargin, _fixture.Reserve(Side.Buy, 101, 20_000).RejectReason);
        Assert.True(_fixture.Reserve(Side.Buy, 100, 20_000).IsAccepted);
        Assert.Equal(10_000m, _fixture.BalanceOf(Usd).InitialMargin);
    }

    [Fact]
    public void Nothing_may_raise_the_margin_while_the_mark_is_too_old()
    {
        _fixture.With(10_000m, Usd).Mark(20_000);
        _fixture.Trades(_fixture.Opens(Side.Buy, 50, 20_000, "o"), 50, 20_000);
        var working = _fixture.Opens(Side.Sell, 10, 21_000, "w");
        _fixture.Mark(20_000, isStale: true);

        var more = Reserve(Side.Buy, 1, "more");
        var less = Reserve(Side.Sell, 40, "less");
        var amended = _fixture.ReserveAmend(working.OrderId, lots: 200, ticks: null);

        Assert.Equal(
            (RejectReason.NoReferencePrice, "the mark price of XAUUSD is too old to take more risk"), (more.RejectReason, more.Detail));
        Assert.True(less.IsAccepted);
        Assert.Equal(RejectReason.NoReferencePrice, amended.RejectReason);

        RiskDecision Reserve(Side side, long lots, string name) => _fixture.Reserve(side, lots, 20_000, name);
    }

    [Fact]
    public void Margin_is_for_the_worse_side_of_the_open_orders()
    {
        _fixture.With(10_000m, Usd).Mark(20_000);

        Assert.True(_fixture.Reserve(Side.Buy, 100, 20_000, "a").IsAccepted);
        Assert.True(_fixture.Reserve(Side.Sell, 100, 20_000, "b").IsAccepted);
        Assert.Equal(RejectReason.InsufficientMargin, _fixture.Reserve(Side.Sell, 1, 20_000, "c").RejectReason);
    }

    [Fact]
    public void Order_that_reduces_a_position_needs_no_margin_even_under_water()
    {
        _fixture.With(10_000m, Usd).Mark(20_000);
        _fixture.Trades(_fixture.Opens(Side.Buy, 100, 20_000, "o"), 100, 20_000);
        _fixture.Mark(19_000);

        Assert.Equal(-9_500m, _fixture.BalanceOf(Usd).Available);
        Assert.True(_fixture.Reserve(Side.Sell, 200, 19_000, "a").IsAccepted);
        Assert.Equal(RejectReason.InsufficientMargin, _fixture.Reserve(Side.Sell, 1, 19_000, "b").RejectReason);
        Assert.Equal(RejectReason.InsufficientMargin, _fixture.Reserve(Side.Buy, 1, 19_000, "c").RejectReason);
    }

    [Fact]
    public void Open_loss_is_charged_and_open_profit_does_not_count()
    {
        _fixture.With(20_000m, Usd).Mark(20_000);
        _fixture.Trades(_fixture.Opens(Side.Buy, 100, 20_000, "o"), 100, 20_000);

        _fixture.Mark(20_100);
        Assert.Equal(
            (1_000m, 21_000m, 9_950m),
            (_fixture.BalanceOf(Usd).UnrealizedPnl, _fixture.BalanceOf(Usd).Equity, _fixture.BalanceOf(Usd).Available));
        _fixture.Mark(19_900);
        Assert.Equal(
            (-1_000m, 19_000m, 9_050m),
            (_fixture.BalanceOf(Usd).UnrealizedPnl, _fixture.BalanceOf(Usd).Equity, _fixture.BalanceOf(Usd).Available));
        Assert.Equal(4_975m, _fixture.BalanceOf(Usd).MaintenanceMargin);
    }

    [Fact]
    public void Spot_holds_and_margin_share_the_quote_currency()
    {
        _fixture.Account.RegisterInstrument(TestInstruments.Spot);
        _fixture.With(10_000m, Usd).Mark(20_000);
        Assert.True(_fixture.Reserve(AccountFixture.Limit(TestInstruments.Spot, Side.Buy, 100, 1_000, "s")).IsAccepted);

        Assert.Equal(RejectReason.InsufficientMargin, _fixture.Reserve(Side.Buy, 91, 20_000, "a").RejectReason);
        Assert.True(_fixture.Reserve(Side.Buy, 90, 20_000, "a").IsAccepted);
        Assert.Equal(
            RejectReason.InsufficientFunds, _fixture.Reserve(AccountFixture.Limit(TestInstruments.Spot, Side.Buy, 1, 1, "t")).RejectReason);
    }

    [Fact]
    public void Money_in_another_currency_is_not_collateral()
    {
        _fixture.With(1_000_000m, new Currency("EUR")).Mark(20_000);

        Assert.Equal(RejectReason.InsufficientMargin, _fixture.Reserve(Side.Buy, 1, 20_000).RejectReason);
    }

    [Fact]
    public void Opening_trade_without_fee_books_no_ledger_transaction()
    {
        _fixture.Trades(_fixture.Opens(Side.Sell, 100, 20_000), 100, 20_000);

        var changes = _fixture.Account.TakeChanges();

        Assert.Empty(changes.Transactions);
        Assert.Equal([new PositionState(Instrument.Id, -100, Amount.Of(-200_000m), Amount.Zero)], changes.Positions);
    }

    [Fact]
    public void Closing_trade_books_the_profit_against_clearing()
    {
        _fixture.Trades(_fixture.Opens(Side.Sell, 100, 20_000, "a"), 100, 20_000);
        _fixture.Trades(_fixture.Opens(Side.Buy, 40, 19_000, "b"), 40, 19_000);

        Assert.Equal((-60L, -120_000m, 4_000m), (_fixture.Position().Lots, _fixture.Position().Cost, _fixture.Position().RealizedPnl));
        var transaction = _fixture.LastTransaction();
        Assert.Equal(
            [new Posting(new AccountId(7), new Money(4_000m, Usd)), new Posting(LedgerAccounts.Clearing, new Money(-4_000m, Usd))],
            transaction.Postings);
    }

    [Fact]
    public void Closed_position_is_not_shown_but_its_end_is_made_durable()
    {
        _fixture.Trades(_fixture.Opens(Side.Buy, 100, 20_000, "a"), 100, 20_000);
        _fixture.Trades(_fixture.Opens(Side.Sell, 100, 20_010, "b"), 100, 20_010);

        Assert.Empty(_fixture.Account.Summarize(_fixture.MarkOf).Positions);
        Assert.Equal([new PositionState(Instrument.Id, 0, Amount.Zero, Amount.Of(100m))], _fixture.Account.TakeChanges().Positions);
    }

    [Fact]
    public void Fee_of_a_margined_trade_is_taken_from_the_balance()
    {
        var fixture = new AccountFixture(Instrument with { TakerFeeRate = 0.0001m, AllowsNegativePrices = true });

        fixture.Trades(fixture.Opens(Side.Buy, 100, -20_000), 100, -20_000, isAggressor: true);

        Assert.Equal((-20m, -200_000m), (fixture.BalanceOf(Usd).Total, fixture.Position().Cost));
    }

    [Fact]
    public void Withdrawal_leaves_margin_and_open_losses_covered()
    {
        _fixture.With(20_000m, Usd).Mark(20_000);
        _fixture.Trades(_fixture.Opens(Side.Buy, 100, 20_000), 100, 20_000);
        _fixture.Mark(19_900);

        Assert.Equal(
            RejectReason.InsufficientFunds,
            _fixture.Account.MoveFunds(new Money(-9_050.01m, Usd), "w", default, _fixture.MarkOf).RejectReason);
        Assert.True(_fixture.Account.MoveFunds(new Money(-9_050m, Usd), "w", default, _fixture.MarkOf).IsAccepted);
    }

    [Fact]
    public void Amendment_upwards_needs_margin_for_the_difference()
    {
        _fixture.With(10_000m, Usd).Mark(20_000);
        _fixture.Reserve(Side.Buy, 60, 20_000);
        var order = _fixture.Opens(Side.Buy, 60, 20_000);

        Assert.Equal(RejectReason.InsufficientMargin, _fixture.ReserveAmend(order.OrderId, 101, null).RejectReason);
        Assert.True(_fixture.ReserveAmend(order.OrderId, 100, null).IsAccepted);
        Assert.Equal(10_000m, _fixture.BalanceOf(Usd).InitialMargin);
        _fixture.Cancels(order);
        Assert.Equal(0m, _fixture.BalanceOf(Usd).InitialMargin);
    }

    [Fact]
    public void Huge_exposure_is_refused_and_does_not_overflow()
    {
        var instrument = Instrument with { MaxQuantity = new Quantity(1_000_000_000_000) };
        var fixture = new AccountFixture(instrument).With(1_000m, Usd);
        fixture.Mark(999_999_999_999_999);

        Assert.Equal(RejectReason.InsufficientMargin, fixture.Reserve(Side.Buy, 1_000_000_000_000, 1).RejectReason);
    }
}
