using Npgsql;
using NpgsqlTypes;
using Rtx.Domain.Ledger;
using Rtx.Model;

namespace Rtx.Storage.Commits;

/// <summary>
/// Writes a list of units in one transaction and one round trip: a batch without explicit transaction is one implicit transaction, and the first
/// statement raises when a fence does not hold. Statements are prepared automatically on the writer's own connection. Not thread-safe: one flush at a time.
/// </summary>
internal sealed class CommitWriter(TradingDatabase database, TimeSpan timeout) : ICommitStore
{
    private const short NoSide = 0;

    // A commit finds all rows by their keys, however many there are. The planner would choose anew each time, because the arrays differ, and take longer than the
    // statement; or read a whole table as long as it takes it for small.
    private const string PlanOnce = "set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off";

    private NpgsqlConnection? _connection;

    public async Task WriteAsync(IReadOnlyList<CommitUnit> units)
    {
        var connection = await ConnectAsync();
        await using var batch = new NpgsqlBatch(connection) { Timeout = (int)timeout.TotalSeconds };
        AddFences(batch, units);
        AddOrderEvents(batch, All(units, u => u.OrderEvents));
        AddBookStandings(batch, [.. units.Where(u => u.BookStanding is not null)]);
        AddRefusals(batch, All(units, u => u.Refusals));
        AddLedger(batch, All(units, u => u.LedgerTransactions));
        AddBalances(batch, All(units, u => u.Balances));
        AddPositions(batch, All(units, u => u.Positions));
        AddSettlements(batch, All(units, u => u.Settlements));
        AddAccountControls(batch, [.. units.Select(u => u.AccountControls).OfType<AccountControlsRow>()]);
        await batch.ExecuteNonQueryAsync();
    }

    public async Task DropConnectionAsync()
    {
        if (_connection is not { } connection) return;
        _connection = null;
        await connection.DisposeAsync();
    }

    public void Dispose() => _connection?.Dispose();

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        if (_connection is { FullState: System.Data.ConnectionState.Open } open) return open;
        await DropConnectionAsync();
        try
        {
            var connection = await database.OpenAsync(CancellationToken.None);
            await using var plans = new NpgsqlCommand(PlanOnce, connection);
            await plans.ExecuteNonQueryAsync();
            return _connection = connection;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw new CommitUnavailableException(e);
        }
    }

    // Events are large; they are not copied for each of their thirty columns.
    private delegate TValue Column<TRow, TValue>(in TRow row);

    private static void AddFences(NpgsqlBatch batch, IReadOnlyList<CommitUnit> units)
    {
        var fences = units.Select(u => u.Fence).ToArray();
        var vouched = units.SelectMany(u => u.Vouched).Distinct().ToArray();
        Add(batch, "select move_fences($1, $2, $3, $4, $5, $6, $7)",
            Array(fences, (in f) => (short)f.Stream.Kind), Array(fences, (in f) => f.Stream.Id), Array(fences, (in f) => f.Epoch),
            Array(fences, (in f) => f.ExpectedSequence), Array(fences, (in f) => f.NextSequence),
            Array(vouched, (in v) => v.Account.Value), Array(vouched, (in v) => v.Epoch));
    }

    private static void AddOrderEvents(NpgsqlBatch batch, OrderEvent[] events)
    {
        if (events.Length == 0) return;
        // An order may have several events in a flush; its row gets the state after the last one.
        var last = new Dictionary<OrderId, int>(events.Length);
        var begun = new HashSet<OrderId>(events.Length);
        for (var i = 0; i < events.Length; i++)
        {
            ref readonly var e = ref events[i];
            last[e.OrderId] = i;
            // An order's id is the sequence of its first event.
            if (e.OrderId == OrderId.Create(e.OrderId.Instrument, e.Sequence)) begun.Add(e.OrderId);
        }

        AddFormerNames(batch, events, last);
        AddNewOrders(batch, [.. last.Where(o => begun.Contains(o.Key)).Select(o => events[o.Value])]);
        AddChangedOrders(batch, [.. last.Where(o => !begun.Contains(o.Key)).Select(o => events[o.Value])]);
        Add(batch, """
            insert into order_events (instrument_id, sequence, account_id, order_id, client_order_id, exec_type, side, order_type, time_in_force,
              price_ticks, order_lots, cum_lots, leaves_lots, cum_tick_lots, status, reject_reason, priority_sequence, created_at, event_at,
              trade_id, last_ticks, last_lots, contra_order_id, contra_account_id, is_aggressor, is_auction, place, displayed_lots, reason, instructions)
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30)
            """,
            Array(events, (in e) => e.OrderId.Instrument.Value), Array(events, (in e) => e.Sequence), Array(events, (in e) => e.AccountId.Value), Array(events, (in e) => e.OrderId.Value),
            Array(events, (in e) => e.ClientOrderId.Value), Array(events, (in e) => (short)e.ExecType), Array(events, (in e) => (short)e.Side), Array(events, (in e) => (short)e.OrderType),
            Array(events, (in e) => (short)e.TimeInForce), Array(events, (in e) => e.Price.Ticks), Array(events, (in e) => e.OrderQty.Lots), Array(events, (in e) => e.CumQty.Lots),
            Array(events, (in e) => e.LeavesQty.Lots), Array(events, (in e) => e.CumTickLots), Array(events, (in e) => (short)e.Status), Array(events, (in e) => (short)e.RejectReason),
            Array(events, (in e) => e.PrioritySequence), Array(events, (in e) => e.CreatedAt.ToDateTime()), Array(events, (in e) => e.Time.ToDateTime()),
            Array(events, (in e) => e.TradeId.Value), Array(events, (in e) => e.LastPx.Ticks), Array(events, (in e) => e.LastQty.Lots), Array(events, (in e) => e.ContraOrderId.Value),
            Array(events, (in e) => e.ContraAccountId.Value), Array(events, (in e) => e.IsAggressor), Array(events, (in e) => e.IsAuction), Array(events, (in e) => (short)e.Place),
            Array(events, (in e) => e.DisplayedQty?.Lots), Array(events, (in e) => (short)e.Reason), JsonArray(events, (in e) => e.Instructions));
        AddTrades(batch, [.. events.Where(e => e.IsTradeReport)]);
        AddBookAccounts(batch, events);
    }

    // An amendment may give an order another name; those it had before stay its own for ever. One of them is in its row, unless the order is of this flush.
    private static void AddFormerNames(NpgsqlBatch batch, OrderEvent[] events, Dictionary<OrderId, int> last)
    {
        var amended = events.Where(e => e.ExecType == ExecType.Replaced).Select(e => e.OrderId).ToHashSet();
        if (amended.Count == 0) return;
        var present = amended.Select(id => events[last[id]]).ToArray();
        var former = events.Where(e => amended.Contains(e.OrderId) && events[last[e.OrderId]].ClientOrderId != e.ClientOrderId).ToArray();
        Add(batch, """
            insert into order_names (account_id, client_order_id, order_id)
            select o.account_id, o.client_order_id, o.order_id from unnest($1, $2) p (order_id, client_order_id)
            join orders o on o.order_id = p.order_id and o.client_order_id <> p.client_order_id
            union select * from unnest($3, $4, $5)
            on conflict (account_id, client_order_id) do nothing
            """,
            Array(present, (in o) => o.OrderId.Value), Array(present, (in o) => o.ClientOrderId.Value),
            Array(former, (in e) => e.AccountId.Value), Array(former, (in e) => e.ClientOrderId.Value), Array(former, (in e) => e.OrderId.Value));
    }

    private static void AddNewOrders(NpgsqlBatch batch, OrderEvent[] orders)
    {
        if (orders.Length == 0) return;
        Add(batch, """
            insert into orders (order_id, account_id, client_order_id, instrument_id, side, order_type, time_in_force, price_ticks, order_lots,
              cum_lots, leaves_lots, cum_tick_lots, status, reject_reason, priority_sequence, sequence, created_at, updated_at,
              place, displayed_lots, reason, instructions)
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
            """,
            Array(orders, (in o) => o.OrderId.Value), Array(orders, (in o) => o.AccountId.Value), Array(orders, (in o) => o.ClientOrderId.Value),
            Array(orders, (in o) => o.OrderId.Instrument.Value), Array(orders, (in o) => (short)o.Side), Array(orders, (in o) => (short)o.OrderType), Array(orders, (in o) => (short)o.TimeInForce),
            Array(orders, (in o) => o.Price.Ticks), Array(orders, (in o) => o.OrderQty.Lots), Array(orders, (in o) => o.CumQty.Lots), Array(orders, (in o) => o.LeavesQty.Lots),
            Array(orders, (in o) => o.CumTickLots), Array(orders, (in o) => (short)o.Status), Array(orders, (in o) => (short)o.RejectReason), Array(orders, (in o) => o.PrioritySequence),
            Array(orders, (in o) => o.Sequence), Array(orders, (in o) => o.CreatedAt.ToDateTime()), Array(orders, (in o) => o.Time.ToDateTime()), Array(orders, (in o) => (short)o.Place),
            Array(orders, (in o) => o.DisplayedQty?.Lots), Array(orders, (in o) => (short)o.Reason), JsonArray(orders, (in o) => o.Instructions));
    }

    private static void AddChangedOrders(NpgsqlBatch batch, OrderEvent[] changed)
    {
        if (changed.Length == 0) return;
        Add(batch, """
            update orders o set client_order_id = c.client_order_id, price_ticks = c.price_ticks, order_lots = c.order_lots, cum_lots = c.cum_lots,
              leaves_lots = c.leaves_lots, cum_tick_lots = c.cum_tick_lots, status = c.status, priority_sequence = c.priority_sequence, sequence = c.sequence,
              updated_at = c.updated_at, place = c.place, displayed_lots = c.displayed_lots, reason = c.reason, instructions = c.instructions
            from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) c (order_id, client_order_id, price_ticks, order_lots, cum_lots, leaves_lots,
              cum_tick_lots, status, priority_sequence, sequence, updated_at, place, displayed_lots, reason, instructions)
            where o.order_id = c.order_id
            """,
            Array(changed, (in o) => o.OrderId.Value), Array(changed, (in o) => o.ClientOrderId.Value), Array(changed, (in o) => o.Price.Ticks), Array(changed, (in o) => o.OrderQty.Lots),
            Array(changed, (in o) => o.CumQty.Lots), Array(changed, (in o) => o.LeavesQty.Lots), Array(changed, (in o) => o.CumTickLots), Array(changed, (in o) => (short)o.Status),
            Array(changed, (in o) => o.PrioritySequence), Array(changed, (in o) => o.Sequence), Array(changed, (in o) => o.Time.ToDateTime()), Array(changed, (in o) => (short)o.Place),
            Array(changed, (in o) => o.DisplayedQty?.Lots), Array(changed, (in o) => (short)o.Reason), JsonArray(changed, (in o) => o.Instructions));
    }

    private static void AddBookStandings(NpgsqlBatch batch, CommitUnit[] units)
    {
        if (units.Length == 0) return;
        // A stream may have several units in a flush; the last one counts.
        var last = units.GroupBy(u => u.Fence.Stream.Id).Select(g => g.Last()).ToArray();
        Add(batch, """
            insert into book_standings (instrument_id, trading_state, reference_ticks) select * from unnest($1, $2, $3)
            on conflict (instrument_id) do update set trading_state = excluded.trading_state, reference_ticks = excluded.reference_ticks
            """,
            Array(last, (in u) => (int)u.Fence.Stream.Id), Array(last, (in u) => (short)u.BookStanding!.Value.State), Array(last, (in u) => u.BookStanding!.Value.ReferencePrice?.Ticks));
    }

    private static void AddTrades(NpgsqlBatch batch, OrderEvent[] reports)
    {
        if (reports.Length == 0) return;
        Add(batch, """
            insert into trades (trade_id, instrument_id, price_ticks, lots, buy_order_id, sell_order_id, buy_account_id, sell_account_id, aggressor_side, traded_at)
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            Array(reports, (in e) => e.TradeId.Value), Array(reports, (in e) => e.OrderId.Instrument.Value), Array(reports, (in e) => e.LastPx.Ticks), Array(reports, (in e) => e.LastQty.Lots),
            Array(reports, (in e) => (e.Side == Side.Buy ? e.OrderId : e.ContraOrderId).Value), Array(reports, (in e) => (e.Side == Side.Buy ? e.ContraOrderId : e.OrderId).Value),
            Array(reports, (in e) => (e.Side == Side.Buy ? e.AccountId : e.ContraAccountId).Value), Array(reports, (in e) => (e.Side == Side.Buy ? e.ContraAccountId : e.AccountId).Value),
            Array(reports, (in e) => e.IsAuction ? NoSide : (short)e.Side), Array(reports, (in e) => e.Time.ToDateTime()));
    }

    private static void AddBookAccounts(NpgsqlBatch batch, OrderEvent[] events)
    {
        var sums = new Dictionary<(InstrumentId Instrument, AccountId Account), (long LastSequence, long Lots)>();
        foreach (var e in events)
        {
            var key = (e.OrderId.Instrument, e.AccountId);
            sums[key] = (e.Sequence, sums.GetValueOrDefault(key).Lots + (e.Side.Sign() * e.LastQty.Lots));
        }

        var rows = sums.ToArray();
        Add(batch, """
            insert into book_accounts as b (instrument_id, account_id, last_sequence, position_lots) select * from unnest($1, $2, $3, $4)
            on conflict (instrument_id, account_id) do update set last_sequence = excluded.last_sequence, position_lots = b.position_lots + excluded.position_lots
            """,
            Array(rows, (in r) => r.Key.Instrument.Value), Array(rows, (in r) => r.Key.Account.Value), Array(rows, (in r) => r.Value.LastSequence), Array(rows, (in r) => r.Value.Lots));
    }

    private static void AddRefusals(NpgsqlBatch batch, OrderRefusal[] refusals)
    {
        if (refusals.Length == 0) return;
        Add(batch, """
            insert into order_refusals (account_id, client_order_id, instrument_id, side, order_type, time_in_force, price_ticks, order_lots, reject_reason, detail, refused_at,
              instructions, limit_offset_ticks)
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """,
            Array(refusals, (in r) => r.Account.Value), Array(refusals, (in r) => r.Request.ClientOrderId.Value), Array(refusals, (in r) => r.Request.InstrumentId.Value),
            Array(refusals, (in r) => (short)r.Request.Side), Array(refusals, (in r) => (short)r.Request.OrderType), Array(refusals, (in r) => (short)r.Request.TimeInForce),
            Array(refusals, (in r) => r.Request.Price?.Ticks), Array(refusals, (in r) => r.Request.OrderQty.Lots), Array(refusals, (in r) => (short)r.Reason),
            Array(refusals, (in r) => r.Detail), Array(refusals, (in r) => r.Time.ToDateTime()), JsonArray(refusals, (in r) => r.Request.Instructions), Array(refusals, (in r) => r.Request.LimitOffset));
    }

    private static void AddLedger(NpgsqlBatch batch, LedgerEntry[] transactions)
    {
        if (transactions.Length == 0) return;
        Add(batch, """
            insert into ledger_transactions (account_id, sequence, kind, reference, booked_at, counter_account_ids, currencies, amounts)
            select t.account_id, t.sequence, t.kind, t.reference, t.booked_at,
              array_remove(array[t.counter_1, t.counter_2, t.counter_3], null), array_remove(array[t.currency_1, t.currency_2, t.currency_3], null),
              array_remove(array[t.amount_1, t.amount_2, t.amount_3], null)
            from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) t (account_id, sequence, kind, reference, booked_at,
              counter_1, counter_2, counter_3, currency_1, currency_2, currency_3, amount_1, amount_2, amount_3)
            """,
            Array(transactions, (in t) => t.AccountId.Value), Array(transactions, (in t) => t.Sequence), Array(transactions, (in t) => (short)t.Kind),
            Array(transactions, (in t) => t.Reference), Array(transactions, (in t) => t.Time.ToDateTime()),
            Array(transactions, (in t) => t.TransferAt(0)?.Counter.Value), Array(transactions, (in t) => t.TransferAt(1)?.Counter.Value), Array(transactions, (in t) => t.TransferAt(2)?.Counter.Value),
            Array(transactions, (in t) => t.TransferAt(0)?.Currency.Code), Array(transactions, (in t) => t.TransferAt(1)?.Currency.Code), Array(transactions, (in t) => t.TransferAt(2)?.Currency.Code),
            Array(transactions, (in t) => t.TransferAt(0)?.Amount.ToDecimal()), Array(transactions, (in t) => t.TransferAt(1)?.Amount.ToDecimal()),
            Array(transactions, (in t) => t.TransferAt(2)?.Amount.ToDecimal()));
    }

    private static void AddBalances(NpgsqlBatch batch, BalanceRow[] rows)
    {
        if (rows.Length == 0) return;
        Add(batch, """
            insert into balances (account_id, currency, amount) select * from unnest($1, $2, $3)
            on conflict (account_id, currency) do update set amount = excluded.amount
            """,
            Array(rows, (in r) => r.Account.Value), Array(rows, (in r) => r.Currency.Code), Array(rows, (in r) => r.Amount));
    }

    private static void AddPositions(NpgsqlBatch batch, PositionRow[] rows)
    {
        if (rows.Length == 0) return;
        Add(batch, """
            insert into positions (account_id, instrument_id, lots, cost, realized_pnl) select * from unnest($1, $2, $3, $4, $5)
            on conflict (account_id, instrument_id) do update set lots = excluded.lots, cost = excluded.cost, realized_pnl = excluded.realized_pnl
            """,
            Array(rows, (in r) => r.Account.Value), Array(rows, (in r) => r.Instrument.Value), Array(rows, (in r) => r.Lots), Array(rows, (in r) => r.Cost), Array(rows, (in r) => r.RealizedPnl));
    }

    private static void AddSettlements(NpgsqlBatch batch, SettlementRow[] rows)
    {
        if (rows.Length == 0) return;
        Add(batch, """
            insert into settlements (account_id, instrument_id, settled_sequence) select * from unnest($1, $2, $3)
            on conflict (account_id, instrument_id) do update set settled_sequence = excluded.settled_sequence
            """,
            Array(rows, (in r) => r.Account.Value), Array(rows, (in r) => r.Instrument.Value), Array(rows, (in r) => r.SettledSequence));
    }

    private static void AddAccountControls(NpgsqlBatch batch, AccountControlsRow[] rows)
    {
        if (rows.Length == 0) return;
        Add(batch, """
            insert into account_controls (account_id, is_kill_switch_on, cancel_all_at) select * from unnest($1, $2, $3)
            on conflict (account_id) do update set is_kill_switch_on = excluded.is_kill_switch_on, cancel_all_at = excluded.cancel_all_at
            """,
            Array(rows, (in r) => r.Account.Value), Array(rows, (in r) => r.IsKillSwitchOn), Array(rows, (in r) => r.CancelAllAt?.ToDateTime()));
    }

    private static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        batch.BatchCommands.Add(command);
    }

    private static NpgsqlParameter<TValue[]> Array<TRow, TValue>(TRow[] rows, Column<TRow, TValue> column)
    {
        var values = new TValue[rows.Length];
        for (var i = 0; i < rows.Length; i++) values[i] = column(in rows[i]);
        var parameter = new NpgsqlParameter<TValue[]> { TypedValue = values };
        // A UTC DateTime is timestamptz already; text and numbers map by their type.
        if (typeof(TValue) == typeof(string)) parameter.NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text;
        // Nothing but nulls has no kind.
        if (typeof(TValue) == typeof(DateTime?)) parameter.NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz;
        return parameter;
    }

    private static NpgsqlParameter<string?[]> JsonArray<TRow>(TRow[] rows, Column<TRow, OrderInstructions?> column)
    {
        var parameter = Array(rows, (in row) => column(in row) is { } instructions ? StoredInstructions.Write(instructions) : null);
        parameter.NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb;
        return parameter;
    }

    private static TRow[] All<TRow>(IReadOnlyList<CommitUnit> units, Func<CommitUnit, IReadOnlyCollection<TRow>> rowsOf)
    {
        var count = 0;
        foreach (var unit in units) count += rowsOf(unit).Count;
        if (count == 0) return [];
        var all = new TRow[count];
        var next = 0;
        foreach (var unit in units)
        {
            foreach (var row in rowsOf(unit)) all[next++] = row;
        }

        return all;
    }

}
