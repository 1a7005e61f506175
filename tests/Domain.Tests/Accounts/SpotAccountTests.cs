using Rtx.Domain.Accounts;
using Rtx.Domain.Ledger;
using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Accounts;

public class SpotAccountTests
{
    private static readonly Currency Usd = AccountFixture.Usd;
    private static readonly Currency Btc = AccountFixture.Btc;

    [Fact]
    public void Buy_holds_its_value_at_the_limit_with_the_higher_fee()
    {
        var fixture = new AccountFixture(TestInstruments.SpotWithFees).With(1_000m, Usd);

        Assert.True(fixture.Reserve(Side.Buy, 500, 100).IsAccepted);

        Assert.Equal((501m, 499m), (fixture.BalanceOf(Usd).Held, fixture.BalanceOf(Usd).Available));
    }

    [Fact]
    public void Sell_holds_the_base_units()
    {
        var fixture = new AccountFixture(TestInstruments.SpotWithFees).With(2m, Btc);

        Assert.True(fixture.Reserve(Side.Sell, 150, 100).IsAccepted);
        Assert.Equal(1.5m, fixture.BalanceOf(Btc).Held);
        Assert.Equal(RejectReason.InsufficientFunds, fixture.Reserve(Side.Sell, 51, 100, "b").RejectReason);
    }

    [Fact]
    public void Trade_delivers_both_currencies_takes_the_fee_and_frees_the_price_improvement()
    {
        var fixture = new AccountFixture(TestInstruments.SpotWithFees).With(1_000m, Usd);
        fixture.Reserve(Side.Buy, 500, 100);
        var order = fixture.Opens(Side.Buy, 500, 100);

        fixture.Trades(order, 200, 90, isAggressor: true);

        Assert.Equal((2m, 819.64m, 300.6m), (fixture.BalanceOf(Btc).Total, fixture.BalanceOf(Usd).Total, fixture.BalanceOf(Usd).Held));
        var transaction = fixture.LastTransaction();
        Assert.Equal(
            (LedgerTransactionKind.Trade, 2L, $"trade:{TradeId.Create(TestInstruments.Spot.Id, 2)}:buy"),
            (transaction.Kind, transaction.Sequence, transaction.Reference));
        Assert.Equal(
            [
                Posting(7, 2m, Btc), Posting(LedgerAccounts.Clearing.Value, -2m, Btc),
                Posting(7, -180m, Usd), Posting(LedgerAccounts.Clearing.Value, 180m, Usd),
                Posting(7, -0.36m, Usd), Posting(LedgerAccounts.Fees.Value, 0.36m, Usd),
            ],
            transaction.Postings);
    }

    [Fact]
    public void Resting_seller_pays_the_maker_fee_from_the_proceeds()
    {
        var fixture = new AccountFixture(TestInstruments.SpotWithFees).With(5m, Btc);
        fixture.Reserve(Side.Sell, 500, 100);

        fixture.Trades(fixture.Opens(Side.Sell, 500, 100), 500, 100);

        Assert.Equal((0m, 0m, 499.5m), (fixture.BalanceOf(Btc).Total, fixture.BalanceOf(Btc).Held, fixture.BalanceOf(Usd).Total));
        Assert.EndsWith(":sell", fixture.LastTransaction().Reference, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_small_fills_never_overdraw_a_fully_held_balance()
    {
        // One lot is worth 0.03, and the fee rate makes each fill round up.
        var instrument = TestInstruments.Spot with { TakerFeeRate = 0.0000001m };
        var fixture = new AccountFixture(instrument);
        fixture.With(30.000003m, Usd);
        Assert.True(fixture.Reserve(Side.Buy, 1_000, 3).IsAccepted);
        var order = fixture.Opens(Side.Buy, 1_000, 3);

        for (var fill = 0; fill < 1_000; fill++)
        {
            order = fixture.Trades(order, 1, 3, isAggressor: true);
            Assert.True(fixture.BalanceOf(Usd).Available >= 0m, $"fill {fill}: {fixture.BalanceOf(Usd)}");
        }

        Assert.Equal((0m, 0m, 10m), (fixture.BalanceOf(Usd).Total, fixture.BalanceOf(Usd).Held, fixture.BalanceOf(Btc).Total));
    }

    [Theory]
    [InlineData(Side.Buy)]
    [InlineData(Side.Sell)]
    public void A_fee_below_the_smallest_amount_is_rounded_up_to_it_for_each_order(Side side)
    {
        // One lot is worth 0.03, of which the fee is 3 × 10⁻¹².
        var fixture = new AccountFixture(TestInstruments.Spot with { TakerFeeRate = 0.0000000001m });
        fixture.With(100m, Usd).With(1m, Btc);
        for (var order = 0; order < 10; order++)
        {
            Assert.True(fixture.Reserve(side, 1, 3).IsAccepted);
            fixture.Trades(fixture.Opens(side, 1, 3), 1, 3, isAggressor: true);
        }

        Assert.Equal(100m - (side.Sign() * 0.3m) - 0.0000001m, fixture.BalanceOf(Usd).Total);
    }

    [Fact]
    public void Pending_amendment_holds_the_worse_of_both()
    {
        var fixture = new AccountFixture(TestInstruments.Spot).With(100m, Usd);
        fixture.Reserve(Side.Buy, 10, 100);
        var order = fixture.Opens(Side.Buy, 10, 100);

        Assert.True(fixture.ReserveAmend(order.OrderId, 20, 150).IsAccepted);
        Assert.Equal(30m, fixture.BalanceOf(Usd).Held);
        fixture.Account.ReleaseAmend(AccountFixture.Amendment(order.OrderId, 20, 150));
        Assert.Equal(10m, fixture.BalanceOf(Usd).Held);

        Assert.True(fixture.ReserveAmend(order.OrderId, 5, null).IsAccepted);
        Assert.Equal(10m, fixture.BalanceOf(Usd).Held);
        fixture.Replaces(order, 5, 100);
        Assert.Equal(5m, fixture.BalanceOf(Usd).Held);
    }

    [Fact]
    public void Amendment_may_use_what_the_order_already_holds()
    {
        var fixture = new AccountFixture(TestInstruments.Spot).With(10m, Usd);
        fixture.Reserve(Side.Buy, 10, 100);
        var order = fixture.Opens(Side.Buy, 10, 100);

        Assert.True(fixture.ReserveAmend(order.OrderId, 5, 200).IsAccepted);
        Assert.Equal(RejectReason.InsufficientFunds, fixture.ReserveAmend(order.OrderId, 6, 200).RejectReason);
    }

    [Fact]
    public void Several_pending_amendments_hold_the_worst_combination()
    {
        var fixture = new AccountFixture(TestInstruments.Spot).With(100m, Usd);
        fixture.Reserve(Side.Buy, 10, 100);
        var order = fixture.Opens(Side.Buy, 10, 100);

        fixture.ReserveAmend(order.OrderId, 20, null);
        fixture.ReserveAmend(order.OrderId, null, 200);
        Assert.Equal(40m, fixture.BalanceOf(Usd).Held);
        order = fixture.Replaces(order, 20, 100);
        Assert.Equal(40m, fixture.BalanceOf(Usd).Held);
        fixture.Replaces(order, 20, 200);
        Assert.Equal(40m, fixture.BalanceOf(Usd).Held);
    }

    [Fact]
    public void Release_frees_an_order_that_never_reached_the_book_and_no_other()
    {
        var fixture = new AccountFixture(TestInstruments.Spot).With(100m, Usd);
        fixture.Reserve(Side.Buy, 10, 100, "a");
        fixture.Reserve(Side.Buy, 10, 100, "b");
        fixture.Opens(Side.Buy, 10, 100, "b");

        fixture.Account.Release(new ClientOrderId("a"));
        fixture.Account.Release(new ClientOrderId("b"));
        fixture.Account.Release(new ClientOrderId("c"));

        Assert.Equal(10m, fixture.BalanceOf(Usd).Held);
    }

    [Fact]
    public void Rejection_by_the_book_frees_the_hold()
    {
        var fixture = new AccountFixture(TestInstruments.Spot).With(100m, Usd);
        fixture.Reserve(Side.Buy, 10, 100);

        fixture.Rejects(Side.Buy, 10, 100);

        Assert.Equal(0m, fixture.BalanceOf(Usd).Held);
        Assert.Empty(fixture.Account.Summarize(fixture.MarkOf).OpenOrders);
    }

    [Fact]
    public void Settled_event_is_ignored_when_it_is_delivered_again()
    {
        var fixture = new AccountFixture(TestInstruments.Spot).With(100m, Usd);
        var order = fixture.Opens(Side.Buy, 10, 100);
        var traded = fixture.Trades(order, 10, 100);
        fixture.Account.TakeChanges();
        var again = new AccountFixture(TestInstruments.Spot);
        again.Account.RestoreSettled(TestInstruments.Spot.Id, fixture.Account.SettledSequence(TestInstruments.Spot.Id));

        again.Trades(again.Opens(Side.Buy, 10, 100), 10, 100);

        Assert.True(again.Account.TakeChanges().IsEmpty);
        Assert.Equal(OrdStatus.Filled, traded.Status);
    }

    [Fact]
    public void Trade_settled_after_midnight_takes_effect_on_the_day_of_the_trade()
    {
        var traded = Timestamp.From(new DateTime(2026, 3, 1, 23, 59, 59, 900, DateTimeKind.Utc));
        var booked = Timestamp.From(new DateTime(2026, 3, 2, 0, 5, 0, DateTimeKind.Utc));
        var fixture = new AccountFixture(TestInstruments.Spot) { Time = traded, Now = booked };

        fixture.Trades(fixture.Opens(Side.Buy, 10, 100), 10, 100);

        var transaction = fixture.LastTransaction();
        Assert.Equal((traded, booked), (transaction.EffectiveAt, transaction.BookedAt));
    }

    [Fact]
    public void Deposit_and_withdrawal_are_booked_against_the_outside_world()
    {
        var fixture = new AccountFixture(TestInstruments.Spot).With(100m, Usd);
        fixture.Account.RestoreLedgerSequence(41);

        var decision = fixture.Account.MoveFunds(new Money(-40m, Usd), "w", new Timestamp(9));

        Assert.Equal(new FundsDecision(RejectReason.None, 60m, null), decision);
        var transaction = fixture.LastTransaction();
        Assert.Equal(
            (42L, LedgerTransactionKind.Withdrawal, "w", new Timestamp(9), new Timestamp(9)),
            (transaction.Sequence, transaction.Kind, transaction.Reference, transaction.EffectiveAt, transaction.BookedAt));
        Assert.Equal([Posting(7, -40m, Usd), Posting(LedgerAccounts.External.Value, 40m, Usd)], transaction.Postings);
    }

    [Fact]
    public void Changes_are_taken_once()
    {
        var fixture = new AccountFixture(TestInstruments.Spot).With(100m, Usd);
        fixture.Trades(fixture.Opens(Side.Buy, 10, 100), 10, 100);

        var changes = fixture.Account.TakeChanges();

        Assert.Equal([new BalanceState(Btc, Amount.Of(0.1m)), new BalanceState(Usd, Amount.Of(90m))], changes.Balances);
        Assert.Equal([new SettledState(TestInstruments.Spot.Id, 2)], changes.Settled);
        Assert.Empty(changes.Positions);
        Assert.Equal([1L, 2L], changes.Transactions.Select(transaction => transaction.Sequence));
        Assert.True(fixture.Account.TakeChanges().IsEmpty);
    }

    private static Posting Posting(long account, decimal amount, Currency currency) =>
        new(new AccountId(account), new Money(amount, currency));
}
