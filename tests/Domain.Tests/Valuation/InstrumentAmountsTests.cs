using System.Globalization;
using CsCheck;
using Rtx.Domain.Ledger;
using Rtx.Domain.Orders;
using Rtx.Domain.Positions;
using Rtx.Domain.Valuation;
using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Valuation;

/// <summary>
/// Compares the integer arithmetic with the plain decimal formulas that define each amount, for instruments, prices and quantities of all
/// sizes.
/// </summary>
public class InstrumentAmountsTests
{
    private const decimal MarginCeiling = 100_000_000_000_000_000_000m;
    private static readonly decimal[] Increments = [
        1m, 0.25m, 0.5m, 0.01m, 0.0100m, 0.00001m, 0.00000001m, 0.37m, 0.00013m, 100m, 0.03125m, 123_456.789m];
    private static readonly decimal[] Rates = [0m, 0.00005m, 0.0002m, 0.00030m, 0.001m, 0.0333m, 0.05m, 0.1m, 0.125m, 0.99m];

    // Mostly ordinary sizes, some as large as an order may be.
    private static readonly Gen<long> Ticks = Gen.OneOf(Gen.Long[1, 1_000_000], Gen.Long[1, 1_000_000_000_000_000]);
    private static readonly Gen<long> Lots = Gen.OneOf(Gen.Long[1, 100_000], Gen.Long[1, 1_000_000_000_000]);

    private static readonly Gen<Instrument> Instruments = Gen.Select(
        OneOf(Increments), OneOf(Increments), OneOf(Rates), OneOf(Rates), Gen.Bool)
        .Select((price, quantity, maker, taker, isSpot) => TestInstruments.Margined with
        {
            Kind = isSpot && decimal.Round(quantity, Money.Scale) == quantity ? InstrumentKind.Spot : InstrumentKind.Margined,
            ContractSize = 1m,
            PriceIncrement = price,
            QuantityIncrement = quantity,
            MakerFeeRate = maker,
            TakerFeeRate = taker,
            InitialMarginRate = Math.Max(maker, 0.01m),
            MaintenanceMarginRate = 0.01m,
        });

    [Fact]
    public void Every_amount_equals_the_decimal_formula() => Gen.Select(Instruments, Ticks, Lots, Gen.Bool).Sample(AreSame, iter: 20_000);

    [Fact]
    public void Amounts_of_negative_prices_are_rounded_down_and_their_fees_up()
    {
        var amounts = new InstrumentAmounts(
            TestInstruments.Margined with
            {
                PriceIncrement = 0.000001m, QuantityIncrement = 0.001m, ContractSize = 1m, TakerFeeRate = 0.5m,
            });

        Assert.Equal(Amount.Of(-0.00000001m), amounts.ValueOf(new Price(-1), new Quantity(1)));
        Assert.Equal(Amount.Of(0.00000001m), amounts.FeeOf(new Price(-1), new Quantity(1), isAggressor: true));
        Assert.Equal(Amount.Of(-0.00000003m), amounts.ValueOf(new Price(-21), new Quantity(1)));
    }

    [Fact]
    public void Amount_of_a_decimal_equals_that_decimal() => Gen.Select(Gen.Long, Gen.Int[0, 8]).Sample((digits, scale) =>
    {
        var value = new decimal((int)digits, (int)(digits >> 32), 0, digits < 0, (byte)scale);
        return Amount.Of(value).ToDecimal() == value && (-Amount.Of(value)).ToDecimal() == -value
            && Amount.Of(value).ToString() == Shortest(value);
    });

    [Fact]
    public void Amount_has_no_more_than_eight_decimals()
    {
        Assert.Throws<LedgerInvariantException>(() => Amount.Of(0.000000001m));
        Assert.Equal(700_000_000_000_000_000_000_000m, new Amount(Int128.Parse("70000000000000000000000000000000")).ToDecimal());
    }

    private static bool AreSame(Instrument instrument, long ticks, long lots, bool isNegative)
    {
        var amounts = new InstrumentAmounts(instrument);
        var (price, quantity) = (new Price(isNegative && instrument.Kind == InstrumentKind.Margined ? -ticks : ticks), new Quantity(lots));
        // Skips anything larger than the largest order.
        if (instrument.TickLotValue > OrderChecks.MaxNotional / ((decimal)ticks * lots)) return true;
        var notional = instrument.Notional(price, quantity);
        var highestFee = Math.Max(instrument.MakerFeeRate, instrument.TakerFeeRate);
        var position = new NettedPosition(price.Ticks % 2 == 0 ? lots : -lots, Amount.Of(1_234.56789m), Amount.Zero);
        return amounts.ValueOf(price, quantity).ToDecimal() == Money.RoundDown(notional)
            && amounts.FeeOf(price, quantity, isAggressor: false).ToDecimal() == Money.RoundUp(Math.Abs(notional) * instrument.MakerFeeRate)
            && amounts.FeeOf(price, quantity, isAggressor: true).ToDecimal() == Money.RoundUp(Math.Abs(notional) * instrument.TakerFeeRate)
            && amounts.InitialMarginOf(lots, price).ToDecimal() == Margin(instrument, lots, price, instrument.InitialMarginRate)
            && amounts.MaintenanceMarginOf(lots, price).ToDecimal() == Margin(instrument, lots, price, instrument.MaintenanceMarginRate)
            && amounts.UnrealizedPnlOf(position, price).ToDecimal()
                == Money.RoundDown(((decimal)price.Ticks * position.Lots * instrument.TickLotValue) - 1_234.56789m)
            && (instrument.Kind == InstrumentKind.Margined
                || (amounts.BaseUnitsOf(quantity).ToDecimal() == instrument.BaseUnits(quantity)
                    && amounts.CostOf(price, quantity).ToDecimal() == Money.RoundUp(notional * (1m + highestFee))
                    && amounts.ProceedsOf(price, quantity).ToDecimal() == Money.RoundDown(notional * (1m - highestFee))));
    }

    private static decimal Margin(Instrument instrument, long lots, Price price, decimal rate)
    {
        var tickLots = (decimal)Math.Abs(price.Ticks) * lots;
        return instrument.TickLotValue > MarginCeiling / tickLots
            ? MarginCeiling
            : Money.RoundUp(tickLots * instrument.TickLotValue * rate);
    }

    private static Gen<decimal> OneOf(decimal[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static string Shortest(decimal value) => value.ToString("0.########", CultureInfo.InvariantCulture);
}
