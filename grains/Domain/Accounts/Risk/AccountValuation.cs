using Rtx.Domain.Accounts.Holdings;
using Rtx.Domain.Ledger;
using Rtx.Domain.Marks;
using Rtx.Model;

namespace Rtx.Domain.Accounts.Risk;

/// <summary>
/// What an account is worth and what it needs, at marks: the one valuation used by checks of orders, amendments and withdrawals, and by the
/// summary. It changes nothing.
/// </summary>
internal sealed class AccountValuation(AccountHoldings holdings, WorkingOrders orders)
{
    /// <summary>What may serve as margin: the balance less open losses and what spot orders hold. Open profit does not count.</summary>
    internal Amount EquityForOrders(CurrencyBalance balance, Func<InstrumentId, Mark> marks) => Worth(balance, marks) - balance.Held;

    /// <summary>The balance less open losses.</summary>
    internal Amount Worth(CurrencyBalance balance, Func<InstrumentId, Mark> marks) =>
        balance.Total + Amount.Min(UnrealizedPnl(balance.Currency, marks), Amount.Zero);

    /// <summary>Profit and loss of the open positions with this quote currency.</summary>
    internal Amount UnrealizedPnl(Currency currency, Func<InstrumentId, Mark> marks)
    {
        var sum = Amount.Zero;
        foreach (var holding in holdings.All)
        {
            if (holding.IsMarginedIn(currency)) sum += UnrealizedPnl(holding, marks);
        }

        return sum;
    }

    /// <summary>Profit and loss of one open position; zero without a mark.</summary>
    internal static Amount UnrealizedPnl(InstrumentHolding holding, Func<InstrumentId, Mark> marks) =>
        holding.Position.Lots != 0 && marks(holding.Instrument.Id).Price is { } mark
            ? holding.Amounts.UnrealizedPnlOf(holding.Position, mark)
            : Amount.Zero;

    /// <summary>What all instruments of a quote currency need.</summary>
    internal Amount Need(Currency currency, Func<InstrumentId, Mark> marks)
    {
        var sum = Amount.Zero;
        foreach (var holding in holdings.All)
        {
            if (!holding.IsFlat && holding.IsMarginedIn(currency)) sum += NeedOf(holding, PriceOf(holding, marks)).Total;
        }

        return sum;
    }

    /// <summary>
    /// A lower bound of what is left when a currency's whole need is covered; null while the mark of a position is stale. It usually looks
    /// at each instrument once, and at no orders.
    /// </summary>
    internal Amount? LeftAtLeast(CurrencyBalance balance, Func<InstrumentId, Mark> marks)
    {
        var (pnl, need) = (Amount.Zero, Amount.Zero);
        foreach (var holding in holdings.All)
        {
            if (holding.IsFlat || !holding.IsMarginedIn(balance.Currency)) continue;
            var mark = marks(holding.Id);
            var position = holding.Position;
            if (mark.IsStale && position.Lots != 0) return null;
            if (mark.Price is { } price && !holding.MustLookAtOrders)
            {
                need += holding.NeedAtMost(price);
                if (position.Lots != 0) pnl += holding.Amounts.UnrealizedPnlOf(position, price);
            }
            else
            {
                need += NeedOf(holding, PriceOf(holding, marks)).Total;
                pnl += UnrealizedPnl(holding, marks);
            }
        }

        return balance.Total + Amount.Min(pnl, Amount.Zero) - balance.Held - need;
    }

    /// <summary>Maintenance margin of the open positions of a quote currency.</summary>
    internal Amount MaintenanceMargin(Currency currency, Func<InstrumentId, Mark> marks)
    {
        var sum = Amount.Zero;
        foreach (var holding in holdings.All)
        {
            if (holding.IsFlat || !holding.IsMarginedIn(currency)) continue;
            sum += holding.Amounts.MaintenanceMarginOf(Math.Abs(holding.Position.Lots), PriceOf(holding, marks).Price);
        }

        return sum;
    }

    /// <summary>What orders of all instruments of a quote currency lose beyond their marks, without fees.</summary>
    internal Amount OrderLosses(Currency currency, Func<InstrumentId, Mark> marks)
    {
        var sum = Amount.Zero;
        foreach (var holding in holdings.All)
        {
            if (!holding.IsFlat && holding.IsMarginedIn(currency)) sum += OrderLoss(holding, PriceOf(holding, marks));
        }

        return sum;
    }

    /// <summary>What orders of an instrument lose beyond a price, without fees.</summary>
    internal Amount OrderLoss(InstrumentHolding holding, ValuationPrice price) => NeedOf(holding, price, withFees: false).Loss;

    /// <summary>
    /// The mark; without one, the price farthest from zero among the opening orders and the position's entry price.
    /// </summary>
    internal ValuationPrice PriceOf(InstrumentHolding holding, Func<InstrumentId, Mark> marks)
    {
        if (marks(holding.Id).Price is { } mark) return new ValuationPrice(mark, IsMark: true);
        var farthest = holding.Amounts.EntryTicksOf(holding.Position);
        foreach (var working in orders.All)
        {
            if (working.Holding == holding && !working.IsReduceOnly) farthest = Math.Max(farthest, working.FarthestTicks);
        }

        return new ValuationPrice(new Price(farthest), IsMark: false);
    }

    /// <summary>
    /// A lower bound of what one instrument needs: without reduce-only orders and lists, for which <see cref="NeedOf"/> may be too high. A
    /// baseline that is too high would let a change pass as raising no need.
    /// </summary>
    internal MarginNeed LeastNeedOf(InstrumentHolding holding, ValuationPrice price)
    {
        var (rates, all) = (new HoldRates(holding, price.Price, price.IsMark), default(OrderHold));
        foreach (var working in orders.All)
        {
            if (working.Holding == holding && working.List is null && !working.IsReduceOnly) all += working.NeededAt(rates);
        }

        return Combine(holding, price.Price, all, reducing: default, entryLots: default);
    }

    /// <summary>What one instrument needs, from each of its orders.</summary>
    internal MarginNeed NeedOf(InstrumentHolding holding, ValuationPrice price, bool withFees = true)
    {
        var rates = new HoldRates(holding, price.Price, price.IsMark, withFees);
        var (all, reducing, entryLots) = (default(OrderHold), default(ReduceOnlyHold), (Bought: 0L, Sold: 0L));
        foreach (var working in orders.All)
        {
            if (working.Holding != holding) continue;
            if (working.Role == ListRole.Entry)
            {
                if (working.Side == Side.Buy) entryLots.Bought += working.WorstLeavesQty.Lots;
                else entryLots.Sold += working.WorstLeavesQty.Lots;
            }

            if (working.List is { } list) all += list.IsFirst(working) ? list.NeededAt(rates) : default;
            else if (working.IsReduceOnly) reducing = reducing.With(working, rates);
            else all += working.NeededAt(rates);
        }

        return Combine(holding, price.Price, all, reducing.Within(rates), entryLots);
    }

    private static MarginNeed Combine(
        InstrumentHolding holding, Price price, OrderHold all, OrderHold reducing, (long Bought, long Sold) entryLots)
    {
        var position = holding.Position.Lots;
        // Reduce-only lots never flip a position, but they let other orders do so: those that close the position too, and exits of what an
        // entry opens.
        var buyLots = all.BuyLots + Math.Min(reducing.BuyLots, Math.Max(0, -position) + entryLots.Sold);
        var sellLots = all.SellLots + Math.Min(reducing.SellLots, Math.Max(0, position) + entryLots.Bought);
        var (longMargin, shortMargin) = (
            holding.SignedMarginOf(position + buyLots, price), holding.SignedMarginOf(sellLots - position, price));
        var (buyLoss, sellLoss) = (all.BuyFunds + reducing.BuyFunds, all.SellFunds + reducing.SellFunds);
        var atLong = longMargin + buyLoss + all.SellExcess + reducing.SellExcess;
        var atShort = shortMargin + sellLoss + all.BuyExcess + reducing.BuyExcess;
        // Lots that they close beyond the position were opened by orders of the other side, with their losses.
        if (reducing.BuyLots > Math.Max(0, -position)) atLong += all.SellFunds;
        if (reducing.SellLots > Math.Max(0, position)) atShort += all.BuyFunds;
        return new MarginNeed(atLong, atShort, longMargin, shortMargin, buyLoss + sellLoss);
    }

    /// <summary>What single reduce-only orders need: at most what the closable lots need at their worst price.</summary>
    private readonly record struct ReduceOnlyHold(OrderHold Sum, OrderHold Worst)
    {
        internal ReduceOnlyHold With(WorkingOrder order, in HoldRates rates)
        {
            var closable = rates.ClosableLots(order.Side);
            return new ReduceOnlyHold(Sum + order.NeededFor(closable, rates), Worst.OrWorse(order.NeededOfExactly(closable, rates)));
        }

        internal OrderHold Within(in HoldRates rates) => new(
            Sum.BuyLots > rates.ClosableLots(Side.Buy) ? Amount.Min(Sum.BuyFunds, Worst.BuyFunds) : Sum.BuyFunds,
            Sum.SellLots > rates.ClosableLots(Side.Sell) ? Amount.Min(Sum.SellFunds, Worst.SellFunds) : Sum.SellFunds,
            Math.Min(Sum.BuyLots, rates.ClosableLots(Side.Buy)),
            Math.Min(Sum.SellLots, rates.ClosableLots(Side.Sell)),
            Sum.BuyLots > rates.ClosableLots(Side.Buy) ? Amount.Min(Sum.BuyExcess, Worst.BuyExcess) : Sum.BuyExcess,
            Sum.SellLots > rates.ClosableLots(Side.Sell) ? Amount.Min(Sum.SellExcess, Worst.SellExcess) : Sum.SellExcess);
    }
}

/// <summary>The price that an instrument is valued at.</summary>
/// <param name="Price">The price.</param>
/// <param name="IsMark">Whether it is the mark rather than a substitute.</param>
internal readonly record struct ValuationPrice(Price Price, bool IsMark);
