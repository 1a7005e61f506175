using Rtx.Domain.Accounts.Holdings;
using Rtx.Domain.Ledger;
using Rtx.Domain.Marks;
using Rtx.Domain.Orders;
using Rtx.Domain.Valuation;
using Rtx.Model;

namespace Rtx.Domain.Accounts.Risk;

/// <summary>
/// Chooses the positions to close for an account whose equity is below the maintenance margin, with quantities and worst prices.
/// <para>The position with the largest loss goes first, and each is closed only as far as restores the initial margin at the mark. None may
/// trade at a price at which the account would owe money if all of it were closed, nor farther from the mark than its initial margin. An
/// account that already owes money at the mark is closed at the mark or better when the mark comes from outside. When the book's own
/// traders make the mark, it is closed at the price at which it owes nothing or better: otherwise two colluding accounts could move the
/// mark, and the winner would withdraw what the loser does not have. Holders of the opposite side may be deleveraged there (see
/// <see cref="Matching.Records.Deleveraging"/>); otherwise the winner could pass its side to a third account at the mark.</para>
/// </summary>
internal sealed class StopOut(AccountHoldings holdings, AccountBalances balances, AccountValuation valuation)
{
    /// <summary>
    /// The margin state of a currency's positions; null (unknown) when none of them has a fresh mark. Positions with a stale mark count at
    /// that mark, and positions without any at their cost: otherwise one lot in a closed market would keep all other positions open.
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
            positions.Add(new MarginPosition(
                holding.Id, holding.Position.Lots, price, AccountValuation.UnrealizedPnl(holding, marks).ToDecimal(),
                mark.IsStale || mark.Price is null));
        }

        return positions.Count == 0 || positions.Exists(position => !position.IsStale)
            ? new MarginState(currency, EquityOf(currency, marks), initial, maintenance, positions)
            : null;
    }

    /// <summary>Currencies in which there are positions.</summary>
    internal IEnumerable<Currency> Currencies =>
        holdings.All.Where(holding => holding.IsMargined && holding.Position.Lots != 0).Select(holding => holding.Instrument.QuoteCurrency)
            .Distinct();

    /// <summary>What to close, in order; empty when the initial margin is covered.</summary>
    internal IReadOnlyList<ForcedClosing> FindClosings(MarginState state, Func<InstrumentId, Mark> marks)
    {
        var missing = state.InitialMargin - state.Equity;
        if (missing <= Amount.Zero) return [];
        return [.. state.Positions.Where(position => !position.IsStale).OrderBy(position => position.UnrealizedPnl)
            .ThenBy(position => position.InstrumentId.Value).Select(position => Close(position, missing, state.Equity, marks))];
    }

    /// <summary>
    /// The worst price at which an account that owes money may close a position when the book's own traders make the mark; null when it
    /// owes none or the mark comes from outside.
    /// </summary>
    internal Price? FindDebtPrice(InstrumentHolding holding, Func<InstrumentId, Mark> marks)
    {
        if (holding.Position.Lots == 0 || marks(holding.Id) is not { Price: { } mark, IsOfBook: true }) return null;
        var equity = EquityOf(holding.Instrument.QuoteCurrency, marks);
        return equity < Amount.Zero ? PriceWithoutDebt(holding, equity, mark) : null;
    }

    private Amount EquityOf(Currency currency, Func<InstrumentId, Mark> marks) =>
        (balances.Find(currency)?.Total ?? Amount.Zero) + valuation.UnrealizedPnl(currency, marks);

    private ForcedClosing Close(MarginPosition position, Amount missing, Amount equity, Func<InstrumentId, Mark> marks)
    {
        holdings.TryFind(position.InstrumentId, out var holding);
        var (instrument, lots) = (holding!.Instrument, Math.Abs(position.Lots));
        var perLot = holding.Amounts.InitialMarginOf(lots, position.MarkPrice).ToDecimal() / lots;
        var closed = perLot > 0m ? Math.Min(lots, decimal.Ceiling(missing.ToDecimal() / perLot)) : lots;
        // The rest would be too small to trade.
        if (lots - closed < instrument.MinQuantity.Lots) closed = lots;
        var quantity = Math.Clamp((long)closed, instrument.MinQuantity.Lots, instrument.MaxQuantity.Lots);
        var side = position.Lots > 0 ? Side.Sell : Side.Buy;
        var isOfBook = marks(holding.Id).IsOfBook;
        var limit = equity < Amount.Zero && !isOfBook ? position.MarkPrice : PriceWithoutDebt(holding, equity, position.MarkPrice);
        var covered = CoveredPrices.Around(instrument, position.MarkPrice);
        limit = covered.WorstOf(side, limit);
        var entry = EntryTicksOf(holding);
        var isProfit = side == Side.Sell ? limit.Ticks > entry : limit.Ticks < entry;
        return new ForcedClosing(
            holding.Id, side, new Quantity(quantity), limit, position.MarkPrice, isOfBook && !isProfit && covered.Nearest(limit) == limit);
    }

    // Closing the whole position at this price leaves exactly zero after the fee.
    private static Price PriceWithoutDebt(InstrumentHolding holding, Amount equity, Price mark)
    {
        var (instrument, lots) = (holding.Instrument, Math.Abs(holding.Position.Lots));
        var fee = Math.Max(instrument.MakerFeeRate, instrument.TakerFeeRate);
        var left = equity - holding.Amounts.FeesOf(mark, lots);
        var ticks = decimal.Floor(left.ToDecimal() / lots / instrument.TickLotValue / (1m + fee));
        return new Price(mark.Ticks - (Math.Sign(holding.Position.Lots) * (long)Math.Clamp(
            ticks, -OrderChecks.MaxPriceTicks, OrderChecks.MaxPriceTicks)));
    }

    private static decimal EntryTicksOf(InstrumentHolding holding) =>
        holding.Position.Cost.ToDecimal() / holding.Position.Lots / holding.Instrument.TickLotValue;

    private static bool IsOpenIn(InstrumentHolding holding, Currency currency) =>
        holding.Position.Lots != 0 && holding.IsMarginedIn(currency);
}
