using Rtx.Domain.Ledger;
using Rtx.Domain.Margin;
using Rtx.Model;

namespace Rtx.Domain.Accounts;

/// <summary>
/// What an account can still afford. Spot orders need funds that are free; margined orders need margin in the instrument's quote currency for the worse of
/// both sides trading (see <see cref="MarginRules"/>). What does not raise a hold or the margin is always affordable.
/// </summary>
internal sealed class AccountRisk(AccountHoldings holdings, AccountBalances balances, WorkingOrders orders)
{
    /// <summary>Whether the owner may hold what it needs now instead of what it holds.</summary>
    /// <param name="owner">An order or a list; nothing of what it needs anew is held yet.</param>
    /// <param name="price">The price of the order in question: values the margin when there is no mark.</param>
    /// <param name="marks">Mark prices.</param>
    /// <param name="isMarkStale">Whether the mark of the owner's instrument is too old: then the margin may not rise.</param>
    internal RiskDecision CheckAffordable(HoldOwner owner, Price price, Func<InstrumentId, Price?> marks, bool isMarkStale)
    {
        var needed = owner.Needed();
        ref readonly var held = ref owner.Held;
        if (owner.Holding.IsMargined) return CheckMargin(owner.Holding, needed.BuyLots - held.BuyLots, needed.SellLots - held.SellLots, price, marks, isMarkStale);
        var instrument = owner.Holding.Instrument;
        var decision = CheckFunds(needed.BuyFunds - held.BuyFunds, instrument.QuoteCurrency, marks);
        return decision.IsAccepted ? CheckFunds(needed.SellFunds - held.SellFunds, instrument.BaseCurrency, marks) : decision;
    }

    /// <summary>What new orders and withdrawals may use.</summary>
    internal Amount Available(CurrencyBalance balance, Func<InstrumentId, Price?> marks) =>
        EquityForOrders(balance, marks) - InitialMargin(balance.Currency, marks, except: null);

    internal Balance Summarize(CurrencyBalance balance, Func<InstrumentId, Price?> marks) => new(
        balance.Currency,
        balance.Total.ToDecimal(),
        balance.Held.ToDecimal(),
        UnrealizedPnl(balance.Currency, marks).ToDecimal(),
        InitialMargin(balance.Currency, marks, except: null).ToDecimal(),
        MaintenanceMargin(balance.Currency, marks).ToDecimal());

    internal static Position Summarize(InstrumentHolding holding, Func<InstrumentId, Price?> marks) => new(
        holding.Instrument.Id, holding.Position.Lots, holding.Position.Cost.ToDecimal(), holding.Position.RealizedPnl.ToDecimal(), marks(holding.Instrument.Id),
        UnrealizedPnl(holding, marks).ToDecimal());

    private RiskDecision CheckFunds(Amount more, Currency currency, Func<InstrumentId, Price?> marks)
    {
        if (more <= Amount.Zero) return RiskDecision.Accept;
        var available = Available(balances.Of(currency), marks);
        return more <= available
            ? RiskDecision.Accept
            : RiskDecision.Refuse(RejectReason.InsufficientFunds, $"needs {RefusalDetail.Number(more)} {currency}, available {RefusalDetail.Number(available)} {currency}");
    }

    private RiskDecision CheckMargin(InstrumentHolding holding, long moreBuyLots, long moreSellLots, Price price, Func<InstrumentId, Price?> marks, bool isMarkStale)
    {
        if (moreBuyLots <= 0 && moreSellLots <= 0) return RiskDecision.Accept;
        var balance = balances.Of(holding.Instrument.QuoteCurrency);
        var (lotsBefore, lotsAfter) = (WorstLots(holding), WorstLots(holding, moreBuyLots, moreSellLots));
        // Margin rises with the lots at any price.
        if (lotsAfter <= lotsBefore) return RiskDecision.Accept;
        if (isMarkStale) return RiskDecision.Refuse(RejectReason.NoReferencePrice, $"the mark price of {holding.Instrument.Symbol} is too old to take more risk");
        var marginPrice = MarginPrice(holding, marks, price);
        var after = holding.Amounts.InitialMarginOf(lotsAfter, marginPrice);
        var all = InitialMargin(balance.Currency, marks, except: holding) + after;
        var equity = EquityForOrders(balance, marks);
        return all <= equity || after <= holding.Amounts.InitialMarginOf(lotsBefore, marginPrice)
            ? RiskDecision.Accept
            : RiskDecision.Refuse(
                RejectReason.InsufficientMargin,
                $"needs {RefusalDetail.Number(all)} {balance.Currency} initial margin, of which {RefusalDetail.Number(after)} for {holding.Instrument.Symbol} at {RefusalDetail.Number(holding.Instrument.ToDecimal(marginPrice))}; equity for margin {RefusalDetail.Number(equity)} {balance.Currency}");
    }

    /// <summary>What may serve as margin: the balance less open losses and what spot orders hold.</summary>
    private Amount EquityForOrders(CurrencyBalance balance, Func<InstrumentId, Price?> marks) =>
        balance.Total + Amount.Min(UnrealizedPnl(balance.Currency, marks), Amount.Zero) - balance.Held;

    private Amount UnrealizedPnl(Currency currency, Func<InstrumentId, Price?> marks)
    {
        var sum = Amount.Zero;
        foreach (var holding in holdings.All)
        {
            if (holding.IsMarginedIn(currency)) sum += UnrealizedPnl(holding, marks);
        }

        return sum;
    }

    private static Amount UnrealizedPnl(InstrumentHolding holding, Func<InstrumentId, Price?> marks) =>
        holding.Position.Lots != 0 && marks(holding.Instrument.Id) is { } mark ? holding.Amounts.UnrealizedPnlOf(holding.Position, mark) : Amount.Zero;

    private Amount InitialMargin(Currency currency, Func<InstrumentId, Price?> marks, InstrumentHolding? except)
    {
        var sum = Amount.Zero;
        foreach (var holding in holdings.All)
        {
            if (holding == except || holding.IsFlat || !holding.IsMarginedIn(currency)) continue;
            sum += holding.Amounts.InitialMarginOf(WorstLots(holding), MarginPrice(holding, marks, null));
        }

        return sum;
    }

    private Amount MaintenanceMargin(Currency currency, Func<InstrumentId, Price?> marks)
    {
        var sum = Amount.Zero;
        foreach (var holding in holdings.All)
        {
            if (holding.IsFlat || !holding.IsMarginedIn(currency)) continue;
            sum += holding.Amounts.MaintenanceMarginOf(Math.Abs(holding.Position.Lots), MarginPrice(holding, marks, null));
        }

        return sum;
    }

    private static long WorstLots(InstrumentHolding holding, long moreBuyLots = 0, long moreSellLots = 0) =>
        MarginRules.WorstLots(holding.Position.Lots, holding.OpenBuyLots + moreBuyLots, holding.OpenSellLots + moreSellLots);

    /// <summary>The mark; without one the price farthest from zero among the order in question, the orders that hold lots and the entry of the position.</summary>
    private Price MarginPrice(InstrumentHolding holding, Func<InstrumentId, Price?> marks, Price? orderPrice)
    {
        if (marks(holding.Instrument.Id) is { } mark) return mark;
        var farthest = Math.Max(Math.Abs(orderPrice.GetValueOrDefault().Ticks), holding.Amounts.EntryTicksOf(holding.Position));
        foreach (var working in orders.All)
        {
            if (working.Holding == holding && working.Holds) farthest = Math.Max(farthest, Math.Abs(working.WorstPrice.Ticks));
        }

        return new Price(farthest);
    }
}
