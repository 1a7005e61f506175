using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Accounts;

/// <summary>What blocks everything that could take money out: a position with a stale mark, and a debt in another currency.</summary>
public class StaleMarkAndDebtTests
{
    private static readonly Currency Usd = AccountFixture.Usd;
    private static readonly Currency Eur = new("EUR");
    private static readonly Instrument Gold = TestInstruments.Margined;
    private static readonly Instrument Silver = Gold with { Id = new InstrumentId(3), Symbol = "XAGUSD" };
    private static readonly Instrument Dax = Gold with { Id = new InstrumentId(4), Symbol = "DAXEUR", QuoteCurrency = Eur };
    private static readonly Instrument EuroDollar = TestInstruments.Spot with
    {
        Id = new InstrumentId(5), Symbol = "EURUSD", BaseCurrency = Eur,
    };
    private readonly AccountFixture _fixture = new AccountFixture(Gold).With(20_000m, Usd).With(100_000m, Eur);

    public StaleMarkAndDebtTests()
    {
        foreach (var instrument in new[] { Silver, Dax, EuroDollar })
        {
            _fixture.Account.RegisterInstrument(instrument);
            _fixture.Mark(instrument, 20_000);
        }

        _fixture.Mark(20_000);
        _fixture.Trades(_fixture.Opens(Side.Buy, 100, 20_000, "o"), 100, 20_000);
    }

    private RejectReason Withdraws(decimal amount, Currency currency, out string? detail)
    {
        var decision = _fixture.Account.MoveFunds(new Money(-amount, currency), "w", default, _fixture.MarkOf);
        detail = decision.Detail;
        return decision.RejectReason;
    }

    [Fact]
    public void No_money_leaves_while_the_mark_of_a_position_is_too_old()
    {
        _fixture.Mark(19_990, isStale: true);

        Assert.Equal(RejectReason.NoReferencePrice, Withdraws(1m, Usd, out var detail));
        Assert.Equal("the mark price of XAUUSD is too old to take more risk", detail);
        Assert.Equal(RejectReason.NoReferencePrice, Withdraws(1m, Eur, out _));
        _fixture.Mark(19_990);
        Assert.Equal(RejectReason.None, Withdraws(1m, Usd, out _));
    }

    [Fact]
    public void Orders_elsewhere_may_not_risk_money_that_a_position_with_a_stale_mark_may_have_lost()
    {
        _fixture.Mark(19_990, isStale: true);

        var other = _fixture.Reserve(AccountFixture.Limit(Silver, Side.Buy, 1, 20_000, "silver"));
        var spot = _fixture.Reserve(AccountFixture.Limit(EuroDollar, Side.Buy, 1, 100, "spot"));

        Assert.Equal(
            (RejectReason.NoReferencePrice, "the mark price of XAUUSD is too old to take more risk"), (other.RejectReason, other.Detail));
        Assert.Equal(RejectReason.NoReferencePrice, spot.RejectReason);
        // The position may be in debt by now, so the euros must stay.
        Assert.Equal(RejectReason.NoReferencePrice, _fixture.Reserve(AccountFixture.Limit(Dax, Side.Buy, 1, 20_000, "euro")).RejectReason);
        Assert.Equal(
            RejectReason.NoReferencePrice, _fixture.Reserve(AccountFixture.Limit(EuroDollar, Side.Sell, 1, 1, "euros")).RejectReason);
        Assert.True(_fixture.Reserve(Side.Sell, 100, 19_990, "close").IsAccepted);
    }

    [Fact]
    public void A_position_is_not_closed_at_a_loss_to_a_colluding_account_while_another_one_has_a_stale_mark()
    {
        _fixture.Trades(_fixture.Opens(AccountFixture.Limit(Dax, Side.Buy, 10, 20_000, "d")), 10, 20_000);
        _fixture.Mark(19_990, isStale: true);

        Assert.Equal(
            RejectReason.NoReferencePrice, _fixture.Reserve(AccountFixture.Limit(Dax, Side.Sell, 10, 10_000, "gift")).RejectReason);
        Assert.True(_fixture.Reserve(AccountFixture.Limit(Dax, Side.Sell, 10, 20_000, "close")).IsAccepted);
    }

    [Fact]
    public void Stale_mark_of_an_instrument_without_a_position_blocks_only_its_own_orders()
    {
        _fixture.Mark(Silver, 20_000, isStale: true);

        Assert.Equal(
            RejectReason.NoReferencePrice, _fixture.Reserve(AccountFixture.Limit(Silver, Side.Buy, 1, 20_000, "silver")).RejectReason);
        Assert.True(_fixture.Reserve(Side.Buy, 1, 20_000, "gold").IsAccepted);
        Assert.Equal(RejectReason.None, Withdraws(1m, Usd, out _));
    }

    [Fact]
    public void Debt_in_one_currency_blocks_withdrawals_of_all_others()
    {
        _fixture.Mark(17_000);

        Assert.Equal(-10_000m, _fixture.BalanceOf(Usd).Equity);
        Assert.Equal(RejectReason.InsufficientFunds, Withdraws(1m, Eur, out var detail));
        Assert.Equal("10000 USD are owed", detail);
        _fixture.With(10_000m, new Currency("USD"), "more");
        Assert.Equal(RejectReason.None, Withdraws(1m, Eur, out _));
    }

    [Fact]
    public void Debt_blocks_orders_that_could_move_the_other_money_to_a_colluding_account()
    {
        _fixture.Trades(_fixture.Opens(AccountFixture.Limit(Gold, Side.Sell, 100, 17_000, "c")), 100, 17_000);

        var spot = _fixture.Reserve(AccountFixture.Limit(EuroDollar, Side.Sell, 1, 1, "spot"));
        var margined = _fixture.Reserve(AccountFixture.Limit(Dax, Side.Buy, 1, 20_000, "dax"));

        Assert.Equal((RejectReason.InsufficientFunds, "10000 USD are owed"), (spot.RejectReason, spot.Detail));
        Assert.Equal((RejectReason.InsufficientMargin, "10000 USD are owed"), (margined.RejectReason, margined.Detail));
    }

    [Fact]
    public void Money_that_secures_a_losing_position_can_not_be_exchanged()
    {
        _fixture.Mark(19_000);

        var decision = _fixture.Reserve(AccountFixture.Limit(EuroDollar, Side.Buy, 600, 100, "spot"));

        Assert.Equal((RejectReason.InsufficientFunds, "needs 600 USD, available 500 USD"), (decision.RejectReason, decision.Detail));
    }
}
