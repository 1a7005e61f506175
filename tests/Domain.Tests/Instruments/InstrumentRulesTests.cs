using Rtx.Domain.Accounts;
using Rtx.Domain.Accounts.Risk;
using Rtx.Domain.Instruments;
using Rtx.Domain.Matching.Rules;
using Rtx.Domain.Orders;
using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Instruments;

public class InstrumentRulesTests
{
    public static TheoryData<string, Instrument> InvalidContracts()
    {
        var spot = TestInstruments.Spot;
        var margined = TestInstruments.Margined;
        return new TheoryData<string, Instrument>
        {
            { "id", spot with { Id = default } },
            { "kind", spot with { Kind = default } },
            { "price increment", spot with { PriceIncrement = 0m } },
            { "quantity increment", spot with { QuantityIncrement = -1m } },
            { "contract size", margined with { ContractSize = 0m } },
            { "contract size of a spot", spot with { ContractSize = 10m } },
            { "currencies", spot with { QuoteCurrency = spot.BaseCurrency } },
            { "lot that no balance can hold", spot with { QuantityIncrement = 0.000000001m } },
            { "smallest quantity", spot with { MinQuantity = default } },
            { "largest quantity", spot with { MaxQuantity = new Quantity(InstrumentRules.MaxLots + 1) } },
            { "quantities", spot with { MinQuantity = new Quantity(1_001) } },
            { "initial margin", margined with { InitialMarginRate = 1.1m } },
            { "maintenance margin", margined with { MaintenanceMarginRate = 0m } },
            { "maintenance above initial margin", margined with { MaintenanceMarginRate = 0.06m } },
            { "fee", spot with { TakerFeeRate = 1m } },
        };
    }

    [Theory]
    [MemberData(nameof(InvalidContracts))]
    public void Invalid_contract_is_described_and_refused(string what, Instrument instrument)
    {
        Assert.True(InstrumentRules.FindBroken(instrument) is not null, what);
        Assert.Throws<ArgumentException>(() => new OrderBook(instrument));
        Assert.Throws<ArgumentException>(
            () => new TradingAccount(new Account(new AccountId(1), default, "a", AccountStatus.Active)).RegisterInstrument(instrument));
    }

    [Theory]
    [InlineData(0.01, 0.000001, 1, 1)]
    [InlineData(0.00000001, 1, 1, 1)]
    [InlineData(0.00000001, 0.1, 1, 10)]
    [InlineData(0.00000009, 0.1, 1, 10)]
    [InlineData(0.00000005, 0.1, 1, 2)]
    [InlineData(0.00000001, 0.1, 10, 1)]
    [InlineData(0.000001, 0.0025, 1, 4)]
    [InlineData(0.0000000001, 100, 1, 1)]
    public void A_tick_of_one_lot_is_worth_a_whole_number_of_the_smallest_amounts(
        double price, double quantity, double contract, long ticks)
    {
        var instrument = TestInstruments.Margined with
        {
            PriceIncrement = (decimal)price, QuantityIncrement = (decimal)quantity, ContractSize = (decimal)contract,
        };
        Assert.Equal(ticks, InstrumentRules.TicksPerPayablePrice(instrument));
        Assert.Equal(ticks == 1, InstrumentRules.FindBrokenOfNew(instrument) is null);
        // An older one still trades, at the payable prices.
        Assert.Null(InstrumentRules.FindBroken(instrument));
    }

    [Fact]
    public void An_older_instrument_trades_only_at_payable_prices()
    {
        var instrument = TestInstruments.Spot with { PriceIncrement = 0.00000001m, QuantityIncrement = 0.1m };
        var account = new TradingAccount(new Account(new AccountId(1), default, "a", AccountStatus.Active));
        account.RegisterInstrument(instrument);
        account.RestoreBalance(new Currency("USD"), 1_000m);
        Assert.Equal(RejectReason.InvalidPrice, Place(9).RejectReason);
        Assert.Equal(RejectReason.None, Place(10).RejectReason);

        RiskDecision Place(long ticks)
        {
            var order = new NewOrder
            {
                ClientOrderId = new ClientOrderId($"o{ticks}"), InstrumentId = instrument.Id, Side = Side.Buy, OrderType = OrderType.Limit,
                TimeInForce = TimeInForce.Gtc, OrderQty = new Quantity(1),
                Price = new Price(ticks),
            };
            return account.Reserve(
                order, RequestTerms.Resolve(instrument, account.Account.Id, order, reference: null, sessionEnd: null), _ => default);
        }
    }

    [Theory]
    [InlineData(Side.Buy, 1_000, 1_050)]
    [InlineData(Side.Sell, 1_000, 950)]
    [InlineData(Side.Buy, 1_001, 1_052)]
    [InlineData(Side.Sell, 1, 1)]
    public void Protection_price_is_a_band_away_from_the_reference(Side side, long reference, long expected) =>
        Assert.Equal(new Price(expected), ProtectionPrice.From(TestInstruments.Spot, side, new Price(reference)));
}
