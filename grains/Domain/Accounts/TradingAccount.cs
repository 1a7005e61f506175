using Rtx.Domain.Ledger;
using Rtx.Domain.Margin;
using Rtx.Domain.Matching;
using Rtx.Domain.Risk;
using Rtx.Model;

namespace Rtx.Domain.Accounts;

/// <summary>
/// One account: what it has, what its open orders hold, and what its trades book.
/// <para>An order is reserved before it goes to the book, its events move the hold, and what closes it releases it. Events that were never reserved here (after a
/// recovery) work alike, because each carries the whole state of its order.</para>
/// <para>Spot orders hold funds. Margined orders need margin in the instrument's quote currency, for the worse of both sides trading (see <see cref="MarginRules"/>);
/// equity of another currency does not count. Open profit is no collateral, open loss is charged. An order that does not raise the margin is always affordable.</para>
/// <para>Reject reasons are answered in the order of their numbers: DuplicateClientOrderId (of a working order; older ones are the caller's to know),
/// AccountSuspended, UnknownInstrument, those of <see cref="OrderChecks"/>, TooManyOpenOrders, InsufficientFunds, InsufficientMargin, UnknownOrder, OrderClosed,
/// QuantityBelowFilled.</para>
/// <para>Invariants: holds are never negative and zero without working orders; each ledger transaction sums to zero per currency. A broken one throws
/// <see cref="AccountInvariantException"/> or <see cref="LedgerInvariantException"/>, after which the account must be dropped. Not safe for concurrent use.</para>
/// <para>Cost: a decision walks the account's margined instruments of one currency; without a mark price also its working orders.</para>
/// </summary>
public sealed class TradingAccount
{
    /// <summary>Working orders that an account may have unless told otherwise.</summary>
    public const int DefaultMaxOpenOrders = 100_000;

    /// <summary>The longest reference of a movement of money.</summary>
    public const int MaxReferenceLength = 128;

    /// <summary>The largest amount of one movement of money.</summary>
    public const decimal MaxAmount = 1_000_000_000_000_000m;

    private readonly int _maxOpenOrders;
    private readonly SortedDictionary<int, InstrumentHolding> _holdings = [];
    private readonly SortedDictionary<Currency, CurrencyBalance> _balances = [];
    private readonly WorkingOrders _orders = new();
    private readonly RecentlyClosedOrders _closedOrders = new();
    private readonly PendingChanges _changes = new();
    private long _ledgerSequence;

    /// <summary>An account without money, positions and orders.</summary>
    public TradingAccount(Account account, int maxOpenOrders = DefaultMaxOpenOrders)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentOutOfRangeException.ThrowIfLessThan(account.Id.Value, 1, nameof(account));
        ArgumentOutOfRangeException.ThrowIfLessThan(maxOpenOrders, 1);
        Account = account;
        _maxOpenOrders = maxOpenOrders;
    }

    /// <summary>Whose account this is.</summary>
    public Account Account { get; }

    /// <summary>Number of the last ledger transaction; 0 before the first.</summary>
    public long LedgerSequence => _ledgerSequence;

    /// <summary>Makes an instrument known; again with the same contract changes nothing. Must come before anything else of the instrument.</summary>
    /// <exception cref="ArgumentException">The contract breaks a rule of <see cref="InstrumentRules"/>.</exception>
    /// <exception cref="InvalidOperationException">It is known with another contract, by which its orders are held and its positions valued.</exception>
    public void RegisterInstrument(Instrument instrument)
    {
        InstrumentRules.ThrowIfBroken(instrument);
        if (!_holdings.TryGetValue(instrument.Id.Value, out var known)) _holdings.Add(instrument.Id.Value, new InstrumentHolding(instrument));
        else if (known.Instrument != instrument) throw new InvalidOperationException($"Instrument {instrument.Id} is known with another contract.");
    }

    /// <summary>Sets a balance as the ledger has it.</summary>
    public void RestoreBalance(Currency currency, decimal total) => BalanceOf(currency).Total = total;

    /// <summary>Sets a position as SQL has it.</summary>
    public void RestorePosition(InstrumentId instrument, long lots, decimal cost, decimal realizedPnl) =>
        HoldingOf(instrument).Position = new NettedPosition(lots, cost, realizedPnl);

    /// <summary>Holds again what an open order needs. It may be ahead of what is settled: the events in between then lead it to the same state.</summary>
    public void RestoreOpenOrder(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (order.AccountId != Account.Id || !order.Status.IsOpen()) throw new AccountInvariantException($"Account {Account.Id} can't restore {order}.");
        var working = WorkingOrder.From(HoldingOf(order.InstrumentId), order);
        _orders.Add(working);
        UpdateHold(working);
    }

    /// <summary>Sets how far a book is settled.</summary>
    public void RestoreSettled(InstrumentId instrument, long sequence) => HoldingOf(instrument).SettledSequence = sequence;

    /// <summary>Sets the number of the last ledger transaction.</summary>
    public void RestoreLedgerSequence(long sequence) => _ledgerSequence = sequence;

    /// <summary>Decides whether a new order may go to the book, and if so holds what it may cost.</summary>
    /// <param name="order">The request.</param>
    /// <param name="limitPrice">The worst price it may trade at: its limit, or the protection price of a market order.</param>
    /// <param name="marks">Mark price of an instrument; null when there is none: then the order's price, or that of what is open, counts.</param>
    public RiskDecision Reserve(NewOrder order, Price limitPrice, Func<InstrumentId, Price?> marks)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(marks);
        if (_orders.Find(order.ClientOrderId) is not null) return Refuse(RejectReason.DuplicateClientOrderId, $"order {order.ClientOrderId} is working");
        if (CheckMayTrade(order.InstrumentId) is { IsAccepted: false } mayNot) return mayNot;
        var holding = HoldingOf(order.InstrumentId);
        var reason = new OrderChecks(holding.Instrument).Check(new BookOrder(default, Account.Id, order.Side, order.OrderType, order.TimeInForce, order.OrderQty, limitPrice, order.Instructions));
        if (reason != RejectReason.None) return Refuse(reason, RefusalDetail.Of(holding.Instrument, order.Price ?? limitPrice, order.OrderQty));
        if (_orders.Count >= _maxOpenOrders) return Refuse(RejectReason.TooManyOpenOrders, $"{_orders.Count} working orders of at most {_maxOpenOrders}");

        var working = new WorkingOrder(holding, order.ClientOrderId, order.Side, order.Price ?? limitPrice, order.OrderQty);
        var decision = CheckAffordable(working, working.NeededHold(), working.WorstPrice, marks);
        if (!decision.IsAccepted) return decision;
        _orders.Add(working);
        UpdateHold(working);
        return decision;
    }

    /// <summary>
    /// Decides whether an amendment may go to the book, and if so holds what the order may cost before and after it. Its Replaced event, or
    /// <see cref="ReleaseAmend"/>, leaves the hold of what the order then is.
    /// </summary>
    public RiskDecision ReserveAmend(AmendOrder amend, Func<InstrumentId, Price?> marks)
    {
        ArgumentNullException.ThrowIfNull(amend);
        ArgumentNullException.ThrowIfNull(marks);
        if (CheckMayTrade(amend.OrderId.Instrument) is { IsAccepted: false } mayNot) return mayNot;
        var instrument = HoldingOf(amend.OrderId.Instrument).Instrument;
        var checks = new OrderChecks(instrument);
        var reason = checks.Check(amend);
        if (reason != RejectReason.None) return Refuse(reason, RefusalDetail.Of(instrument, amend.Price, amend.OrderQty));
        if (_orders.Find(amend.OrderId) is not { Order: { } order } working) return RefuseMissing(amend.OrderId);

        var price = amend.Price ?? order.Price.GetValueOrDefault();
        var orderQty = amend.OrderQty ?? order.OrderQty;
        reason = checks.CheckAmended(amend, price, orderQty, order.CumQty, order.Instructions?.DisplayQty);
        if (reason != RejectReason.None) return Refuse(reason, $"{RefusalDetail.Of(instrument, price, orderQty)}; traded {RefusalDetail.Number(instrument.ToDecimal(order.CumQty))}");
        var decision = CheckAffordable(working, working.HoldIf(price, orderQty), price, marks);
        if (!decision.IsAccepted) return decision;
        working.BeginAmend(price, orderQty);
        UpdateHold(working);
        return decision;
    }

    /// <summary>Frees the hold of an order that never reached the book. Nothing happens when there is none, or when the book has taken the order.</summary>
    public void Release(ClientOrderId id)
    {
        if (_orders.Find(id) is { Order: null } working) Close(working);
    }

    /// <summary>Frees what was held for an amendment that the book refused or never saw; not to be called for one that it accepted. Nothing happens when the order is gone.</summary>
    public void ReleaseAmend(OrderId id)
    {
        if (_orders.Find(id) is not { } working) return;
        working.EndAmend();
        UpdateHold(working);
    }

    /// <summary>
    /// Books money in (plus) or out (minus). Refused: <see cref="RejectReason.InvalidTerms"/> (zero, beyond <see cref="MaxAmount"/>, more than
    /// <see cref="Money.Scale"/> decimals, or a reference that is empty, too long, or looks like a trade's), then <see cref="RejectReason.InsufficientFunds"/>
    /// (more than is available). That a reference moves money once is the caller's to see.
    /// </summary>
    /// <param name="amount">Signed amount.</param>
    /// <param name="reference">The client's reference.</param>
    /// <param name="now">When.</param>
    /// <param name="marks">Mark prices: an open loss is not available. Without them margin counts at entry and order prices, and open losses don't count.</param>
    public FundsDecision MoveFunds(Money amount, string reference, Timestamp now, Func<InstrumentId, Price?>? marks = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var balance = _balances.GetValueOrDefault(amount.Currency) ?? new CurrencyBalance(amount.Currency);
        if (FindIllegalTerm(amount, reference) is { } illegal) return new FundsDecision(RejectReason.InvalidTerms, balance.Total, illegal);
        var available = Available(balance, marks ?? (static _ => null));
        if (amount.Amount < 0m && -amount.Amount > available)
            return new FundsDecision(RejectReason.InsufficientFunds, balance.Total, $"{RefusalDetail.Number(-amount.Amount)} {amount.Currency} asked, {RefusalDetail.Number(available)} available");

        var postings = new PostingList();
        postings.Transfer(Account.Id, LedgerAccounts.External, amount.Amount, amount.Currency);
        Book(postings, amount.Amount > 0m ? LedgerTransactionKind.Deposit : LedgerTransactionKind.Withdrawal, reference, now);
        return new FundsDecision(RejectReason.None, BalanceOf(amount.Currency).Total, null);
    }

    /// <summary>
    /// Settles an event of one of the account's orders: books a trade, follows the order's state with its hold. An event at or below the settled sequence of its book
    /// is ignored. Events of a book come rising.
    /// </summary>
    /// <exception cref="AccountInvariantException">The event is of another account or of an unknown instrument.</exception>
    public void Apply(in OrderEvent e, Timestamp now)
    {
        if (e.AccountId != Account.Id) throw new AccountInvariantException($"Account {Account.Id} got event {e.Sequence} of account {e.AccountId}.");
        var holding = HoldingOf(e.OrderId.Instrument);
        if (e.Sequence <= holding.SettledSequence) return;

        if (e.ExecType == ExecType.Trade) Settle(holding, e, now);
        Follow(holding, e);
        holding.SettledSequence = e.Sequence;
        _changes.NoteSettled(holding.Instrument.Id);
    }

    /// <summary>Sequence up to which a book is settled; 0 when nothing is.</summary>
    public long SettledSequence(InstrumentId instrument) => _holdings.TryGetValue(instrument.Value, out var holding) ? holding.SettledSequence : 0;

    /// <summary>What must be made durable since the last call, as one unit. When that fails the account must be dropped.</summary>
    public AccountChanges TakeChanges() => _changes.Take(BalanceOf, id => _holdings[id]);

    /// <summary>The account at this moment; balances by currency, positions by instrument, open orders by id.</summary>
    public AccountSummary Summarize(Func<InstrumentId, Price?> marks)
    {
        ArgumentNullException.ThrowIfNull(marks);
        return new AccountSummary(
            Account,
            [.. _balances.Values.Select(balance => Summarize(balance, marks))],
            [.. _holdings.Values.Where(holding => holding.Position.Lots != 0).Select(holding => Summarize(holding, marks))],
            [.. _orders.Open]);
    }

    /// <summary>An open order as its last event left it; null when it is not open or not of this account.</summary>
    public Order? FindOpenOrder(OrderId id) => _orders.Find(id)?.Order;

    private static RiskDecision Refuse(RejectReason reason, string detail) => new(reason, detail);

    private static string? FindIllegalTerm(Money amount, string reference) => amount switch
    {
        { Amount: 0m } => "the amount is zero",
        { Amount: > MaxAmount or < -MaxAmount } => $"the amount is beyond {MaxAmount}",
        _ when decimal.Round(amount.Amount, Money.Scale) != amount.Amount => $"the amount has more than {Money.Scale} decimals",
        _ when reference.Length is 0 or > MaxReferenceLength => $"the reference has {reference.Length} characters, not 1 to {MaxReferenceLength}",
        _ when reference.StartsWith(TradeSettlement.ReferencePrefix, StringComparison.Ordinal) => $"a reference must not start with {TradeSettlement.ReferencePrefix}",
        _ => null,
    };

    private static decimal UnrealizedPnl(InstrumentHolding holding, Func<InstrumentId, Price?> marks) =>
        holding.Position.Lots != 0 && marks(holding.Instrument.Id) is { } mark ? MarginRules.UnrealizedPnl(holding.Instrument, holding.Position, mark) : 0m;

    private static Position Summarize(InstrumentHolding holding, Func<InstrumentId, Price?> marks) =>
        new(holding.Instrument.Id, holding.Position.Lots, holding.Position.Cost, holding.Position.RealizedPnl, marks(holding.Instrument.Id), UnrealizedPnl(holding, marks));

    private Balance Summarize(CurrencyBalance balance, Func<InstrumentId, Price?> marks) => new(
        balance.Currency,
        balance.Total,
        balance.Held,
        UnrealizedPnl(balance.Currency, marks),
        MarginedIn(balance.Currency).Sum(holding => InitialMargin(holding, 0, 0, MarginPrice(holding, marks, null))),
        MarginedIn(balance.Currency).Sum(holding => MaintenanceMargin(holding, MarginPrice(holding, marks, null))));

    private RiskDecision CheckMayTrade(InstrumentId instrument)
    {
        if (Account.Status != AccountStatus.Active) return Refuse(RejectReason.AccountSuspended, $"account {Account.Id} is {Account.Status}");
        return _holdings.ContainsKey(instrument.Value) ? RiskDecision.Accept : Refuse(RejectReason.UnknownInstrument, $"there is no instrument {instrument}");
    }

    private RiskDecision RefuseMissing(OrderId id) => _closedOrders.Contains(id)
        ? Refuse(RejectReason.OrderClosed, $"order {id} is closed")
        : Refuse(RejectReason.UnknownOrder, $"order {id} is not open on account {Account.Id}");

    private RiskDecision CheckAffordable(WorkingOrder working, OrderHold needed, Price price, Func<InstrumentId, Price?> marks) =>
        working.Holding.IsMargined ? CheckMargin(working, needed.Lots, price, marks) : CheckFunds(working, needed.Funds, marks);

    private RiskDecision CheckFunds(WorkingOrder working, Money needed, Func<InstrumentId, Price?> marks)
    {
        var more = needed.Amount - working.HeldFunds;
        if (more <= 0m) return RiskDecision.Accept;
        var available = Available(BalanceOf(needed.Currency), marks);
        return more <= available
            ? RiskDecision.Accept
            : Refuse(RejectReason.InsufficientFunds, $"needs {RefusalDetail.Number(more)} {needed.Currency}, available {RefusalDetail.Number(available)} {needed.Currency}");
    }

    private RiskDecision CheckMargin(WorkingOrder working, long neededLots, Price price, Func<InstrumentId, Price?> marks)
    {
        var more = neededLots - working.HeldLots;
        if (more <= 0) return RiskDecision.Accept;
        var holding = working.Holding;
        var balance = BalanceOf(holding.Instrument.QuoteCurrency);
        var marginPrice = MarginPrice(holding, marks, price);
        var before = InitialMargin(holding, 0, 0, marginPrice);
        var after = InitialMargin(holding, working.Side == Side.Buy ? more : 0, working.Side == Side.Sell ? more : 0, marginPrice);
        var others = MarginedIn(balance.Currency).Where(other => other != holding).Sum(other => InitialMargin(other, 0, 0, MarginPrice(other, marks, null)));
        var equity = EquityForOrders(balance, marks);
        return after <= before || others + after <= equity
            ? RiskDecision.Accept
            : Refuse(
                RejectReason.InsufficientMargin,
                $"needs {RefusalDetail.Number(others + after)} {balance.Currency} initial margin, of which {RefusalDetail.Number(after)} for {holding.Instrument.Symbol} at {RefusalDetail.Number(holding.Instrument.ToDecimal(marginPrice))}; equity for margin {RefusalDetail.Number(equity)} {balance.Currency}");
    }

    private decimal Available(CurrencyBalance balance, Func<InstrumentId, Price?> marks) =>
        EquityForOrders(balance, marks) - MarginedIn(balance.Currency).Sum(holding => InitialMargin(holding, 0, 0, MarginPrice(holding, marks, null)));

    /// <summary>What may serve as margin: the balance less open losses and what spot orders hold.</summary>
    private decimal EquityForOrders(CurrencyBalance balance, Func<InstrumentId, Price?> marks) =>
        balance.Total + Math.Min(UnrealizedPnl(balance.Currency, marks), 0m) - balance.Held;

    private decimal UnrealizedPnl(Currency currency, Func<InstrumentId, Price?> marks) => MarginedIn(currency).Sum(holding => UnrealizedPnl(holding, marks));

    private IEnumerable<InstrumentHolding> MarginedIn(Currency currency) =>
        _holdings.Values.Where(holding => holding.IsMargined && holding.Instrument.QuoteCurrency == currency);

    private static decimal InitialMargin(InstrumentHolding holding, long moreBuyLots, long moreSellLots, Price price)
    {
        var lots = MarginRules.WorstLots(holding.Position.Lots, holding.OpenBuyLots + moreBuyLots, holding.OpenSellLots + moreSellLots);
        return MarginRules.Required(holding.Instrument, lots, price, holding.Instrument.InitialMarginRate);
    }

    private static decimal MaintenanceMargin(InstrumentHolding holding, Price price) =>
        MarginRules.Required(holding.Instrument, Math.Abs(holding.Position.Lots), price, holding.Instrument.MaintenanceMarginRate);

    /// <summary>The mark; without one the price farthest from zero among the order in question, the working orders and the entry of the position.</summary>
    private Price MarginPrice(InstrumentHolding holding, Func<InstrumentId, Price?> marks, Price? orderPrice)
    {
        if (holding.IsFlat && orderPrice is null) return default;
        if (marks(holding.Instrument.Id) is { } mark) return mark;
        var farthest = Math.Max(Math.Abs(orderPrice.GetValueOrDefault().Ticks), MarginRules.EntryTicks(holding.Instrument, holding.Position));
        foreach (var working in _orders.All)
        {
            if (working.Holding == holding) farthest = Math.Max(farthest, Math.Abs(working.WorstPrice.Ticks));
        }

        return new Price(farthest);
    }

    private void Settle(InstrumentHolding holding, in OrderEvent e, Timestamp now)
    {
        PostingList postings;
        if (holding.IsMargined)
        {
            postings = TradeSettlement.Margined(holding.Instrument, e, holding.Position, out var after);
            holding.Position = after;
            _changes.NotePosition(holding.Instrument.Id);
        }
        else
        {
            postings = TradeSettlement.Spot(holding.Instrument, e);
        }

        if (!postings.IsEmpty) Book(postings, LedgerTransactionKind.Trade, TradeSettlement.Reference(e), now);
    }

    private void Book(PostingList postings, LedgerTransactionKind kind, string reference, Timestamp now)
    {
        var transaction = new LedgerTransaction
        {
            AccountId = Account.Id,
            Sequence = ++_ledgerSequence,
            Kind = kind,
            Reference = reference,
            Time = now,
            Postings = postings.Balanced(),
        };
        _changes.Add(transaction);
        foreach (var posting in transaction.Postings.Where(posting => posting.Account == Account.Id))
        {
            BalanceOf(posting.Money.Currency).Total += posting.Money.Amount;
            _changes.NoteBalance(posting.Money.Currency);
        }
    }

    private void Follow(InstrumentHolding holding, in OrderEvent e)
    {
        var working = _orders.Find(e.OrderId) ?? _orders.Find(e.ClientOrderId);
        if (!e.Status.IsOpen())
        {
            if (working is not null) Close(working);
            _closedOrders.Add(e.OrderId);
            return;
        }

        if (working is null)
        {
            working = WorkingOrder.From(holding, e.ToOrder());
            _orders.Add(working);
        }
        else
        {
            working.Follow(e.ToOrder(), e.ExecType);
            _orders.Link(working);
        }

        UpdateHold(working);
    }

    private void Close(WorkingOrder working)
    {
        _orders.Remove(working);
        SetHold(working, default);
    }

    private void UpdateHold(WorkingOrder working) => SetHold(working, working.NeededHold());

    private void SetHold(WorkingOrder working, OrderHold hold)
    {
        var instrument = working.Holding.Instrument;
        if (working.Holding.IsMargined) working.Holding.ChangeOpenLots(working.Side, hold.Lots - working.HeldLots);
        else BalanceOf(working.Side == Side.Buy ? instrument.QuoteCurrency : instrument.BaseCurrency).ChangeHeld(hold.Funds.Amount - working.HeldFunds);
        working.HeldFunds = hold.Funds.Amount;
        working.HeldLots = hold.Lots;
    }

    private InstrumentHolding HoldingOf(InstrumentId instrument) => _holdings.TryGetValue(instrument.Value, out var holding)
        ? holding
        : throw new AccountInvariantException($"Account {Account.Id} does not know instrument {instrument}.");

    private CurrencyBalance BalanceOf(Currency currency)
    {
        if (!_balances.TryGetValue(currency, out var balance)) _balances.Add(currency, balance = new CurrencyBalance(currency));
        return balance;
    }
}
