using System.Runtime.InteropServices;
using Npgsql;
using Rtx.Domain.Ledger;
using Rtx.Domain.Matching.Records;
using Rtx.Model;
using Rtx.Storage.Rows;
using static Rtx.Storage.Rows.Columns;

namespace Rtx.Storage.Commits;

/// <summary>The statements of a commit, and which rows of a flush go into which. Statements without rows are left out. Not thread-safe.</summary>
internal sealed class CommitStatements
{
    private const short NoSide = 0;

    // Locks of accounts are shared and taken in order, so that commits and activations don't deadlock. The next statement sees what an
    // activation has changed before we got them.
    private readonly RowStatement<VouchedAccount> _vouchedLocks = new(
        "select count(*) from (select pg_advisory_xact_lock_shared(id) from unnest({arrays}) id offset 0) held",
        Big<VouchedAccount>("ids", (in v) => v.Account.Value));

    private readonly RowStatement<VouchedAccount> _vouched = new("""
        select case when count(*) <> cardinality($1) then refuse_commit(null, null, null, {arrays}, null) end
        from unnest({arrays}) as v (id, epoch)
        join stream_heads h on h.stream_kind = 1 and h.stream_id = v.id and h.epoch = v.epoch
        """,
        Big<VouchedAccount>("ids", (in v) => v.Account.Value), Big<VouchedAccount>("epochs", (in v) => v.Epoch));

    // FENCE-2, FENCE-4, FENCE-5. An update that waited for an activation rereads the row. A stream without a row is refused, too: nothing
    // would fence it.
    private readonly RowStatement<Fence> _fences = new("""
        with moved as (
          update stream_heads h
          set sequence = case when h.epoch = f.epoch and h.sequence = f.expected_sequence then f.next_sequence else refuse_commit(f.kind, f.id, $1, $2, $3, $4) end
          from unnest({arrays}) as f ({columns})
          where h.stream_kind = f.kind and h.stream_id = f.id
          returning 1)
        select case when count(*) <> cardinality($1) then refuse_commit(null, null, $1, $2, $3, $4) end from moved
        """,
        Small<Fence>("kind", (in f) => (short)f.Stream.Kind), Big<Fence>("id", (in f) => f.Stream.Id), Big<Fence>("epoch", (in f) => f.Epoch),
        Big<Fence>("expected_sequence", (in f) => f.ExpectedSequence), Big<Fence>("next_sequence", (in f) => f.NextSequence));

    private readonly RowStatement<OrderEvent> _firstNames = new(
        "insert into order_names ({columns}) {rows}",
        Big<OrderEvent>("account_id", (in e) => e.AccountId.Value), Text<OrderEvent>("client_order_id", (in e) => e.ClientOrderId.Value), Big<OrderEvent>("order_id", (in e) => e.OrderId.Value));

    // An amendment may give an order another client order id. One that belongs to another order violates the key.
    private readonly RowStatement<OrderEvent> _laterNames = new("""
        insert into order_names ({columns})
        select {columns} from ({rows}) r
        where not exists (select from order_names n where n.account_id = r.account_id and n.client_order_id = r.client_order_id and n.order_id = r.order_id)
        """,
        Big<OrderEvent>("account_id", (in e) => e.AccountId.Value), Text<OrderEvent>("client_order_id", (in e) => e.ClientOrderId.Value), Big<OrderEvent>("order_id", (in e) => e.OrderId.Value));

    private readonly RowStatement<OrderRefusal> _refusedNames = new(
        "insert into order_names ({columns}) {rows}",
        Big<OrderRefusal>("account_id", (in r) => r.Account.Value), Text<OrderRefusal>("client_order_id", (in r) => r.Request.ClientOrderId.Value));

    private readonly RowStatement<OrderEvent> _newOrders = new(
        "insert into orders ({columns}) {rows}", [.. OrderColumns.Lasting(), .. OrderColumns.Changing(), UpdatedAt()]);

    private readonly RowStatement<OrderEvent> _changedOrders = new(
        $"update orders o set {Assignments([.. OrderColumns.Changing(), UpdatedAt()])} from ({{rows}}) c where o.order_id = c.order_id",
        [OrderColumns.Lasting()[0], .. OrderColumns.Changing(), UpdatedAt()]);

    private readonly RowStatement<OrderEvent> _events = new(
        "insert into order_events ({columns}) {rows}",
        [
            .. OrderColumns.Lasting(), .. OrderColumns.Changing(),
            Time<OrderEvent>("event_at", (in e) => e.Time.ToDateTime()), Small<OrderEvent>("exec_type", (in e) => (short)e.ExecType),
            Big<OrderEvent>("trade_id", (in e) => e.TradeId.Value), Big<OrderEvent>("last_ticks", (in e) => e.LastPx.Ticks),
            Big<OrderEvent>("last_lots", (in e) => e.LastQty.Lots), Big<OrderEvent>("contra_order_id", (in e) => e.ContraOrderId.Value),
            Big<OrderEvent>("contra_account_id", (in e) => e.ContraAccountId.Value),
            Flag<OrderEvent>("is_aggressor", (in e) => e.IsAggressor), Flag<OrderEvent>("is_auction", (in e) => e.IsAuction),
        ]);

    private readonly RowStatement<OrderEvent> _trades = new(
        "insert into trades ({columns}) {rows}",
        Big<OrderEvent>("trade_id", (in e) => e.TradeId.Value), Int<OrderEvent>("instrument_id", (in e) => e.OrderId.Instrument.Value), Big<OrderEvent>("price_ticks", (in e) => e.LastPx.Ticks),
        Big<OrderEvent>("lots", (in e) => e.LastQty.Lots), Big<OrderEvent>("buy_order_id", (in e) => (e.Side == Side.Buy ? e.OrderId : e.ContraOrderId).Value),
        Big<OrderEvent>("sell_order_id", (in e) => (e.Side == Side.Buy ? e.ContraOrderId : e.OrderId).Value),
        Big<OrderEvent>("buy_account_id", (in e) => (e.Side == Side.Buy ? e.AccountId : e.ContraAccountId).Value),
        Big<OrderEvent>("sell_account_id", (in e) => (e.Side == Side.Buy ? e.ContraAccountId : e.AccountId).Value),
        Small<OrderEvent>("aggressor_side", (in e) => e.IsAuction ? NoSide : (short)e.Side), Time<OrderEvent>("traded_at", (in e) => e.Time.ToDateTime()));

    private readonly RowStatement<BookAccountRow> _bookAccounts = new("""
        insert into book_accounts as b ({columns}) {rows}
        on conflict (instrument_id, account_id) do update set last_sequence = excluded.last_sequence, position_lots = b.position_lots + excluded.position_lots
        """,
        Int<BookAccountRow>("instrument_id", (in r) => r.Instrument.Value), Big<BookAccountRow>("account_id", (in r) => r.Account.Value),
        Big<BookAccountRow>("last_sequence", (in r) => r.LastSequence), Big<BookAccountRow>("position_lots", (in r) => r.Lots));

    private readonly RowStatement<CommitUnit> _bookStandings = new("""
        insert into book_standings ({columns}) {rows}
        on conflict (instrument_id) do update set trading_state = excluded.trading_state, reference_ticks = excluded.reference_ticks, state_version = excluded.state_version
        """,
        Int<CommitUnit>("instrument_id", (in u) => (int)u.Fence.Stream.Id), Small<CommitUnit>("trading_state", (in u) => (short)u.BookStanding!.Value.State),
        BigOrNull<CommitUnit>("reference_ticks", (in u) => u.BookStanding!.Value.ReferencePrice?.Ticks), Big<CommitUnit>("state_version", (in u) => u.BookStanding!.Value.StateVersion));

    // A better price makes the worse ones before it obsolete: within a kind, later rows have worse prices.
    private readonly RowStatement<OrderEvent> _outdonePrices = new("""
        delete from followed_prices f using ({rows}) b
        where f.instrument_id = b.instrument_id and f.trigger_source = b.trigger_source and f.side = b.side and f.price_ticks between b.lowest and b.highest
        """,
        Int<OrderEvent>("instrument_id", (in e) => e.OrderId.Instrument.Value), Small<OrderEvent>("trigger_source", (in e) => (short)RecordedBook.ToFollowedPrice(e).Source),
        Small<OrderEvent>("side", (in e) => (short)e.Side), Big<OrderEvent>("lowest", (in e) => e.Side == Side.Buy ? e.Price.Ticks : long.MinValue),
        Big<OrderEvent>("highest", (in e) => e.Side == Side.Buy ? long.MaxValue : e.Price.Ticks));

    private readonly RowStatement<OrderEvent> _followedPrices = new(
        "insert into followed_prices ({columns}) {rows}",
        Int<OrderEvent>("instrument_id", (in e) => e.OrderId.Instrument.Value), Small<OrderEvent>("trigger_source", (in e) => (short)RecordedBook.ToFollowedPrice(e).Source),
        Small<OrderEvent>("side", (in e) => (short)e.Side), Big<OrderEvent>("price_ticks", (in e) => e.Price.Ticks), Big<OrderEvent>("sequence", (in e) => e.Sequence));

    private readonly RowStatement<OrderRefusal> _refusals = new(
        "insert into order_refusals ({columns}) {rows}",
        Big<OrderRefusal>("account_id", (in r) => r.Account.Value), Text<OrderRefusal>("client_order_id", (in r) => r.Request.ClientOrderId.Value),
        Int<OrderRefusal>("instrument_id", (in r) => r.Request.InstrumentId.Value), Small<OrderRefusal>("side", (in r) => (short)r.Request.Side),
        Small<OrderRefusal>("order_type", (in r) => (short)r.Request.OrderType), Small<OrderRefusal>("time_in_force", (in r) => (short)r.Request.TimeInForce),
        BigOrNull<OrderRefusal>("price_ticks", (in r) => r.Request.Price?.Ticks), Big<OrderRefusal>("order_lots", (in r) => r.Request.OrderQty.Lots),
        Small<OrderRefusal>("reject_reason", (in r) => (short)r.Reason), Text<OrderRefusal>("detail", (in r) => r.Detail), Time<OrderRefusal>("refused_at", (in r) => r.Time.ToDateTime()),
        Json<OrderRefusal>("instructions", (in r) => OrderRows.WriteInstructions(r.Request.Instructions)),
        BigOrNull<OrderRefusal>("limit_offset_ticks", (in r) => r.Request.LimitOffset));

    private readonly RowStatement<LedgerEntry> _ledger = new("""
        insert into ledger_transactions (account_id, sequence, kind, reference, effective_at, booked_at, counter_account_ids, currencies, amounts)
        select t.account_id, t.sequence, t.kind, t.reference, t.effective_at, t.booked_at, (array[t.counter_1, t.counter_2, t.counter_3])[1:t.transfers],
          (array[t.currency_1, t.currency_2, t.currency_3])[1:t.transfers], (array[t.amount_1, t.amount_2, t.amount_3])[1:t.transfers]
        from ({rows}) t
        """,
        Big<LedgerEntry>("account_id", (in t) => t.AccountId.Value), Big<LedgerEntry>("sequence", (in t) => t.Sequence), Small<LedgerEntry>("kind", (in t) => (short)t.Kind),
        Text<LedgerEntry>("reference", (in t) => t.Reference), Time<LedgerEntry>("effective_at", (in t) => t.EffectiveAt.ToDateTime()),
        Time<LedgerEntry>("booked_at", (in t) => t.BookedAt.ToDateTime()), Int<LedgerEntry>("transfers", (in t) => t.TransferCount),
        Big<LedgerEntry>("counter_1", (in t) => t.TransferAt(0).Counter.Value), Text<LedgerEntry>("currency_1", (in t) => CurrencyOf(in t, 0)),
        Number<LedgerEntry>("amount_1", (in t) => t.TransferAt(0).Amount.ToDecimal()),
        Big<LedgerEntry>("counter_2", (in t) => t.TransferAt(1).Counter.Value), Text<LedgerEntry>("currency_2", (in t) => CurrencyOf(in t, 1)),
        Number<LedgerEntry>("amount_2", (in t) => t.TransferAt(1).Amount.ToDecimal()),
        Big<LedgerEntry>("counter_3", (in t) => t.TransferAt(2).Counter.Value), Text<LedgerEntry>("currency_3", (in t) => CurrencyOf(in t, 2)),
        Number<LedgerEntry>("amount_3", (in t) => t.TransferAt(2).Amount.ToDecimal()));

    private readonly RowStatement<BalanceRow> _balances = new(
        "insert into balances ({columns}) {rows} on conflict (account_id, currency) do update set amount = excluded.amount",
        Big<BalanceRow>("account_id", (in r) => r.Account.Value), Text<BalanceRow>("currency", (in r) => r.Currency.Code), Number<BalanceRow>("amount", (in r) => r.Amount));

    private readonly RowStatement<PositionRow> _positions = new("""
        insert into positions ({columns}) {rows}
        on conflict (account_id, instrument_id) do update set lots = excluded.lots, cost = excluded.cost, realized_pnl = excluded.realized_pnl
        """,
        Big<PositionRow>("account_id", (in r) => r.Account.Value), Int<PositionRow>("instrument_id", (in r) => r.Instrument.Value), Big<PositionRow>("lots", (in r) => r.Lots),
        Number<PositionRow>("cost", (in r) => r.Cost), Number<PositionRow>("realized_pnl", (in r) => r.RealizedPnl));

    private readonly RowStatement<SettlementRow> _settlements = new(
        "insert into settlements ({columns}) {rows} on conflict (account_id, instrument_id) do update set settled_sequence = excluded.settled_sequence",
        Big<SettlementRow>("account_id", (in r) => r.Account.Value), Int<SettlementRow>("instrument_id", (in r) => r.Instrument.Value), Big<SettlementRow>("settled_sequence", (in r) => r.SettledSequence));

    private readonly RowStatement<AccountControlsRow> _controls = new("""
        insert into account_controls ({columns}) {rows}
        on conflict (account_id) do update set is_kill_switch_on = excluded.is_kill_switch_on, cancel_all_at = excluded.cancel_all_at
        """,
        Big<AccountControlsRow>("account_id", (in r) => r.Account.Value), Flag<AccountControlsRow>("is_kill_switch_on", (in r) => r.IsKillSwitchOn),
        TimeOrNull<AccountControlsRow>("cancel_all_at", (in r) => r.CancelAllAt?.ToDateTime()));

    private readonly RowStatement<MarginEvent> _marginEvents = new(
        "insert into margin_events ({columns}) {rows}",
        Big<MarginEvent>("account_id", (in e) => e.AccountId.Value), Big<MarginEvent>("sequence", (in e) => e.Sequence), Text<MarginEvent>("currency", (in e) => e.Currency.Code),
        Small<MarginEvent>("kind", (in e) => (short)e.Kind), Number<MarginEvent>("equity", (in e) => e.Equity), Number<MarginEvent>("initial_margin", (in e) => e.InitialMargin),
        Number<MarginEvent>("maintenance_margin", (in e) => e.MaintenanceMargin), Time<MarginEvent>("happened_at", (in e) => e.Time.ToDateTime()),
        Json<MarginEvent>("positions", (in e) => StoredMarginPosition.Write(e.Positions)));

    private readonly List<OrderEvent> _flushed = [];
    private readonly Dictionary<OrderId, int> _last = [];
    private readonly HashSet<OrderId> _begun = [];
    private readonly HashSet<(OrderId Order, ClientOrderId Name)> _named = [];
    private readonly Dictionary<(InstrumentId Instrument, AccountId Account), BookAccountRow> _sums = [];
    private readonly Dictionary<(InstrumentId Instrument, TriggerSource Source, Side Side), int> _bestFollowed = [];
    private readonly SortedSet<VouchedAccount> _vouchedAccounts = new(Comparer<VouchedAccount>.Create(static (a, b) => (a.Account.Value, a.Epoch).CompareTo((b.Account.Value, b.Epoch))));
    private readonly List<Fence> _ownFences = [];

    /// <summary>Fills the batch with the statements that write these units, the check of their fences first.</summary>
    public void Fill(NpgsqlBatch batch, IReadOnlyList<CommitUnit> units)
    {
        batch.BatchCommands.Clear();
        Clear();
        foreach (var unit in units) Add(unit);
        AddFences();
        AddFlushed();
        _vouchedLocks.AddTo(batch);
        _vouched.AddTo(batch);
        _fences.AddTo(batch);
        _firstNames.AddTo(batch);
        _laterNames.AddTo(batch);
        _refusedNames.AddTo(batch);
        _newOrders.AddTo(batch);
        _changedOrders.AddTo(batch);
        _events.AddTo(batch);
        _trades.AddTo(batch);
        _bookAccounts.AddTo(batch);
        _bookStandings.AddTo(batch);
        _outdonePrices.AddTo(batch);
        _followedPrices.AddTo(batch);
        _refusals.AddTo(batch);
        _ledger.AddTo(batch);
        _balances.AddTo(batch);
        _positions.AddTo(batch);
        _settlements.AddTo(batch);
        _controls.AddTo(batch);
        _marginEvents.AddTo(batch);
    }

    private void Clear()
    {
        _vouchedLocks.Clear();
        _vouched.Clear();
        _fences.Clear();
        _firstNames.Clear();
        _laterNames.Clear();
        _refusedNames.Clear();
        _newOrders.Clear();
        _changedOrders.Clear();
        _events.Clear();
        _trades.Clear();
        _bookAccounts.Clear();
        _bookStandings.Clear();
        _outdonePrices.Clear();
        _followedPrices.Clear();
        _refusals.Clear();
        _ledger.Clear();
        _balances.Clear();
        _positions.Clear();
        _settlements.Clear();
        _controls.Clear();
        _marginEvents.Clear();
        _flushed.Clear();
        _last.Clear();
        _begun.Clear();
        _named.Clear();
        _sums.Clear();
        _bestFollowed.Clear();
        _vouchedAccounts.Clear();
        _ownFences.Clear();
    }

    private void Add(CommitUnit unit)
    {
        _ownFences.Add(unit.Fence);
        foreach (var vouched in unit.Vouched) _vouchedAccounts.Add(vouched);
        _flushed.AddRange(unit.OrderEvents);
        // A flush has one unit of a stream at most.
        if (unit.BookStanding is not null) _bookStandings.Add(in unit);
        foreach (var refusal in unit.Refusals)
        {
            _refusedNames.Add(in refusal);
            _refusals.Add(in refusal);
        }

        foreach (var transaction in unit.LedgerTransactions) _ledger.Add(in transaction);
        foreach (var balance in unit.Balances) _balances.Add(in balance);
        foreach (var position in unit.Positions) _positions.Add(in position);
        foreach (var settlement in unit.Settlements) _settlements.Add(in settlement);
        if (unit.AccountControls is { } controls) _controls.Add(in controls);
        foreach (var happened in unit.MarginEvents) _marginEvents.Add(in happened);
    }

    // Rows are locked in this order, so that two silos that both own a stream, as they think, don't deadlock.
    private void AddFences()
    {
        _ownFences.Sort(static (a, b) => (a.Stream.Kind, a.Stream.Id).CompareTo((b.Stream.Kind, b.Stream.Id)));
        foreach (var fence in _ownFences) _fences.Add(in fence);
        foreach (var vouched in _vouchedAccounts)
        {
            _vouchedLocks.Add(in vouched);
            _vouched.Add(in vouched);
        }
    }

    private void AddFlushed()
    {
        var events = CollectionsMarshal.AsSpan(_flushed);
        // An order may have several events in a flush; its row gets the state after the last one.
        for (var i = 0; i < events.Length; i++)
        {
            ref readonly var e = ref events[i];
            if (e.OrderId.IsOfBook) continue;
            _last[e.OrderId] = i;
            // An order's id is the sequence of its first event.
            if (e.OrderId == OrderId.Create(e.OrderId.Instrument, e.Sequence))
            {
                _begun.Add(e.OrderId);
                _firstNames.Add(in e);
            }
            else if (e.ExecType == ExecType.Replaced && _named.Add((e.OrderId, e.ClientOrderId)))
            {
                _laterNames.Add(in e);
            }
        }

        for (var i = 0; i < events.Length; i++)
        {
            ref readonly var e = ref events[i];
            _events.Add(in e);
            if (e.OrderId.IsOfBook) continue;
            if (e.IsTradeReport) _trades.Add(in e);
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, (e.OrderId.Instrument, e.AccountId), out _);
            sum = new BookAccountRow(e.OrderId.Instrument, e.AccountId, e.Sequence, sum.Lots + (e.Side.Sign() * e.LastQty.Lots));
            var last = _last[e.OrderId];
            if (last == i) (_begun.Contains(e.OrderId) ? _newOrders : _changedOrders).Add(in e);
        }

        foreach (var sum in _sums.Values) _bookAccounts.Add(in sum);
        AddFollowed(events);
    }

    private void AddFollowed(ReadOnlySpan<OrderEvent> events)
    {
        for (var i = events.Length - 1; i >= 0; i--)
        {
            ref readonly var e = ref events[i];
            if (!e.OrderId.IsOfBook) continue;
            var kind = (e.OrderId.Instrument, RecordedBook.ToFollowedPrice(e).Source, e.Side);
            if (_bestFollowed.TryGetValue(kind, out var best) && !(e.Side == Side.Buy ? e.Price < events[best].Price : e.Price > events[best].Price)) continue;
            _bestFollowed[kind] = i;
            _followedPrices.Add(in e);
        }

        foreach (var best in _bestFollowed.Values) _outdonePrices.Add(in events[best]);
    }

    private static string Assignments(IEnumerable<Column<OrderEvent>> columns) =>
        string.Join(", ", OrderColumns.NamesOf(columns).Select(column => $"{column} = c.{column}"));

    private static Column<OrderEvent> UpdatedAt() => Time<OrderEvent>("updated_at", (in e) => e.Time.ToDateTime());

    private static string? CurrencyOf(in LedgerEntry transaction, int transfer) => transfer < transaction.TransferCount ? transaction.TransferAt(transfer).Currency.Code : null;

    /// <summary>An account's last sequence in a book after the flush, and the sum of its trades there.</summary>
    private readonly record struct BookAccountRow(InstrumentId Instrument, AccountId Account, long LastSequence, long Lots);
}
