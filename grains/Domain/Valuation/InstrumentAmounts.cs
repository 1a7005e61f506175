using Rtx.Domain.Ledger;
using Rtx.Domain.Orders;
using Rtx.Domain.Positions;
using Rtx.Model;

namespace Rtx.Domain.Valuation;

/// <summary>
/// Value, cost, fees and margin of one instrument's lots, each with its own rounding and with rates calculated in advance. Prices may be
/// negative where the instrument allows it.
/// </summary>
internal sealed class InstrumentAmounts
{
    // More than any account can have, and small enough to be summed over all instruments: larger amounts need not be exact.
    private const decimal Ceiling = 100_000_000_000_000_000_000m;
    private const decimal MaxExactTickLots = 1_000_000_000_000_000_000_000_000_000m;

    private readonly Instrument _instrument;
    private readonly decimal _tickLotValue;
    private readonly TickLotRate _value;
    private readonly TickLotRate _makerFee;
    private readonly TickLotRate _takerFee;
    private readonly TickLotRate _highestFee;
    private readonly TickLotRate _buyHold;
    private readonly TickLotRate _leastProceeds;
    private readonly TickLotRate _initialMargin;
    private readonly TickLotRate _maintenanceMargin;
    private readonly UInt128 _tickLotsBelowCeiling;
    private readonly Amount _lot;

    internal InstrumentAmounts(Instrument instrument)
    {
        _instrument = instrument;
        _tickLotValue = instrument.TickLotValue;
        var highestFee = Math.Max(instrument.MakerFeeRate, instrument.TakerFeeRate);
        _value = new TickLotRate(_tickLotValue, 1m);
        _makerFee = new TickLotRate(_tickLotValue, instrument.MakerFeeRate);
        _takerFee = new TickLotRate(_tickLotValue, instrument.TakerFeeRate);
        _highestFee = new TickLotRate(_tickLotValue, highestFee);
        _buyHold = new TickLotRate(_tickLotValue, 1m + highestFee);
        _leastProceeds = new TickLotRate(_tickLotValue, 1m - highestFee);
        _initialMargin = new TickLotRate(_tickLotValue, instrument.InitialMarginRate);
        _maintenanceMargin = new TickLotRate(_tickLotValue, instrument.MaintenanceMarginRate);
        _tickLotsBelowCeiling = _tickLotValue <= Ceiling / MaxExactTickLots
            ? (UInt128)MaxExactTickLots
            : (UInt128)(Ceiling / _tickLotValue);
        _lot = instrument.Kind == InstrumentKind.Spot ? Amount.Of(instrument.BaseUnits(new Quantity(1))) : default;
    }

    /// <summary>
    /// Quote value of a trade, rounded down for both sides, so that the buyer pays exactly what the seller receives. Negative at a negative
    /// price.
    /// </summary>
    internal Amount ValueOf(Price lastPx, Quantity lastQty) => _value.Down(lastPx.Ticks, lastQty.Lots);

    /// <summary>Fee of one side of a trade: its rate on the absolute value, rounded up.</summary>
    internal Amount FeeOf(Price lastPx, Quantity lastQty, bool isAggressor) =>
        (isAggressor ? _takerFee : _makerFee).Up(lastPx.Ticks, lastQty.Lots);

    /// <summary>Base units that a quantity of a spot instrument delivers.</summary>
    internal Amount BaseUnitsOf(Quantity quantity) => new(_lot.Units * quantity.Lots);

    /// <summary>The quote currency that a spot buy pays at worst, with the higher fee, rounded up.</summary>
    internal Amount CostOf(Price price, Quantity quantity) => _buyHold.Up(price.Ticks, quantity.Lots);

    /// <summary>The quote currency that a spot sell receives at least, after the higher fee, rounded down.</summary>
    internal Amount ProceedsOf(Price leastPrice, Quantity quantity) => _leastProceeds.Down(leastPrice.Ticks, quantity.Lots);

    /// <summary>Margin for opening a number of lots at a price, rounded up and capped at a ceiling beyond any account.</summary>
    internal Amount InitialMarginOf(long lots, Price price) =>
        UpToCeiling(_initialMargin, MarginRules.MarginPriceOf(_instrument, price).Ticks, lots);

    /// <summary>The higher fee for a number of lots at a price, rounded up and capped at a ceiling beyond any account.</summary>
    internal Amount FeesOf(Price price, long lots) => UpToCeiling(_highestFee, price.Ticks, lots);

    /// <summary>What a number of lots loses over a distance in ticks, rounded up and capped at a ceiling beyond any account.</summary>
    internal Amount LossOf(long ticks, long lots) => UpToCeiling(_value, ticks, lots);

    /// <summary>The largest distance in ticks over which a number of lots loses no more than an amount; 0 when there is none.</summary>
    internal long TicksOf(Amount loss, long lots)
    {
        if (loss <= Amount.Zero) return 0;
        var ticks = decimal.Floor(loss.ToDecimal() / lots / _tickLotValue);
        return (long)Math.Min(ticks, OrderChecks.MaxPriceTicks);
    }

    /// <summary>Margin for keeping a number of lots at a price, rounded up and capped at a ceiling beyond any account.</summary>
    internal Amount MaintenanceMarginOf(long lots, Price price) =>
        UpToCeiling(_maintenanceMargin, MarginRules.MarginPriceOf(_instrument, price).Ticks, lots);

    /// <summary>Profit and loss of the open lots if they were closed at the price, rounded down.</summary>
    internal Amount UnrealizedPnlOf(NettedPosition position, Price price) => _value.Down(price.Ticks, position.Lots) - position.Cost;

    /// <summary>Absolute average entry price of a position in ticks, rounded up; 0 without a position.</summary>
    internal long EntryTicksOf(NettedPosition position) =>
        position.Lots == 0 ? 0 : (long)decimal.Ceiling(Math.Abs(position.Cost.ToDecimal() / position.Lots) / _tickLotValue);

    private Amount UpToCeiling(in TickLotRate rate, long ticks, long lots)
    {
        var high = Math.BigMul((ulong)Math.Abs(ticks), (ulong)lots, out var low);
        if (new UInt128(high, low) > _tickLotsBelowCeiling) return Amount.Of(Ceiling);
        return rate.Up(ticks, lots);
    }
}
