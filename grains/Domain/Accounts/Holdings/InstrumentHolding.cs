using Rtx.Domain.Ledger;
using Rtx.Domain.Orders;
using Rtx.Domain.Positions;
using Rtx.Domain.Valuation;
using Rtx.Model;

namespace Rtx.Domain.Accounts.Holdings;

/// <summary>What an account holds in one instrument: position, lots of open margined orders, and how far its book is settled.</summary>
internal sealed class InstrumentHolding(InstrumentTerms terms)
{
    private Amount _buyFees;
    private Amount _sellFees;
    private long _highestBuy = long.MinValue;
    private long _lowestSell = long.MaxValue;
    private int _specialOrders;

    internal InstrumentId Id { get; } = terms.Instrument.Id;

    internal Instrument Instrument => terms.Instrument;

    internal OrderChecks Checks => terms.Checks;

    internal InstrumentAmounts Amounts => terms.Amounts;

    internal NettedPosition Position { get; set; }

    /// <summary>Lots that open margined orders may buy.</summary>
    internal long OpenBuyLots { get; private set; }

    /// <summary>Lots that open margined orders may sell.</summary>
    internal long OpenSellLots { get; private set; }

    /// <summary>
    /// Whether each order must be looked at to find what they need at a mark: reduce-only orders, orders that wait for a trigger price and
    /// orders of lists do not simply add up.
    /// </summary>
    internal bool MustLookAtOrders => _specialOrders > 0 || terms.FeeExceedsMargin;

    internal long SettledSequence { get; set; }

    /// <summary>The newest known epoch of the book; 0 while none is known.</summary>
    internal long BookEpoch { get; set; }

    /// <summary>The sequence at which the activation of that epoch started; null until it has sent something.</summary>
    internal long? BookOpenedAt { get; set; }

    internal bool IsMargined => terms.IsMargined;

    /// <summary>Whether its position has changed since the changes were last taken.</summary>
    internal bool IsPositionChanged { get; set; }

    /// <summary>
    /// Whether its settled sequence has changed since the changes were last taken; it changes whenever the position does.
    /// </summary>
    internal bool IsSettledChanged { get; set; }

    /// <summary>Whether it has neither position nor open orders: it needs no margin and no price.</summary>
    internal bool IsFlat => Position.Lots == 0 && OpenBuyLots == 0 && OpenSellLots == 0;

    /// <summary>Whether its margin is in a currency.</summary>
    internal bool IsMarginedIn(Currency currency) => IsMargined && Instrument.QuoteCurrency == currency;

    /// <summary>Applies a new hold of an order or a list.</summary>
    internal void ChangeOpen(HoldOwner owner, in OrderHold hold, bool isSpecial)
    {
        ref var held = ref owner.Held;
        OpenBuyLots += hold.BuyLots - held.BuyLots;
        OpenSellLots += hold.SellLots - held.SellLots;
        _buyFees += hold.BuyFunds - held.BuyFunds;
        _sellFees += hold.SellFunds - held.SellFunds;
        if (OpenBuyLots < 0 || OpenSellLots < 0)
            throw new AccountInvariantException($"Open orders in {Id}: buy {OpenBuyLots}, sell {OpenSellLots} lots.");
        if (OpenBuyLots == 0) _highestBuy = long.MinValue;
        if (OpenSellLots == 0) _lowestSell = long.MaxValue;
        if (owner.IsCountedSpecial == isSpecial) return;
        owner.IsCountedSpecial = isSpecial;
        _specialOrders += isSpecial ? 1 : -1;
    }

    /// <summary>Notes the worst price of an order that is open.</summary>
    internal void NotePrice(Side side, Price worst)
    {
        if (side == Side.Buy) _highestBuy = Math.Max(_highestBuy, worst.Ticks);
        else _lowestSell = Math.Min(_lowestSell, worst.Ticks);
    }

    /// <summary>Finds the worst prices of the open orders again: the noted ones may be from closed orders.</summary>
    internal void SetExtremes(WorkingOrders orders)
    {
        (_highestBuy, _lowestSell) = (long.MinValue, long.MaxValue);
        foreach (var working in orders.All)
        {
            if (working.Holding == this) NotePrice(working.Side, working.WorstPrice);
        }
    }

    /// <summary>
    /// An upper bound of what position and open orders need at a mark, in one step: as if all orders had the worst price of their side.
    /// </summary>
    internal Amount NeedAtMost(Price mark)
    {
        var buyBeyond = OpenBuyLots == 0 ? 0 : Math.Max(0, _highestBuy - mark.Ticks);
        var sellBeyond = OpenSellLots == 0 ? 0 : Math.Max(0, mark.Ticks - _lowestSell);
        var (buyLoss, sellLoss) = (_buyFees, _sellFees);
        if (buyBeyond > 0) buyLoss += Amounts.LossOf(buyBeyond, OpenBuyLots);
        if (sellBeyond > 0) sellLoss += Amounts.LossOf(sellBeyond, OpenSellLots);
        var atLong = SignedMarginOf(Position.Lots + OpenBuyLots, mark) + buyLoss;
        var atShort = SignedMarginOf(OpenSellLots - Position.Lots, mark) + sellLoss;
        if (buyBeyond > 0) atShort += buyLoss;
        if (sellBeyond > 0) atLong += sellLoss;
        return Amount.Max(atLong, atShort);
    }

    /// <summary>The initial margin of lots; negative for a negative number of lots.</summary>
    internal Amount SignedMarginOf(long lots, Price price) =>
        lots >= 0 ? Amounts.InitialMarginOf(lots, price) : -Amounts.InitialMarginOf(-lots, price);
}
