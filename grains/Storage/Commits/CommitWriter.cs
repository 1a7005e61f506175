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

    private NpgsqlConnection? _connection;

    public async Task WriteAsync(IReadOnlyList<CommitUnit> units)
    {
        var connection = await ConnectAsync();
        await using var batch = new NpgsqlBatch(connection) { Timeout = (int)timeout.TotalSeconds };
        AddFences(batch, units);
        AddOrderEvents(batch, [.. units.SelectMany(u => u.OrderEvents)]);
        AddBookStandings(batch, [.. units.Where(u => u.BookStanding is not null)]);
        AddRefusals(batch, [.. units.SelectMany(u => u.Refusals)]);
        AddLedger(batch, [.. units.SelectMany(u => u.LedgerTransactions)]);
        AddBalances(batch, [.. units.SelectMany(u => u.Balances)]);
        AddPositions(batch, [.. units.SelectMany(u => u.Positions)]);
        AddSettlements(batch, [.. units.SelectMany(u => u.Settlements)]);
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
            return _connection = await database.OpenAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw new CommitUnavailableException(e);
        }
    }

    private static void AddFences(NpgsqlBatch batch, IReadOnlyList<CommitUnit> units)
    {
        var fences = units.Select(u => u.Fence).ToArray();
        var vouched = units.SelectMany(u => u.Vouched).Distinct().ToArray();
        Add(batch, "select move_fences($1, $2, $3, $4, $5, $6, $7)",
            Array(fences, f => (short)f.Stream.Kind), Array(fences, f => f.Stream.Id), Array(fences, f => f.Epoch),
            Array(fences, f => f.ExpectedSequence), Array(fences, f => f.NextSequence),
            Array(vouched, v => v.Account.Value), Array(vouched, v => v.Epoch));
    }

    private static void AddOrderEvents(NpgsqlBatch batch, OrderEvent[] events)
    {
        if (events.Length == 0) return;
        var orders = LastOfEach(events);
        AddFormerNames(batch, events, orders);
        AddOrders(batch, orders.Values);
        Add(batch, """
            insert into order_events (instrument_id, sequence, account_id, order_id, client_order_id, exec_type, side, order_type, time_in_force,
              price_ticks, order_lots, cum_lots, leaves_lots, cum_tick_lots, status, reject_reason, priority_sequence, created_at, event_at,
              trade_id, last_ticks, last_lots, contra_order_id, contra_account_id, is_aggressor, is_auction, place, displayed_lots, reason, instructions)
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30)
            """,
            Array(events, e => e.OrderId.Instrument.Value), Array(events, e => e.Sequence), Array(events, e => e.AccountId.Value), Array(events, e => e.OrderId.Value),
            Array(events, e => e.ClientOrderId.Value), Array(events, e => (short)e.ExecType), Array(events, e => (short)e.Side), Array(events, e => (short)e.OrderType),
            Array(events, e => (short)e.TimeInForce), Array(events, e => e.Price.Ticks), Array(events, e => e.OrderQty.Lots), Array(events, e => e.CumQty.Lots),
            Array(events, e => e.LeavesQty.Lots), Array(events, e => e.CumTickLots), Array(events, e => (short)e.Status), Array(events, e => (short)e.RejectReason),
            Array(events, e => e.PrioritySequence), Array(events, e => e.CreatedAt.ToDateTime()), Array(events, e => e.Time.ToDateTime()),
            Array(events, e => e.TradeId.Value), Array(events, e => e.LastPx.Ticks), Array(events, e => e.LastQty.Lots), Array(events, e => e.ContraOrderId.Value),
            Array(events, e => e.ContraAccountId.Value), Array(events, e => e.IsAggressor), Array(events, e => e.IsAuction), Array(events, e => (short)e.Place),
            Array(events, e => e.DisplayedQty?.Lots), Array(events, e => (short)e.Reason), JsonArray(events, e => e.Instructions));
        AddTrades(batch, [.. events.Where(e => e.IsTradeReport)]);
        AddBookAccounts(batch, events);
    }

    // An order may have several events in a flush; its row gets the state after the last one.
    private static Dictionary<OrderId, OrderEvent> LastOfEach(OrderEvent[] events)
    {
        var last = new Dictionary<OrderId, OrderEvent>(events.Length);
        foreach (var e in events) last[e.OrderId] = e;
        return last;
    }

    // An amendment may give an order another name; those it had before stay its own for ever. One of them is in its row, unless the order is of this flush.
    private static void AddFormerNames(NpgsqlBatch batch, OrderEvent[] events, Dictionary<OrderId, OrderEvent> orders)
    {
        var amended = events.Where(e => e.ExecType == ExecType.Replaced).Select(e => e.OrderId).ToHashSet();
        if (amended.Count == 0) return;
        var present = amended.Select(id => orders[id]).ToArray();
        var former = events.Where(e => amended.Contains(e.OrderId) && orders[e.OrderId].ClientOrderId != e.ClientOrderId).ToArray();
        Add(batch, """
            insert into order_names (account_id, client_order_id, order_id)
            select o.account_id, o.client_order_id, o.order_id from unnest($1, $2) p (order_id, client_order_id)
            join orders o on o.order_id = p.order_id and o.client_order_id <> p.client_order_id
            union select * from unnest($3, $4, $5)
            on conflict (account_id, client_order_id) do nothing
            """,
            Array(present, o => o.OrderId.Value), Array(present, o => o.ClientOrderId.Value),
            Array(former, e => e.AccountId.Value), Array(former, e => e.ClientOrderId.Value), Array(former, e => e.OrderId.Value));
    }

    private static void AddOrders(NpgsqlBatch batch, ICollection<OrderEvent> last)
    {
        OrderEvent[] orders = [.. last];
        Add(batch, """
            insert into orders as o (order_id, account_id, client_order_id, instrument_id, side, order_type, time_in_force, price_ticks, order_lots,
              cum_lots, leaves_lots, cum_tick_lots, status, reject_reason, priority_sequence, sequence, created_at, updated_at,
              place, displayed_lots, reason, instructions)
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
            on conflict (order_id) do update set client_order_id = excluded.client_order_id, price_ticks = excluded.price_ticks,
              order_lots = excluded.order_lots, cum_lots = excluded.cum_lots, leaves_lots = excluded.leaves_lots, cum_tick_lots = excluded.cum_tick_lots,
              status = excluded.status, priority_sequence = excluded.priority_sequence, sequence = excluded.sequence, updated_at = excluded.updated_at,
              place = excluded.place, displayed_lots = excluded.displayed_lots, reason = excluded.reason, instructions = excluded.instructions
            """,
            Array(orders, o => o.OrderId.Value), Array(orders, o => o.AccountId.Value), Array(orders, o => o.ClientOrderId.Value),
            Array(orders, o => o.OrderId.Instrument.Value), Array(orders, o => (short)o.Side), Array(orders, o => (short)o.OrderType), Array(orders, o => (short)o.TimeInForce),
            Array(orders, o => o.Price.Ticks), Array(orders, o => o.OrderQty.Lots), Array(orders, o => o.CumQty.Lots), Array(orders, o => o.LeavesQty.Lots),
            Array(orders, o => o.CumTickLots), Array(orders, o => (short)o.Status), Array(orders, o => (short)o.RejectReason), Array(orders, o => o.PrioritySequence),
            Array(orders, o => o.Sequence), Array(orders, o => o.CreatedAt.ToDateTime()), Array(orders, o => o.Time.ToDateTime()), Array(orders, o => (short)o.Place),
            Array(orders, o => o.DisplayedQty?.Lots), Array(orders, o => (short)o.Reason), JsonArray(orders, o => o.Instructions));
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
            Array(last, u => (int)u.Fence.Stream.Id), Array(last, u => (short)u.BookStanding!.Value.State), Array(last, u => u.BookStanding!.Value.ReferencePrice?.Ticks));
    }

    private static void AddTrades(NpgsqlBatch batch, OrderEvent[] reports)
    {
        if (reports.Length == 0) return;
        Add(batch, """
            insert into trades (trade_id, instrument_id, price_ticks, lots, buy_order_id, sell_order_id, buy_account_id, sell_account_id, aggressor_side, traded_at)
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            Array(reports, e => e.TradeId.Value), Array(reports, e => e.OrderId.Instrument.Value), Array(reports, e => e.LastPx.Ticks), Array(reports, e => e.LastQty.Lots),
            Array(reports, e => (e.Side == Side.Buy ? e.OrderId : e.ContraOrderId).Value), Array(reports, e => (e.Side == Side.Buy ? e.ContraOrderId : e.OrderId).Value),
            Array(reports, e => (e.Side == Side.Buy ? e.AccountId : e.ContraAccountId).Value), Array(reports, e => (e.Side == Side.Buy ? e.ContraAccountId : e.AccountId).Value),
            Array(reports, e => e.IsAuction ? NoSide : (short)e.Side), Array(reports, e => e.Time.ToDateTime()));
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
            Array(rows, r => r.Key.Instrument.Value), Array(rows, r => r.Key.Account.Value), Array(rows, r => r.Value.LastSequence), Array(rows, r => r.Value.Lots));
    }

    private static void AddRefusals(NpgsqlBatch batch, OrderRefusal[] refusals)
    {
        if (refusals.Length == 0) return;
        Add(batch, """
            insert into order_refusals (account_id, client_order_id, instrument_id, side, order_type, time_in_force, price_ticks, order_lots, reject_reason, detail, refused_at,
              instructions, limit_offset_ticks)
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """,
            Array(refusals, r => r.Account.Value), Array(refusals, r => r.Request.ClientOrderId.Value), Array(refusals, r => r.Request.InstrumentId.Value),
            Array(refusals, r => (short)r.Request.Side), Array(refusals, r => (short)r.Request.OrderType), Array(refusals, r => (short)r.Request.TimeInForce),
            Array(refusals, r => r.Request.Price?.Ticks), Array(refusals, r => r.Request.OrderQty.Lots), Array(refusals, r => (short)r.Reason),
            Array(refusals, r => r.Detail), Array(refusals, r => r.Time.ToDateTime()), JsonArray(refusals, r => r.Request.Instructions), Array(refusals, r => r.Request.LimitOffset));
    }

    private static void AddLedger(NpgsqlBatch batch, LedgerEntry[] transactions)
    {
        if (transactions.Length == 0) return;
        Add(batch, "insert into ledger_transactions (account_id, sequence, kind, reference, booked_at) select * from unnest($1, $2, $3, $4, $5)",
            Array(transactions, t => t.AccountId.Value), Array(transactions, t => t.Sequence), Array(transactions, t => (short)t.Kind),
            Array(transactions, t => t.Reference), Array(transactions, t => t.Time.ToDateTime()));
        var lines = transactions.SelectMany(t => t.Postings.Select((p, i) => (t.AccountId, t.Sequence, Line: (short)(i + 1), p.Account, p.Money))).ToArray();
        Add(batch, "insert into ledger_postings (account_id, sequence, line, ledger_account_id, currency, amount) select * from unnest($1, $2, $3, $4, $5, $6)",
            Array(lines, l => l.AccountId.Value), Array(lines, l => l.Sequence), Array(lines, l => l.Line), Array(lines, l => l.Account.Value),
            Array(lines, l => l.Money.Currency.Code), Array(lines, l => l.Money.Amount));
    }

    private static void AddBalances(NpgsqlBatch batch, BalanceRow[] rows)
    {
        if (rows.Length == 0) return;
        Add(batch, """
            insert into balances (account_id, currency, amount) select * from unnest($1, $2, $3)
            on conflict (account_id, currency) do update set amount = excluded.amount
            """,
            Array(rows, r => r.Account.Value), Array(rows, r => r.Currency.Code), Array(rows, r => r.Amount));
    }

    private static void AddPositions(NpgsqlBatch batch, PositionRow[] rows)
    {
        if (rows.Length == 0) return;
        Add(batch, """
            insert into positions (account_id, instrument_id, lots, cost, realized_pnl) select * from unnest($1, $2, $3, $4, $5)
            on conflict (account_id, instrument_id) do update set lots = excluded.lots, cost = excluded.cost, realized_pnl = excluded.realized_pnl
            """,
            Array(rows, r => r.Account.Value), Array(rows, r => r.Instrument.Value), Array(rows, r => r.Lots), Array(rows, r => r.Cost), Array(rows, r => r.RealizedPnl));
    }

    private static void AddSettlements(NpgsqlBatch batch, SettlementRow[] rows)
    {
        if (rows.Length == 0) return;
        Add(batch, """
            insert into settlements (account_id, instrument_id, settled_sequence) select * from unnest($1, $2, $3)
            on conflict (account_id, instrument_id) do update set settled_sequence = excluded.settled_sequence
            """,
            Array(rows, r => r.Account.Value), Array(rows, r => r.Instrument.Value), Array(rows, r => r.SettledSequence));
    }

    private static void AddAccountControls(NpgsqlBatch batch, AccountControlsRow[] rows)
    {
        if (rows.Length == 0) return;
        Add(batch, """
            insert into account_controls (account_id, is_kill_switch_on, cancel_all_at) select * from unnest($1, $2, $3)
            on conflict (account_id) do update set is_kill_switch_on = excluded.is_kill_switch_on, cancel_all_at = excluded.cancel_all_at
            """,
            Array(rows, r => r.Account.Value), Array(rows, r => r.IsKillSwitchOn), Array(rows, r => r.CancelAllAt?.ToDateTime()));
    }

    private static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        batch.BatchCommands.Add(command);
    }

    private static NpgsqlParameter<TValue[]> Array<TRow, TValue>(TRow[] rows, Converter<TRow, TValue> column)
    {
        var parameter = new NpgsqlParameter<TValue[]> { TypedValue = System.Array.ConvertAll(rows, column) };
        // A UTC DateTime is timestamptz already; text and numbers map by their type.
        if (typeof(TValue) == typeof(string)) parameter.NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text;
        // Nothing but nulls has no kind.
        if (typeof(TValue) == typeof(DateTime?)) parameter.NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz;
        return parameter;
    }

    private static NpgsqlParameter<string?[]> JsonArray<TRow>(TRow[] rows, Converter<TRow, OrderInstructions?> column) => new()
    {
        TypedValue = System.Array.ConvertAll(rows, row => column(row) is { } instructions ? StoredInstructions.Write(instructions) : null),
        NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb,
    };
}
