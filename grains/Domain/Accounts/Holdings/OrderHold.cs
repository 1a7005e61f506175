using Rtx.Domain.Ledger;

namespace Rtx.Domain.Accounts.Holdings;

/// <summary>
/// What orders of one instrument need, by side. Fields that the instrument's kind does not use are zero.
/// </summary>
/// <param name="BuyFunds">Spot: quote currency. Margined: what buys lose beyond the mark, and their fees; only the fees while there is no
/// price to measure a loss from.</param>
/// <param name="SellFunds">Spot: base currency. Margined: as for buys.</param>
/// <param name="BuyLots">Margined: lots that may be bought.</param>
/// <param name="SellLots">Margined: lots that may be sold.</param>
/// <param name="BuyExcess">Margined: what buys lose beyond the margin that they free if they close a position.</param>
/// <param name="SellExcess">Margined: as for buys.</param>
internal readonly record struct OrderHold(
    Amount BuyFunds, Amount SellFunds, long BuyLots, long SellLots, Amount BuyExcess = default, Amount SellExcess = default)
{
    /// <summary>The sum, for when both may trade.</summary>
    public static OrderHold operator +(OrderHold left, OrderHold right) => new(
        left.BuyFunds + right.BuyFunds, left.SellFunds + right.SellFunds, left.BuyLots + right.BuyLots, left.SellLots + right.SellLots,
        left.BuyExcess + right.BuyExcess, left.SellExcess + right.SellExcess);

    /// <summary>How much more the first needs.</summary>
    public static OrderHold operator -(OrderHold left, OrderHold right) => new(
        left.BuyFunds - right.BuyFunds, left.SellFunds - right.SellFunds, left.BuyLots - right.BuyLots, left.SellLots - right.SellLots,
        left.BuyExcess - right.BuyExcess, left.SellExcess - right.SellExcess);

    /// <summary>The larger of each field, for when only one of the two may trade.</summary>
    internal OrderHold OrWorse(OrderHold other) => new(
        Amount.Max(BuyFunds, other.BuyFunds), Amount.Max(SellFunds, other.SellFunds), Math.Max(BuyLots, other.BuyLots),
        Math.Max(SellLots, other.SellLots),
        Amount.Max(BuyExcess, other.BuyExcess), Amount.Max(SellExcess, other.SellExcess));
}
