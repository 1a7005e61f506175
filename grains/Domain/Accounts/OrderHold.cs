using Rtx.Domain.Ledger;
using Rtx.Model;

namespace Rtx.Domain.Accounts;

/// <summary>
/// What orders of one instrument keep. Spot: quote currency for buys, base currency for sells. Margined: lots that count as open, by side. What the
/// instrument's kind does not use is zero.
/// </summary>
internal readonly record struct OrderHold(Amount BuyFunds, Amount SellFunds, long BuyLots, long SellLots)
{
    /// <summary>What lots of one side keep at the worst price that they may trade at.</summary>
    internal static OrderHold Of(InstrumentHolding holding, Side side, Price price, Quantity leavesQty) => (holding.IsMargined, side) switch
    {
        (false, Side.Buy) => new OrderHold(holding.Amounts.CostOf(price, leavesQty), default, 0, 0),
        (false, Side.Sell) => new OrderHold(default, holding.Amounts.BaseUnitsOf(leavesQty), 0, 0),
        (true, Side.Buy) => new OrderHold(default, default, leavesQty.Lots, 0),
        (true, Side.Sell) => new OrderHold(default, default, 0, leavesQty.Lots),
    };

    /// <summary>
    /// What lots of one side, once traded, bring for orders of the other side to trade. Spot: base currency bought; quote currency sold for, at the lowest
    /// price and after the higher fee. Margined: lots of a position that the other side closes.
    /// </summary>
    internal static OrderHold DeliveredBy(InstrumentHolding holding, Side side, Price leastPrice, Quantity quantity) => (holding.IsMargined, side) switch
    {
        (false, Side.Buy) => new OrderHold(default, holding.Amounts.BaseUnitsOf(quantity), 0, 0),
        (false, Side.Sell) => new OrderHold(holding.Amounts.ProceedsOf(leastPrice, quantity), default, 0, 0),
        (true, Side.Buy) => new OrderHold(default, default, 0, quantity.Lots),
        (true, Side.Sell) => new OrderHold(default, default, quantity.Lots, 0),
    };

    /// <summary>Both, when both may trade.</summary>
    public static OrderHold operator +(OrderHold left, OrderHold right) =>
        new(left.BuyFunds + right.BuyFunds, left.SellFunds + right.SellFunds, left.BuyLots + right.BuyLots, left.SellLots + right.SellLots);

    /// <summary>How much more the first keeps.</summary>
    public static OrderHold operator -(OrderHold left, OrderHold right) =>
        new(left.BuyFunds - right.BuyFunds, left.SellFunds - right.SellFunds, left.BuyLots - right.BuyLots, left.SellLots - right.SellLots);

    /// <summary>The larger one of each, when only one of them may trade.</summary>
    internal OrderHold OrWorse(OrderHold other) => new(
        Amount.Max(BuyFunds, other.BuyFunds), Amount.Max(SellFunds, other.SellFunds), Math.Max(BuyLots, other.BuyLots), Math.Max(SellLots, other.SellLots));
}
