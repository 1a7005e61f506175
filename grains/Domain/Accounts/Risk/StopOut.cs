using Rtx.Domain.Accounts.Holdings;
using Rtx.Domain.Ledger;
using Rtx.Domain.Marks;
using Rtx.Domain.Orders;
using Rtx.Domain.Valuation;
using Rtx.Model;

namespace Rtx.Domain.Accounts.Risk;

/// <summary>
/// Which positions are closed for an account whose equity is below the maintenance margin, how much of them, and at which prices at worst.
/// <para>The position with the largest loss goes first, and of each only as much as restores the initial margin at the mark. None may trade at a price at which, all of it closed, the
/// account would owe money, nor farther from the mark than its initial margin. An account that owes money at the mark already is closed no worse than at the mark where others make that;
/// where traders of the book make it, no worse than at the price at which it owes nothing: else two friends could trade the mark away, and the winner would take out what the loser
/// does not have. Those who have the other side may be made to take the position there (see <see cref="Matching.Records.Deleveraging"/>), for else the winner could hand his side to another one
/// at the mark.</para>
/// </summary>
internal sealed class StopOut(AccountHoldings holdings, AccountBalances balances, AccountValuation valuation)
{
    /// <summary>
    /// Where the positions of a currency stand; null when none of them has a mark that is new enough: then nobody knows. Those that have an older one count at that, and without any at what
    /// they cost: or a lot in a market that is closed would keep all others.
    /// </summary>
    internal MarginState? StateOf(Currency currency, Func<InstrumentId, Mark> marks)
    {
        var (initial, maintenance, positions) = (Amount.Zero, Amount.Zero, new List<MarginPosition>());
        foreach (var holding in holdings.All)
        {
            if (!IsOpenIn(holding, currency)) continue;
            var mark = marks(holding.Id);
            var price = mark.Price ?? new Price((long)decimal.Round(EntryTicksOf(holding)));
            var lots = Math.Abs(holding.Position.Lots);
            initial += holding.Amounts.InitialMarginOf(lots, price);
            maintenance += holding.Amounts.MaintenanceMarginOf(lots, price);
            positions.Add(new MarginPosition(holding.Id, holding.Position.Lots, price, AccountValuation.UnrealizedPnl(holding, marks).ToDecimal(), mark.IsStale || mark.Price is null));
        }

        return positions.Count == 0 || positions.Exists(position => !position.IsStale) ? new MarginState(currency, EquityOf(currency, marks), initial, maintenance, positions) : null;
    }

    /// <summary>Currencies in which there are positions.</summary>
    internal IEnumerable<Currency> Currencies => holdings.All.Where(holding => holding.IsMargined && holding.Position.Lots != 0).Select(holding => holding.Instrument.QuoteCurrency).Distinct();

    /// <summary>What to close, the first first; empty when the initial margin is there.</summary>
    internal IReadOnlyList<ForcedClosing> FindClosings(MarginState state, Func<InstrumentId, Mark> marks)
    {
        var missing = state.InitialMargin - state.Equity;
        if (missing <= Amount.Zero) return [];
        return [.. state.Positions.Where(position => !position.IsStale).OrderBy(position => position.UnrealizedPnl).ThenBy(position => position.InstrumentId.Value).Select(position => Close(position, missing, state.Equity, marks))];
    }

    /// <summary>
    /// The worst price at which a position may be closed by an account that owes money, at a mark that traders of the book make; null when it does not, or the mark is another's.
    /// </summary>
    internal Price? FindDebtPrice(InstrumentHolding holding, Func<InstrumentId, Mark> marks)
    {
        if (holding.Position.Lots == 0 || marks(holding.Id) is not { Price: { } mark, IsOfBook: true }) return null;
        var equity = EquityOf(holding.Instrument.QuoteCurrency, marks);
        return equity < Amount.Zero ? PriceWithoutDebt(holding, equity, mark) : null;
    }

    private Amount EquityOf(Currency currency, Func<InstrumentId, Mark> marks) => (balances.Find(currency)?.Total ?? Amount.Zero) + valuation.UnrealizedPnl(currency, marks);

    private ForcedClosing Close(MarginPosition position, Amount missing, Amount equity, Func<InstrumentId, Mark> marks)
    {
        holdings.TryFind(position.InstrumentId, out var holding);
        var (instrument, lots) = (holding!.Instrument, Math.Abs(position.Lots));
        var perLot = holding.Amounts.InitialMarginOf(lots, position.MarkPrice).ToDecimal() / lots;
        var closed = perLot > 0m ? Math.Min(lots, decimal.Ceiling(missing.ToDecimal() / perLot)) : lots;
        // What would be left could not be traded.
        if (lots - closed < instrument.MinQuantity.Lots) closed = lots;
        var quantity = Math.Clamp((long)closed, instrument.MinQuantity.Lots, instrument.MaxQuantity.Lots);
        var side = position.Lots > 0 ? Side.Sell : Side.Buy;
        var isOfBook = marks(holding.Id).IsOfBook;
        var limit = equity < Amount.Zero && !isOfBook ? position.MarkPrice : PriceWithoutDebt(holding, equity, position.MarkPrice);
        var covered = CoveredPrices.Around(instrument, position.MarkPrice);
        limit = covered.WorstOf(side, limit);
        var entry = EntryTicksOf(holding);
        var isProfit = side == Side.Sell ? limit.Ticks > entry : limit.Ticks < entry;
        return new ForcedClosing(holding.Id, side, new Quantity(quantity), limit, position.MarkPrice, isOfBook && !isProfit && covered.Nearest(limit) == limit);
    }

    // All of the position closed there, with its fee, leaves nothing.
    private static Price PriceWithoutDebt(InstrumentHolding holding, Amount equity, Price mark)
    {
        var (instrument, lots) = (holding.Instrument, Math.Abs(holding.Position.Lots));
        var fee = Math.Max(instrument.MakerFeeRate, instrument.TakerFeeRate);
        var left = equity - holding.Amounts.FeesOf(mark, lots);
        var ticks = decimal.Floor(left.ToDecimal() / lots / instrument.TickLotValue / (1m + fee));
        return new Price(mark.Ticks - (Math.Sign(holding.Position.Lots) * (long)Math.Clamp(ticks, -OrderChecks.MaxPriceTicks, OrderChecks.MaxPriceTicks)));
    }

    private static decimal EntryTicksOf(InstrumentHolding holding) => holding.Position.Cost.ToDecimal() / holding.Position.Lots / holding.Instrument.TickLotValue;

    private static bool IsOpenIn(InstrumentHolding holding, Currency currency) => holding.Position.Lots != 0 && holding.IsMarginedIn(currency);
}
