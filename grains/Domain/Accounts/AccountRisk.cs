using Rtx.Domain.Margin;
using Rtx.Model;

namespace Rtx.Domain.Accounts;

/// <summary>
/// What an account can still afford. Spot orders need funds that are free; margined orders need margin in the instrument's quote currency for the worse of
/// both sides trading (see <see cref="MarginRules"/>). What does not raise a hold or the margin is always affordable.
/// </summary>
internal sealed class AccountRisk(SortedDictionary<int, InstrumentHolding> holdings, AccountBalances balances, WorkingOrders orders)
{
    /// <summary>Whether the owner may hold what it needs now instead of what it holds.</summary>
    /// <param name="owner">An order or a list; nothing of what it needs anew is held yet.</param>
    /// <param name="price">The price of the order in question: values the margin when there is no mark.</param>
    /// <param name="marks">Mark prices.</param>
    internal RiskDecision CheckAffordable(HoldOwner owner, Price price, Func<InstrumentId, Price?> marks)
    {
        var more = owner.Needed() - owner.Held;
        if (owner.Holding.IsMargined) return CheckMargin(owner.Holding, more, price, marks);
        var instrument = owner.Holding.Instrument;
        var decision = CheckFunds(new Money(more.BuyFunds, instrument.QuoteCurrency), marks);
        return decision.IsAccepted ? CheckFunds(new Money(more.SellFunds, instrument.BaseCurrency), marks) : decision;
    }

    /// <summary>What new orders and withdrawals may use.</summary>
    internal decimal Available(CurrencyBalance balance, Func<InstrumentId, Price?> marks) =>
        EquityForOrders(balance, marks) - MarginedIn(balance.Currency).Sum(holding => InitialMargin(holding, default, MarginPrice(holding, marks, null)));

    internal Balance Summarize(CurrencyBalance balance, Func<InstrumentId, Price?> marks) => new(
        balance.Currency,
        balance.Total,
        balance.Held,
        UnrealizedPnl(balance.Currency, marks),
        MarginedIn(balance.Currency).Sum(holding => InitialMargin(holding, default, MarginPrice(holding, marks, null))),
        MarginedIn(balance.Currency).Sum(holding => MaintenanceMargin(holding, MarginPrice(holding, marks, null))));

    internal static Position Summarize(InstrumentHolding holding, Func<InstrumentId, Price?> marks) =>
        new(holding.Instrument.Id, holding.Position.Lots, holding.Position.Cost, holding.Position.RealizedPnl, marks(holding.Instrument.Id), UnrealizedPnl(holding, marks));

    private RiskDecision CheckFunds(Money more, Func<InstrumentId, Price?> marks)
    {
        if (more.Amount <= 0m) return RiskDecision.Accept;
        var available = Available(balances.Of(more.Currency), marks);
        return more.Amount <= available
            ? RiskDecision.Accept
            : RiskDecision.Refuse(RejectReason.InsufficientFunds, $"needs {RefusalDetail.Number(more.Amount)} {more.Currency}, available {RefusalDetail.Number(available)} {more.Currency}");
    }

    private RiskDecision CheckMargin(InstrumentHolding holding, OrderHold more, Price price, Func<InstrumentId, Price?> marks)
    {
        if (more is { BuyLots: <= 0, SellLots: <= 0 }) return RiskDecision.Accept;
        var balance = balances.Of(holding.Instrument.QuoteCurrency);
        var marginPrice = MarginPrice(holding, marks, price);
        var before = InitialMargin(holding, default, marginPrice);
        var after = InitialMargin(holding, more, marginPrice);
        var others = MarginedIn(balance.Currency).Where(other => other != holding).Sum(other => InitialMargin(other, default, MarginPrice(other, marks, null)));
        var equity = EquityForOrders(balance, marks);
        return after <= before || others + after <= equity
            ? RiskDecision.Accept
            : RiskDecision.Refuse(
                RejectReason.InsufficientMargin,
                $"needs {RefusalDetail.Number(others + after)} {balance.Currency} initial margin, of which {RefusalDetail.Number(after)} for {holding.Instrument.Symbol} at {RefusalDetail.Number(holding.Instrument.ToDecimal(marginPrice))}; equity for margin {RefusalDetail.Number(equity)} {balance.Currency}");
    }

    /// <summary>What may serve as margin: the balance less open losses and what spot orders hold.</summary>
    private decimal EquityForOrders(CurrencyBalance balance, Func<InstrumentId, Price?> marks) =>
        balance.Total + Math.Min(UnrealizedPnl(balance.Currency, marks), 0m) - balance.Held;

    private decimal UnrealizedPnl(Currency currency, Func<InstrumentId, Price?> marks) => MarginedIn(currency).Sum(holding => UnrealizedPnl(holding, marks));

    private static decimal UnrealizedPnl(InstrumentHolding holding, Func<InstrumentId, Price?> marks) =>
        holding.Position.Lots != 0 && marks(holding.Instrument.Id) is { } mark ? MarginRules.UnrealizedPnl(holding.Instrument, holding.Position, mark) : 0m;

    private IEnumerable<InstrumentHolding> MarginedIn(Currency currency) =>
        holdings.Values.Where(holding => holding.IsMargined && holding.Instrument.QuoteCurrency == currency);

    private static decimal InitialMargin(InstrumentHolding holding, OrderHold more, Price price)
    {
        var lots = MarginRules.WorstLots(holding.Position.Lots, holding.OpenBuyLots + more.BuyLots, holding.OpenSellLots + more.SellLots);
        return MarginRules.Required(holding.Instrument, lots, price, holding.Instrument.InitialMarginRate);
    }

    private static decimal MaintenanceMargin(InstrumentHolding holding, Price price) =>
        MarginRules.Required(holding.Instrument, Math.Abs(holding.Position.Lots), price, holding.Instrument.MaintenanceMarginRate);

    /// <summary>The mark; without one the price farthest from zero among the order in question, the orders that hold lots and the entry of the position.</summary>
    private Price MarginPrice(InstrumentHolding holding, Func<InstrumentId, Price?> marks, Price? orderPrice)
    {
        if (holding.IsFlat && orderPrice is null) return default;
        if (marks(holding.Instrument.Id) is { } mark) return mark;
        var farthest = Math.Max(Math.Abs(orderPrice.GetValueOrDefault().Ticks), MarginRules.EntryTicks(holding.Instrument, holding.Position));
        foreach (var working in orders.All)
        {
            if (working.Holding == holding && working.Holds) farthest = Math.Max(farthest, Math.Abs(working.WorstPrice.Ticks));
        }

        return new Price(farthest);
    }
}
