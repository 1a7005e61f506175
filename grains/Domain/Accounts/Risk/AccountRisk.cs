using Rtx.Domain.Accounts.Holdings;
using Rtx.Domain.Ledger;
using Rtx.Domain.Marks;
using Rtx.Model;

namespace Rtx.Domain.Accounts.Risk;

/// <summary>
/// What an account can still afford. Spot orders need free funds; margined orders need margin, their loss beyond the mark and their fees,
/// in the instrument's quote currency (see <see cref="MarginNeed"/>).
/// <para>A change that does not raise the need is allowed even when equity does not cover it, as long as it can't lose more than there is:
/// a position can be closed, but money that an account does not have can't be moved to a colluding account. Nothing else is allowed while a
/// position has a stale mark, and so may be in debt, or another currency is in debt.</para>
/// </summary>
internal sealed class AccountRisk(AccountHoldings holdings, AccountBalances balances, WorkingOrders orders)
{
    private readonly AccountValuation _valuation = new(holdings, orders);

    /// <summary>Whether a spot order's additional funds may be held.</summary>
    internal RiskDecision CheckFunds(InstrumentHolding holding, in OrderHold more, Func<InstrumentId, Mark> marks)
    {
        var decision = CheckFunds(more.BuyFunds, holding.Instrument.QuoteCurrency, marks);
        return decision.IsAccepted ? CheckFunds(more.SellFunds, holding.Instrument.BaseCurrency, marks) : decision;
    }

    /// <summary>Whether the account covers its whole need in the currency of a margined instrument.</summary>
    internal bool IsCovered(InstrumentHolding holding, Func<InstrumentId, Mark> marks)
    {
        var currency = holding.Instrument.QuoteCurrency;
        var balance = balances.Of(currency);
        if (marks(holding.Id).IsStale || (balances.All.Count > 1 && FindObligation(marks, except: currency) is not null)) return false;
        if (_valuation.LeftAtLeast(balance, marks) is not { } left) return false;
        if (left >= Amount.Zero) return true;
        holding.SetExtremes(orders);
        return Available(balance, marks) >= Amount.Zero;
    }

    /// <summary>Chooses the positions to close when margin is gone.</summary>
    internal StopOut StopOut { get; } = new(holdings, balances, new AccountValuation(holdings, orders));

    /// <summary>What a margined instrument needs now.</summary>
    internal RiskState StateOf(InstrumentHolding holding, Func<InstrumentId, Mark> marks)
    {
        var at = _valuation.PriceOf(holding, marks);
        return new RiskState(
            at, _valuation.NeedOf(holding, at), _valuation.LeastNeedOf(holding, at).Total, _valuation.OrderLoss(holding, at),
            _valuation.OrderLosses(holding.Instrument.QuoteCurrency, marks));
    }

    /// <summary>Whether a change that <see cref="IsCovered"/> does not allow raises no need.</summary>
    internal bool RaisesNothing(WorkingOrder order, in RiskState before, in RiskState after, Func<InstrumentId, Mark> marks) =>
        after.Need.Total <= before.LeastNeed && (after.Loss <= before.Loss || after.AllLosses <= MayLose(order.Holding, marks))
            && LeavesNoDebt(order, marks);

    /// <summary>
    /// The worst price at which a closing order would raise no need; null when there is none between the mark and its own price.
    /// </summary>
    /// <param name="order">A market order that the account can't afford at its own price.</param>
    /// <param name="before">The state without it.</param>
    /// <param name="marks">Mark prices.</param>
    internal Price? FindClosingPrice(WorkingOrder order, in RiskState before, Func<InstrumentId, Mark> marks)
    {
        var holding = order.Holding;
        if (marks(holding.Id).Price is not { } mark) return null;
        var (side, lots, amounts) = (order.Side, order.Order.LeavesQty.Lots, holding.Amounts);
        var closing = order.IsReduceOnly ? Math.Min(lots, Math.Abs(holding.Position.Lots)) : lots;
        var freed = amounts.InitialMarginOf(closing, mark);
        var (opposite, own) = side == Side.Buy ? (before.Need.Short, before.Need.Long) : (before.Need.Long, before.Need.Short);
        var fees = Amount.Max(amounts.FeesOf(mark, lots), amounts.FeesOf(order.Order.Price, lots));
        var mayLose = Amount.Min(before.Need.Total - opposite + freed, before.Need.Total - own - freed) - fees;
        mayLose = Amount.Min(mayLose, MayLose(holding, marks) - before.AllLosses);
        var price = StopOut.FindDebtPrice(holding, marks) ?? new Price(mark.Ticks + (side.Sign() * amounts.TicksOf(mayLose, lots)));
        var isNearer = side == Side.Buy ? price < order.Order.Price : price > order.Order.Price;
        return isNearer && holding.Checks.IsLegal(price) ? price : null;
    }

    /// <summary>Why a margined order or amendment is refused, with the numbers.</summary>
    internal RiskDecision Refuse(InstrumentHolding holding, in RiskState after, Func<InstrumentId, Mark> marks)
    {
        var instrument = holding.Instrument;
        var currency = instrument.QuoteCurrency;
        if (FindStale(marks, holding) is { } stale) return RiskDecision.Refuse(RejectReason.NoReferencePrice, stale);
        if (FindDebt(marks, except: currency) is { } debt) return RiskDecision.Refuse(RejectReason.InsufficientMargin, debt);
        var need = after.Need.Total;
        var others = _valuation.Need(currency, marks) - _valuation.NeedOf(holding, _valuation.PriceOf(holding, marks)).Total;
        var (margin, loss) = (after.Need.Margin, after.Loss);
        return RiskDecision.Refuse(
            RejectReason.InsufficientMargin,
            $"needs {RefusalDetail.Number(others + need)} {currency}, of which {RefusalDetail.Number(need)} for {instrument.Symbol}"
            + $" at {RefusalDetail.Number(instrument.ToDecimal(after.Price.Price))}"
            + $" (initial margin {RefusalDetail.Number(margin)}, orders may lose {RefusalDetail.Number(loss)} beyond the mark"
            + $" and pay {RefusalDetail.Number(after.Need.Loss - loss)} fees);"
            + $" equity for margin {RefusalDetail.Number(_valuation.EquityForOrders(balances.Of(currency), marks))} {currency}");
    }

    /// <summary>Whether an amount may leave the account.</summary>
    internal RiskDecision CheckWithdrawal(Amount amount, CurrencyBalance balance, Func<InstrumentId, Mark> marks)
    {
        if (FindStale(marks) is { } stale) return RiskDecision.Refuse(RejectReason.NoReferencePrice, stale);
        if (FindDebt(marks, except: balance.Currency) is { } debt) return RiskDecision.Refuse(RejectReason.InsufficientFunds, debt);
        var available = Available(balance, marks);
        return amount <= available
            ? RiskDecision.Accept
            : RiskDecision.Refuse(
                RejectReason.InsufficientFunds,
                $"{RefusalDetail.Number(amount)} {balance.Currency} asked, {RefusalDetail.Number(available)} available");
    }

    internal Balance Summarize(CurrencyBalance balance, Func<InstrumentId, Mark> marks) => new(
        balance.Currency,
        balance.Total.ToDecimal(),
        balance.Held.ToDecimal(),
        _valuation.UnrealizedPnl(balance.Currency, marks).ToDecimal(),
        _valuation.Need(balance.Currency, marks).ToDecimal(),
        _valuation.MaintenanceMargin(balance.Currency, marks).ToDecimal());

    internal static Position Summarize(InstrumentHolding holding, Func<InstrumentId, Mark> marks) => new(
        holding.Instrument.Id, holding.Position.Lots, holding.Position.Cost.ToDecimal(), holding.Position.RealizedPnl.ToDecimal(),
        marks(holding.Instrument.Id).Price,
        AccountValuation.UnrealizedPnl(holding, marks).ToDecimal());

    // A mark made by the book's own traders must not let an account pay a colluding account money that it does not have.
    private bool LeavesNoDebt(WorkingOrder order, Func<InstrumentId, Mark> marks) =>
        StopOut.FindDebtPrice(order.Holding, marks) is not { } limit
            || (order.Side == Side.Sell ? order.WorstPrice >= limit : order.WorstPrice <= limit);

    // The equity, unless it must stay for a debt in another currency.
    private Amount MayLose(InstrumentHolding holding, Func<InstrumentId, Mark> marks)
    {
        var currency = holding.Instrument.QuoteCurrency;
        return FindObligation(marks, except: currency) is null
            ? Amount.Max(Amount.Zero, _valuation.EquityForOrders(balances.Of(currency), marks))
            : Amount.Zero;
    }

    private RiskDecision CheckFunds(Amount more, Currency currency, Func<InstrumentId, Mark> marks)
    {
        if (more <= Amount.Zero) return RiskDecision.Accept;
        if (FindStale(marks) is { } stale) return RiskDecision.Refuse(RejectReason.NoReferencePrice, stale);
        if (FindDebt(marks, except: currency) is { } debt) return RiskDecision.Refuse(RejectReason.InsufficientFunds, debt);
        var balance = balances.Of(currency);
        if (_valuation.LeftAtLeast(balance, marks) is { } left && more <= left) return RiskDecision.Accept;
        var available = Available(balance, marks);
        return more <= available
            ? RiskDecision.Accept
            : RiskDecision.Refuse(
                RejectReason.InsufficientFunds,
                $"needs {RefusalDetail.Number(more)} {currency}, available {RefusalDetail.Number(available)} {currency}");
    }

    private Amount Available(CurrencyBalance balance, Func<InstrumentId, Mark> marks) =>
        _valuation.EquityForOrders(balance, marks) - _valuation.Need(balance.Currency, marks);

    // A position in another currency without a fresh mark may be a debt.
    private string? FindObligation(Func<InstrumentId, Mark> marks, Currency except) =>
        FindStale(marks, except: except) ?? FindDebt(marks, except);

    /// <summary>Describes an instrument whose mark is too old to take risk on: one with a position, or the one asked about.</summary>
    private string? FindStale(Func<InstrumentId, Mark> marks, InstrumentHolding? asked = null, Currency? except = null)
    {
        foreach (var holding in holdings.All)
        {
            if (!holding.IsMargined || (holding != asked && holding.Position.Lots == 0) || holding.Instrument.QuoteCurrency == except)
                continue;
            if (marks(holding.Id).IsStale) return $"the mark price of {holding.Instrument.Symbol} is too old to take more risk";
        }

        return null;
    }

    /// <summary>
    /// Describes another currency with a negative balance. Funds in one currency do not pay for a debt in another, but they stay until it
    /// is paid: an order could move them to a colluding account just as a withdrawal could.
    /// </summary>
    private string? FindDebt(Func<InstrumentId, Mark> marks, Currency except)
    {
        foreach (var balance in balances.All)
        {
            if (balance.Currency == except) continue;
            var worth = _valuation.Worth(balance, marks);
            if (worth < Amount.Zero) return $"{RefusalDetail.Number(-worth)} {balance.Currency} are owed";
        }

        return null;
    }
}

/// <summary>What a margined instrument needs, and what its orders may lose.</summary>
/// <param name="Price">The price that it is valued at.</param>
/// <param name="Need">What the instrument needs.</param>
/// <param name="LeastNeed">A lower bound of the need.</param>
/// <param name="Loss">What its orders may lose beyond the mark, without fees.</param>
/// <param name="AllLosses">The same for all instruments of its currency.</param>
internal readonly record struct RiskState(ValuationPrice Price, MarginNeed Need, Amount LeastNeed, Amount Loss, Amount AllLosses);
