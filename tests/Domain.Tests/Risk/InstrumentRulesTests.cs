using Rtx.Domain.Accounts;
using Rtx.Domain.Matching;
using Rtx.Domain.Risk;
using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Risk;

public class InstrumentRulesTests
{
    public static TheoryData<string, Instrument> BrokenContracts()
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
    [MemberData(nameof(BrokenContracts))]
    public void Broken_contract_is_named_and_refused(string what, Instrument instrument)
    {
        Assert.True(InstrumentRules.FindBroken(instrument) is not null, what);
        Assert.Throws<ArgumentException>(() => new OrderBook(instrument));
        Assert.Throws<ArgumentException>(() => new TradingAccount(new Account(new AccountId(1), default, "a", AccountStatus.Active)).RegisterInstrument(instrument));
    }

    [Theory]
    [InlineData(Side.Buy, 1_000, 1_050)]
    [InlineData(Side.Sell, 1_000, 950)]
    [InlineData(Side.Buy, 1_001, 1_052)]
    [InlineData(Side.Sell, 1, 1)]
    public void Protection_price_is_a_band_away_from_the_reference(Side side, long reference, long expected) =>
        Assert.Equal(new Price(expected), ProtectionPrice.From(TestInstruments.Spot, side, new Price(reference)));
}
