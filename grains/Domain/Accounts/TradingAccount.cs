using Rtx.Domain.Accounts.Holdings;
using Rtx.Domain.Accounts.Risk;
using Rtx.Domain.Instruments;
using Rtx.Domain.Ledger;
using Rtx.Domain.Marks;
using Rtx.Domain.Orders;
using Rtx.Domain.Positions;
using Rtx.Model;

namespace Rtx.Domain.Accounts;

/// <summary>
/// One account: its balances and positions, the holds of its open orders, and the bookings of its trades.
/// <para>An order is reserved before it goes to the book; its events change the hold, and its closing event releases it. Events of orders
/// that were not reserved here (after a recovery) work the same way, because each carries the whole state of its order.</para>
/// <para>Holds are calculated at the worst price at which an order may trade: its limit or protection price. Spot orders hold funds.
/// Margined orders need, in the instrument's quote currency, the initial margin at the mark, the loss between the mark and their worst
/// price, and their fees, for the worst position that any part of them may lead to (see <see cref="MarginNeed"/>). Equity in another
/// currency does not count, but a debt in another currency forbids everything. Open profit is not collateral; open loss is charged. Beyond
/// that, a change that does not raise the need is allowed, as long as it loses no more than there is (see
/// <see cref="AccountRisk"/>).</para>
/// <para>The orders of a list hold what they can trade together (see <see cref="ListHold"/>): an OCO its largest leg; a list with an entry
/// that entry, plus what the waiting children and exits need beyond what it will deliver. An order that waits for the closing auction has a
/// hold like any other.</para>
/// <para>Reject reasons take precedence in this order: DuplicateClientOrderId (of a working order or a pending amendment; the caller checks
/// older ones), AccountSuspended, UnknownInstrument, InvalidTerms to QuantityTooLarge of <see cref="OrderChecks"/>, TooManyOpenOrders,
/// NoReferencePrice, InsufficientFunds, InsufficientMargin, the other reasons of <see cref="OrderChecks"/>, KillSwitchOn. An amendment is
/// first checked on its own up to QuantityTooLarge, then against its order: UnknownOrder or OrderClosed, then InvalidTerms for what
/// contradicts the order.</para>
/// <para>Invariants: holds are never negative, and zero without working orders; each ledger transaction sums to zero per currency. A
/// violation throws <see cref="AccountInvariantException"/> or <see cref="LedgerInvariantException"/>, after which the account must be
/// dropped. Not safe for concurrent use.</para>
/// <para>Cost: a decision iterates over the account's margined instruments of one currency; also over its working orders while an
/// instrument has no mark, has reduce-only orders, orders that wait for a trigger price or lists, and when the account is near its
/// limits.</para>
/// </summary>
public sealed class TradingAccount
{
    /// <summary>The default limit of working orders per account.</summary>
    public const int DefaultMaxOpenOrders = 100_000;

    /// <summary>The maximum length of a deposit's or withdrawal's reference.</summary>
    public const int MaxReferenceLength = 128;

    /// <summary>The largest amount of one deposit or withdrawal.</summary>
    public const decimal MaxAmount = 1_000_000_000_000_000m;

    private readonly AccountId _id;
    private readonly bool _isActive;
    private readonly int _maxOpenOrders;
    private readonly AccountHoldings _holdings = new();
    private readonly AccountBalances _balances = new();
    private readonly WorkingOrders _orders = new();
    private readonly RecentlyClosedOrders _closedOrders = new();
    private readonly PendingChanges _changes;
    private readonly AccountRisk _risk;
    private long _ledgerSequence;

    /// <summary>An account without money, positions and orders.</summary>
    public TradingAccount(Account account, int maxOpenOrders = DefaultMaxOpenOrders)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentOutOfRangeException.ThrowIfLessThan(account.Id.Value, 1, nameof(account));
        ArgumentOutOfRangeException.ThrowIfLessThan(maxOpenOrders, 1);
        Account = account;
        (_id, _isActive) = (account.Id, account.Status == AccountStatus.Active);
        _maxOpenOrders = maxOpenOrders;
        _changes = new PendingChanges(_balances, _holdings);
        _risk = new AccountRisk(_holdings, _balances, _orders);
    }

    /// <summary>The account's master data.</summary>
    public Account Account { get; }

    /// <summary>
    /// Whether new orders and amendments are refused with <see cref="RejectReason.KillSwitchOn"/>. Cancelling open orders is up to the
    /// caller.
    /// </summary>
    public bool IsKillSwitchOn { get; set; }

    /// <summary>Number of the last ledger transaction; 0 before the first.</summary>
    public long LedgerSequence => _ledgerSequence;

    /// <summary>Instruments with working or pending orders, by id.</summary>
    public IReadOnlyList<InstrumentId> WorkingInstruments =>
        [.. _orders.All.Select(working => working.Holding.Instrument.Id).Distinct().OrderBy(instrument => instrument.Value)];

    /// <summary>
    /// Registers an instrument; repeating it with the same contract changes nothing. Must come before anything else of the instrument.
    /// </summary>
    /// <exception cref="ArgumentException">The contract breaks a rule of <see cref="InstrumentRules"/>.</exception>
    /// <exception cref="InvalidOperationException">It is registered with another contract, on which existing holds and valuations are
    /// based.</exception>
    public void RegisterInstrument(Instrument instrument)
    {
        InstrumentRules.ThrowIfBroken(instrument);
        if (!_holdings.TryFind(instrument.Id, out var known)) _holdings.Add(new InstrumentHolding(InstrumentTerms.Of(instrument)));
        else if (known.Instrument != instrument)
            throw new InvalidOperationException($"Instrument {instrument.Id} is known with another contract.");
    }

    /// <summary>Sets a balance as the ledger has it.</summary>
    public void RestoreBalance(Currency currency, decimal total) => _balances.Of(currency).Total = Amount.Of(total);

    /// <summary>Sets a position as SQL has it.</summary>
    public void RestorePosition(InstrumentId instrument, long lots, decimal cost, decimal realizedPnl) =>
        HoldingOf(instrument).Position = new NettedPosition(lots, Amount.Of(cost), Amount.Of(realizedPnl));

    /// <summary>
    /// Restores the hold of an open order. The order may be ahead of the settled sequence: the events in between then lead to the same
    /// state.
    /// </summary>
    public void RestoreOpenOrder(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (order.AccountId != Account.Id || !order.Status.IsOpen())
            throw new AccountInvariantException($"Account {Account.Id} can't restore {order}.");
        var working = _orders.Rent();
        working.Begin(HoldingOf(order.InstrumentId), order);
        Open(working);
    }

    /// <summary>Sets how far a book is settled.</summary>
    public void RestoreSettled(InstrumentId instrument, long sequence) => HoldingOf(instrument).SettledSequence = sequence;

    /// <summary>Sets the epoch of a book as of its settled sequence.</summary>
    public void RestoreBookEpoch(InstrumentId instrument, long epoch) => HoldingOf(instrument).BookEpoch = epoch;

    /// <summary>Sets the number of the last ledger transaction.</summary>
    public void RestoreLedgerSequence(long sequence) => _ledgerSequence = sequence;

    /// <summary>Decides whether a new order may go to the book, and if so holds its worst-case cost.</summary>
    /// <param name="order">The request.</param>
    /// <param name="terms">The request in the book's terms, from <see cref="RequestTerms"/>.</param>
    /// <param name="marks">Mark price of an instrument; while there is none, prices of the order, of open orders and of the position
    /// count.</param>
    /// <returns>
    /// The decision. A closing market order without a price of its own that the account can't afford at its protection price may be
    /// accepted with a nearer one: <see cref="RiskDecision.ProtectionPrice"/>.
    /// </returns>
    public RiskDecision Reserve(NewOrder order, in ResolvedTerms terms, Func<InstrumentId, Mark> marks) =>
        Reserve(order, terms, list: null, marks);

    /// <summary>
    /// Decides whether the orders of a list may go to the book together, and if so holds their joint worst-case cost (see
    /// <see cref="ListHold"/>). Either all are accepted, or each is refused: with its own reason, or with
    /// <see cref="RejectReason.ListRefused"/> when there is nothing wrong with it. Each order must be affordable on top of those before it.
    /// Nothing is held after a refusal.
    /// </summary>
    /// <param name="orders">The requests with their book terms, in the list's order.</param>
    /// <param name="marks">Mark prices, as in <see cref="Reserve(NewOrder, in ResolvedTerms, Func{InstrumentId, Mark})"/>.</param>
    /// <returns>A decision for each order, in the same order.</returns>
    public IReadOnlyList<RiskDecision> ReserveList(
        IReadOnlyList<(NewOrder Request, ResolvedTerms Terms)> orders, Func<InstrumentId, Mark> marks)
    {
        ArgumentNullException.ThrowIfNull(orders);
        ArgumentNullException.ThrowIfNull(marks);
        if (orders.DistinctBy(order => order.Request.InstrumentId).Count() != 1)
            throw new ArgumentException("The orders of a list are of one instrument.", nameof(orders));
        var list = _holdings.TryFind(orders[0].Request.InstrumentId, out var holding) ? new ListHold(holding) : null;
        var decisions = orders.Select(order => Reserve(order.Request, order.Terms, list, marks)).ToArray();
        if (Array.TrueForAll(decisions, decision => decision.IsAccepted)) return decisions;
        for (var index = 0; index < decisions.Length; index++)
        {
            if (!decisions[index].IsAccepted) continue;
            Release(orders[index].Request.ClientOrderId);
            decisions[index] = RiskDecision.Refuse(RejectReason.ListRefused, "another order of the list was refused");
        }

        return decisions;
    }

    /// <summary>
    /// Decides whether an amendment may go to the book, and if so holds the worse of the order's cost before and after it, and reserves its
    /// new client order id. Its Replaced event, or <see cref="ReleaseAmend"/>, reduces the hold to that of the resulting order.
    /// </summary>
    /// <param name="amend">The request.</param>
    /// <param name="marks">Mark prices, as in <see cref="Reserve(NewOrder, in ResolvedTerms, Func{InstrumentId, Mark})"/>.</param>
    public RiskDecision ReserveAmend(AmendOrder amend, Func<InstrumentId, Mark> marks)
    {
        ArgumentNullException.ThrowIfNull(amend);
        ArgumentNullException.ThrowIfNull(marks);
        if (amend.NewClientOrderId is { } name && _orders.IsTaken(name)) return RefuseTaken(name);
        if (CheckMayTrade(amend.OrderId.Instrument) is { IsAccepted: false } mayNot) return mayNot;
        var holding = HoldingOf(amend.OrderId.Instrument);
        var instrument = holding.Instrument;
        var reason = holding.Checks.Check(amend);
        if (reason != RejectReason.None) return RiskDecision.Refuse(reason, RefusalDetail.Of(instrument, amend.Price, amend.OrderQty));
        if (amend.Price is { } given && !holding.Checks.IsPayable(given)) return RefuseUnpayable(instrument, given);
        if (_orders.Find(amend.OrderId) is not { } working) return RefuseMissing(amend.OrderId);
        var order = working.Order;
        if (FindContradiction(amend, order) is { } contradiction) return RiskDecision.Refuse(RejectReason.InvalidTerms, contradiction);

        var price = amend.Price ?? order.Price;
        var orderQty = amend.OrderQty ?? order.OrderQty;
        reason = holding.Checks.CheckAmended(amend, price, orderQty, order.CumQty, amend.DisplayQty ?? order.Instructions?.DisplayQty);
        if (reason is > RejectReason.None and < RejectReason.InsufficientFunds) return RefuseAmended();
        var before = working.Amends;
        var decision = holding.IsMargined ? AmendCovered(working, price, orderQty, marks) : AmendFunded(working, price, orderQty, marks);
        if (decision.IsAccepted) decision = reason == RejectReason.None ? CheckKillSwitch() : RefuseAmended();
        if (!decision.IsAccepted) SetAmends(working, before);
        else if (amend.NewClientOrderId is { } kept) _orders.ReserveClientOrderId(kept);
        return decision;

        RiskDecision RefuseAmended() =>
            RiskDecision.Refuse(
                reason,
                $"{RefusalDetail.Of(instrument, price, orderQty)}; traded {RefusalDetail.Number(instrument.ToDecimal(order.CumQty))}");
    }

    /// <summary>
    /// Releases the hold of an order that never reached the book. Does nothing when there is none, or when the book has accepted the order.
    /// </summary>
    public void Release(ClientOrderId id)
    {
        if (_orders.Find(id) is { IsKnownToBook: false } working) Close(working);
    }

    /// <summary>
    /// Releases the hold of an amendment that the book refused or never received; must not be called for one that it accepted. The order
    /// may have closed.
    /// </summary>
    public void ReleaseAmend(AmendOrder amend)
    {
        ArgumentNullException.ThrowIfNull(amend);
        if (amend.NewClientOrderId is { } name) _orders.ReleaseClientOrderId(name);
        if (_orders.Find(amend.OrderId) is not { } working) return;
        working.Amends = working.Amends.Less();
        UpdateHold(OwnerOf(working));
    }

    /// <summary>
    /// Books a deposit (positive) or withdrawal (negative). Refused: <see cref="RejectReason.InvalidTerms"/> (zero, beyond
    /// <see cref="MaxAmount"/>, more than <see cref="Money.Scale"/> decimals, or a reference that is empty, too long, or looks like a
    /// trade's), then, out only, <see cref="RejectReason.NoReferencePrice"/> (a position has a stale mark) and
    /// <see cref="RejectReason.InsufficientFunds"/> (another currency is in debt, or more than is available). The caller makes sure that a
    /// reference moves money only once.
    /// </summary>
    /// <param name="amount">Signed amount.</param>
    /// <param name="reference">The client's reference.</param>
    /// <param name="now">The current time.</param>
    /// <param name="marks">Mark prices: open losses reduce what is available. Without them, margin is calculated at entry and order prices,
    /// and open losses are ignored.</param>
    public FundsDecision MoveFunds(Money amount, string reference, Timestamp now, Func<InstrumentId, Mark>? marks = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var balance = _balances.Find(amount.Currency) ?? new CurrencyBalance(amount.Currency);
        if (FindIllegalTerm(amount, reference) is { } illegal)
            return new FundsDecision(RejectReason.InvalidTerms, balance.Total.ToDecimal(), illegal);
        var moved = Amount.Of(amount.Amount);
        if (moved < Amount.Zero && _risk.CheckWithdrawal(-moved, balance, marks ?? (static _ => default)) is { IsAccepted: false } refused)
            return new FundsDecision(refused.RejectReason, balance.Total.ToDecimal(), refused.Detail);

        var transfers = default(TransferList);
        transfers.Add(LedgerAccounts.External, moved, amount.Currency);
        Book(transfers, moved > Amount.Zero ? LedgerTransactionKind.Deposit : LedgerTransactionKind.Withdrawal,
            new LedgerReference(reference, default, default), effectiveAt: now, now);
        return new FundsDecision(RejectReason.None, _balances.Of(amount.Currency).Total.ToDecimal(), null);
    }

    /// <summary>
    /// Checks which activation of a book sends executions, before they are applied. A newer activation is accepted from then on, unless it
    /// started from before what the account has settled: then the database lost commits that this memory has seen, and the account must be
    /// dropped.
    /// </summary>
    /// <param name="instrument">The book.</param>
    /// <param name="epoch">Epoch of the sending activation.</param>
    /// <param name="openedAt">The book's last sequence when that activation started.</param>
    public BookHistory Meet(InstrumentId instrument, long epoch, long openedAt)
    {
        var holding = HoldingOf(instrument);
        if (epoch < holding.BookEpoch) return BookHistory.Outdated;
        // A database that lost commits may assign an epoch twice.
        var isOther = epoch > holding.BookEpoch || (holding.BookOpenedAt is { } known && known != openedAt);
        if (isOther && openedAt < holding.SettledSequence) return BookHistory.Lost;
        (holding.BookEpoch, holding.BookOpenedAt) = (epoch, openedAt);
        return BookHistory.Same;
    }

    /// <summary>Whether the book's epoch is known.</summary>
    public bool KnowsEpoch(InstrumentId instrument) => HoldingOf(instrument).BookEpoch > 0;

    /// <summary>
    /// Settles an event of one of the account's orders: books a trade and updates the hold to the order's state. An event at or below the
    /// settled sequence of its book is ignored. Events of a book arrive in rising sequence.
    /// </summary>
    /// <param name="e">The event; a trade takes effect at its own time, no matter when it is settled.</param>
    /// <param name="now">The time of booking.</param>
    /// <exception cref="AccountInvariantException">The event is of another account or of an unknown instrument.</exception>
    public void Apply(in OrderEvent e, Timestamp now)
    {
        if (e.AccountId != _id)
            throw new AccountInvariantException($"Account {Account.Id} got event {e.Sequence} of account {e.AccountId}.");
        var holding = HoldingOf(e.OrderId.Instrument);
        // SETTLE-1.
        if (e.Sequence <= holding.SettledSequence) return;

        if (e.ExecType == ExecType.Trade) Settle(holding, e, now);
        Follow(holding, e);
        holding.SettledSequence = e.Sequence;
        _changes.NoteSettled(holding);
    }

    /// <summary>Sequence up to which a book is settled; 0 before the first event.</summary>
    public long SettledSequence(InstrumentId instrument) => _holdings.TryFind(instrument, out var holding) ? holding.SettledSequence : 0;

    /// <summary>Whether anything must be made durable.</summary>
    public bool HasChanges => _changes.Any;

    /// <summary>
    /// Whether money or a position has changed. Otherwise only settled sequences have changed, and losing those is harmless.
    /// </summary>
    public bool HasBookings => _changes.AnyBooked;

    /// <summary>Settled sequences of the books in which the account has settled anything, by instrument.</summary>
    public IReadOnlyList<(InstrumentId Instrument, long Sequence)> SettledSequences =>
        [.. _holdings.All.Where(holding => holding.SettledSequence > 0)
            .Select(holding => (holding.Instrument.Id, holding.SettledSequence))];

    /// <summary>Number of reserved orders and amendments without an event or an outcome yet.</summary>
    public int OnTheirWay => _orders.All.Sum(working => (working.IsKnownToBook ? 0 : 1) + working.Amends.Count);

    /// <summary>
    /// Takes what has changed since the last call and must be made durable as one unit. If that fails, the account must be dropped.
    /// </summary>
    public AccountChanges TakeChanges()
    {
        var changes = new AccountChanges();
        TakeChanges(changes);
        return changes;
    }

    /// <summary>The same, into existing memory, whose contents are replaced.</summary>
    public void TakeChanges(AccountChanges into)
    {
        ArgumentNullException.ThrowIfNull(into);
        _changes.Take(into);
    }

    /// <summary>The account's current state; balances by currency, positions by instrument, open orders by id.</summary>
    public AccountSummary Summarize(Func<InstrumentId, Mark> marks)
    {
        ArgumentNullException.ThrowIfNull(marks);
        return new AccountSummary(
            Account,
            [.. _balances.All.Select(balance => _risk.Summarize(balance, marks))],
            [.. _holdings.All.Where(holding => holding.Position.Lots != 0).Select(holding => AccountRisk.Summarize(holding, marks))],
            [.. _orders.Open]);
    }

    /// <summary>Currencies in which there are margined positions.</summary>
    public IReadOnlyList<Currency> MarginCurrencies => [.. _risk.StopOut.Currencies];

    /// <summary>The margin state of a currency's positions; null (unknown) when none of them has a fresh mark.</summary>
    public MarginState? FindMarginState(Currency currency, Func<InstrumentId, Mark> marks) => _risk.StopOut.StateOf(currency, marks);

    /// <summary>
    /// The positions to close when margin is gone, in order (see <see cref="StopOut"/>); empty when the initial margin is covered.
    /// </summary>
    public IReadOnlyList<ForcedClosing> FindClosings(MarginState state, Func<InstrumentId, Mark> marks)
    {
        ArgumentNullException.ThrowIfNull(state);
        return _risk.StopOut.FindClosings(state, marks);
    }

    /// <summary>
    /// Holds for an order that closes a position by force. No check of the account may stop it, and the book lets it close no more than the
    /// position.
    /// </summary>
    public void HoldClosing(NewOrder order, in ResolvedTerms terms)
    {
        ArgumentNullException.ThrowIfNull(order);
        var working = _orders.Rent();
        working.Begin(HoldingOf(order.InstrumentId), order.ClientOrderId, terms.Order);
        Open(working);
    }

    /// <summary>An open order as its last event left it; null when it is not open or not of this account.</summary>
    public Order? FindOpenOrder(OrderId id) => _orders.Find(id)?.Order.ToOrder();

    /// <summary>
    /// The open order that now has the client order id, as its last event left it; null when there is none, or before its first event.
    /// </summary>
    public Order? FindOpenOrder(ClientOrderId id) => _orders.Find(id) is { IsKnownToBook: true } working ? working.Order.ToOrder() : null;

    private RiskDecision Reserve(NewOrder order, in ResolvedTerms terms, ListHold? list, Func<InstrumentId, Mark> marks)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(marks);
        if (_orders.IsTaken(order.ClientOrderId)) return RefuseTaken(order.ClientOrderId);
        if (CheckMayTrade(order.InstrumentId) is { IsAccepted: false } mayNot) return mayNot;
        var holding = HoldingOf(order.InstrumentId);
        var reason = terms.RejectReason == RejectReason.InvalidTerms
            ? RejectReason.InvalidTerms
            : holding.Checks.Check(terms.Order, isInList: list is not null);
        if (reason == RejectReason.InvalidTerms)
            return RiskDecision.Refuse(
                reason, RequestTerms.FindContradiction(order)
                    ?? OrderRules.FindContradiction(holding.Instrument, terms.Order, isInList: list is not null) ?? "");
        if (order.Price is { } price && !holding.Checks.IsPayable(price)) return RefuseUnpayable(holding.Instrument, price);
        if (reason is > RejectReason.None and < RejectReason.TooManyOpenOrders)
            return RiskDecision.Refuse(reason, RefusalDetail.Of(holding.Instrument, order));
        if (_orders.Count >= _maxOpenOrders)
            return RiskDecision.Refuse(RejectReason.TooManyOpenOrders, $"{_orders.Count} working orders of at most {_maxOpenOrders}");
        if (terms.RejectReason != RejectReason.None)
            return RiskDecision.Refuse(terms.RejectReason, "there is no price to complete the order with");

        var working = _orders.Rent();
        working.Begin(holding, order.ClientOrderId, terms.Order);
        list?.Add(working);
        var mayProtect = list is null && order is { OrderType: OrderType.Market or OrderType.MarketToLimit, Price: null };
        var decision = holding.IsMargined ? OpenCovered(working, mayProtect, marks) : OpenFunded(working, marks);
        if (!decision.IsAccepted) return decision;
        var last = reason == RejectReason.None
            ? CheckKillSwitch()
            : RiskDecision.Refuse(reason, RefusalDetail.Of(holding.Instrument, order));
        if (last.IsAccepted) return decision;
        Close(working);
        return last;
    }

    private RiskDecision OpenFunded(WorkingOrder working, Func<InstrumentId, Mark> marks)
    {
        var owner = OwnerOf(working);
        var decision = _risk.CheckFunds(owner.Holding, owner.Needed() - owner.Held, marks);
        if (decision.IsAccepted)
        {
            Open(working);
        }
        else
        {
            working.List?.Remove(working);
            _orders.Return(working);
        }

        return decision;
    }

    // Usually equity covers everything with the order open. Otherwise the states with and without the order are compared.
    private RiskDecision OpenCovered(WorkingOrder working, bool mayProtect, Func<InstrumentId, Mark> marks)
    {
        var holding = working.Holding;
        Open(working);
        if (_risk.IsCovered(holding, marks)) return RiskDecision.Accept;
        var list = working.List;
        var after = _risk.StateOf(holding, marks);
        TakeOut(working);
        var before = _risk.StateOf(holding, marks);
        if (_risk.RaisesNothing(working, before, after, marks))
        {
            PutBack();
            return RiskDecision.Accept;
        }

        if (mayProtect && _risk.FindClosingPrice(working, before, marks) is { } price)
        {
            working.Protect(price);
            PutBack();
            if (_risk.RaisesNothing(working, before, _risk.StateOf(holding, marks), marks))
                return RiskDecision.Accept with { ProtectionPrice = price };
            TakeOut(working);
        }

        var decision = _risk.Refuse(holding, after, marks);
        _orders.Return(working);
        return decision;

        void PutBack()
        {
            list?.Add(working);
            Open(working);
        }
    }

    private RiskDecision AmendFunded(WorkingOrder working, Price price, Quantity orderQty, Func<InstrumentId, Mark> marks)
    {
        working.BeginAmend(price, orderQty);
        var owner = OwnerOf(working);
        var needed = owner.Needed();
        var decision = _risk.CheckFunds(owner.Holding, needed - owner.Held, marks);
        if (decision.IsAccepted) SetHold(owner, needed, isSpecial: false);
        return decision;
    }

    private RiskDecision AmendCovered(WorkingOrder working, Price price, Quantity orderQty, Func<InstrumentId, Mark> marks)
    {
        var (holding, amends) = (working.Holding, working.Amends);
        working.BeginAmend(price, orderQty);
        UpdateHold(OwnerOf(working));
        if (_risk.IsCovered(holding, marks)) return RiskDecision.Accept;
        var after = _risk.StateOf(holding, marks);
        SetAmends(working, amends);
        var before = _risk.StateOf(holding, marks);
        working.BeginAmend(price, orderQty);
        if (!_risk.RaisesNothing(working, before, after, marks))
        {
            SetAmends(working, amends);
            return _risk.Refuse(holding, after, marks);
        }

        UpdateHold(OwnerOf(working));
        return RiskDecision.Accept;
    }

    private void SetAmends(WorkingOrder working, PendingAmends amends)
    {
        working.Amends = amends;
        UpdateHold(OwnerOf(working));
    }

    private RiskDecision CheckKillSwitch() => IsKillSwitchOn
        ? RiskDecision.Refuse(RejectReason.KillSwitchOn, $"the kill switch of account {Account.Id} is on")
        : RiskDecision.Accept;

    private static RiskDecision RefuseUnpayable(Instrument instrument, Price price) => RiskDecision.Refuse(
        RejectReason.InvalidPrice,
        $"a lot of {instrument.Symbol} at {RefusalDetail.Number(instrument.ToDecimal(price))}"
        + " is worth a fraction of the smallest amount of money");

    private static RiskDecision RefuseTaken(ClientOrderId name) =>
        RiskDecision.Refuse(RejectReason.DuplicateClientOrderId, $"order {name} is working");

    /// <summary>
    /// What an amendment asks of the order that it can't have; null when it fits. Only checks what can't change later, because an event may
    /// still be on its way here.
    /// </summary>
    private static string? FindContradiction(AmendOrder amend, in OrderEvent order) => amend switch
    {
        { StopPx: not null } when !order.OrderType.HasTrigger() || order.Place is not (OrderPlace.Trigger or OrderPlace.Held) =>
            $"order {order.OrderId} does not wait for a trigger price",
        { DisplayQty: not null } when order.Instructions?.DisplayQty is null => $"order {order.OrderId} shows all of its quantity",
        { ExpireTime: not null } when order.TimeInForce != TimeInForce.Gtd => $"order {order.OrderId} has no expire time of its own",
        _ => null,
    };

    private static string? FindIllegalTerm(Money amount, string reference) => amount switch
    {
        { Amount: 0m } => "the amount is zero",
        { Amount: > MaxAmount or < -MaxAmount } => $"the amount is beyond {MaxAmount}",
        _ when decimal.Round(amount.Amount, Money.Scale) != amount.Amount => $"the amount has more than {Money.Scale} decimals",
        _ when reference.Length is 0 or > MaxReferenceLength =>
            $"the reference has {reference.Length} characters, not 1 to {MaxReferenceLength}",
        _ when reference.StartsWith(LedgerReference.TradePrefix, StringComparison.Ordinal) =>
            $"a reference must not start with {LedgerReference.TradePrefix}",
        _ => null,
    };

    private RiskDecision CheckMayTrade(InstrumentId instrument)
    {
        if (!_isActive) return RiskDecision.Refuse(RejectReason.AccountSuspended, $"account {Account.Id} is {Account.Status}");
        return _holdings.TryFind(instrument, out _)
            ? RiskDecision.Accept
            : RiskDecision.Refuse(RejectReason.UnknownInstrument, $"there is no instrument {instrument}");
    }

    private RiskDecision RefuseMissing(OrderId id) => _closedOrders.Contains(id)
        ? RiskDecision.Refuse(RejectReason.OrderClosed, $"order {id} is closed")
        : RiskDecision.Refuse(RejectReason.UnknownOrder, $"order {id} is not open on account {Account.Id}");

    private void Settle(InstrumentHolding holding, in OrderEvent e, Timestamp now)
    {
        TransferList transfers;
        if (holding.IsMargined)
        {
            transfers = TradeSettlement.Margined(holding.Instrument, holding.Amounts, e, holding.Position, out var after);
            holding.Position = after;
            _changes.NotePosition(holding);
        }
        else
        {
            transfers = TradeSettlement.Spot(holding.Instrument, holding.Amounts, e);
        }

        if (transfers.Count > 0)
            Book(transfers, LedgerTransactionKind.Trade, new LedgerReference(null, e.TradeId, e.Side), effectiveAt: e.Time, now);
    }

    private void Book(
        in TransferList transfers, LedgerTransactionKind kind, in LedgerReference reference, Timestamp effectiveAt, Timestamp now)
    {
        _changes.Add(new LedgerEntry(_id, ++_ledgerSequence, kind, reference, effectiveAt, now, transfers));
        for (var i = 0; i < transfers.Count; i++)
        {
            var transfer = transfers[i];
            var balance = _balances.Of(transfer.Currency);
            balance.Total += transfer.Amount;
            balance.IsChanged = true;
        }
    }

    private void Follow(InstrumentHolding holding, in OrderEvent e)
    {
        var working = FindOf(e);
        if (!e.Status.IsOpen())
        {
            if (working is not null) Close(working);
            _closedOrders.Add(e.OrderId);
            return;
        }

        if (working is null)
        {
            working = _orders.Rent();
            working.Begin(holding, e);
            Open(working);
            return;
        }

        var isNew = !working.IsKnownToBook;
        var isAsHeld = working.IsHeldAs(e);
        working.Follow(e);
        _orders.Link(working, isNew);
        if (!isAsHeld) UpdateHold(OwnerOf(working));
    }

    // An order's first event finds it by its client order id; in a recovery its order id may be known already.
    private WorkingOrder? FindOf(in OrderEvent e) =>
        e.ExecType == ExecType.New
            ? _orders.Find(e.ClientOrderId) ?? _orders.Find(e.OrderId)
            : _orders.Find(e.OrderId) ?? _orders.Find(e.ClientOrderId);

    private void Open(WorkingOrder working)
    {
        _orders.Add(working);
        UpdateHold(OwnerOf(working));
    }

    private void Close(WorkingOrder working)
    {
        TakeOut(working);
        _orders.Return(working);
    }

    private void TakeOut(WorkingOrder working)
    {
        var owner = OwnerOf(working);
        _orders.Remove(working);
        if (owner == working) SetHold(owner, default, isSpecial: false);
        else UpdateHold(owner);
    }

    private static HoldOwner OwnerOf(WorkingOrder working) => (HoldOwner?)working.List ?? working;

    private void UpdateHold(HoldOwner owner)
    {
        var isSpecial = owner.Holding.IsMargined && owner.IsSpecial;
        SetHold(owner, owner.Needed(), isSpecial);
        if (!isSpecial && owner is WorkingOrder working) working.Holding.NotePrice(working.Side, working.WorstPrice);
    }

    private void SetHold(HoldOwner owner, in OrderHold hold, bool isSpecial)
    {
        ref var held = ref owner.Held;
        var holding = owner.Holding;
        if (holding.IsMargined)
        {
            holding.ChangeOpen(owner, hold, isSpecial);
        }
        else
        {
            ChangeHeld(holding.Instrument.QuoteCurrency, hold.BuyFunds - held.BuyFunds);
            ChangeHeld(holding.Instrument.BaseCurrency, hold.SellFunds - held.SellFunds);
        }

        held = hold;
    }

    private void ChangeHeld(Currency currency, Amount by)
    {
        if (by != Amount.Zero) _balances.Of(currency).ChangeHeld(by);
    }

    private InstrumentHolding HoldingOf(InstrumentId instrument) => _holdings.TryFind(instrument, out var holding)
        ? holding
        : throw new AccountInvariantException($"Account {Account.Id} does not know instrument {instrument}.");
}
