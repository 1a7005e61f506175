using Rtx.Domain.Risk;
using Rtx.Model;

namespace Rtx.Domain.Accounts;

/// <summary>
/// What orders of one instrument keep. Spot: quote currency for buys, base currency for sells. Margined: lots that count as open, by side. What the
/// instrument's kind does not use is zero.
/// </summary>
internal readonly record struct OrderHold(decimal BuyFunds, decimal SellFunds, long BuyLots, long SellLots)
{
    /// <summary>What lots of one side keep at the worst price that they may trade at.</summary>
    internal static OrderHold Of(Instrument instrument, Side side, Price price, Quantity leavesQty) => (instrument.Kind, side) switch
    {
        (InstrumentKind.Spot, Side.Buy) => new OrderHold(SpotHold.Of(instrument, side, price, leavesQty).Amount, 0m, 0, 0),
        (InstrumentKind.Spot, Side.Sell) => new OrderHold(0m, SpotHold.Of(instrument, side, price, leavesQty).Amount, 0, 0),
        (InstrumentKind.Margined, Side.Buy) => new OrderHold(0m, 0m, leavesQty.Lots, 0),
        (InstrumentKind.Margined, Side.Sell) => new OrderHold(0m, 0m, 0, leavesQty.Lots),
    };

    /// <summary>
    /// What lots of one side, once traded, bring for orders of the other side to trade. Spot: base currency bought; quote currency sold for, at the lowest
    /// price and after the higher fee. Margined: lots of a position that the other side closes.
    /// </summary>
    internal static OrderHold DeliveredBy(Instrument instrument, Side side, Price leastPrice, Quantity quantity) => (instrument.Kind, side) switch
    {
        (InstrumentKind.Spot, Side.Buy) => new OrderHold(0m, instrument.BaseUnits(quantity), 0, 0),
        (InstrumentKind.Spot, Side.Sell) => new OrderHold(
            Money.RoundDown(instrument.Notional(leastPrice, quantity) * (1m - Math.Max(instrument.MakerFeeRate, instrument.TakerFeeRate))), 0m, 0, 0),
        (InstrumentKind.Margined, Side.Buy) => new OrderHold(0m, 0m, 0, quantity.Lots),
        (InstrumentKind.Margined, Side.Sell) => new OrderHold(0m, 0m, quantity.Lots, 0),
    };

    /// <summary>Both, when both may trade.</summary>
    public static OrderHold operator +(OrderHold left, OrderHold right) =>
        new(left.BuyFunds + right.BuyFunds, left.SellFunds + right.SellFunds, left.BuyLots + right.BuyLots, left.SellLots + right.SellLots);

    /// <summary>How much more the first keeps.</summary>
    public static OrderHold operator -(OrderHold left, OrderHold right) =>
        new(left.BuyFunds - right.BuyFunds, left.SellFunds - right.SellFunds, left.BuyLots - right.BuyLots, left.SellLots - right.SellLots);

    /// <summary>The larger one of each, when only one of them may trade.</summary>
    internal OrderHold OrWorse(OrderHold other) => new(
        Math.Max(BuyFunds, other.BuyFunds), Math.Max(SellFunds, other.SellFunds), Math.Max(BuyLots, other.BuyLots), Math.Max(SellLots, other.SellLots));
}

/// <summary>An order, or the orders of a list, that something is held for together.</summary>
internal abstract class HoldOwner(InstrumentHolding holding)
{
    internal InstrumentHolding Holding => holding;

    /// <summary>What is held at the moment.</summary>
    internal OrderHold Held { get; set; }

    /// <summary>What must be held.</summary>
    internal abstract OrderHold Needed();
}
