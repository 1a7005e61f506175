using Npgsql;
using NpgsqlTypes;
using Rtx.Model;

namespace Rtx.Storage.Commits;

/// <summary>
/// Writes a list of units in one transaction and one round trip: a batch without explicit transaction is one implicit transaction, and the first
/// statement raises when a fence does not hold. Statements are prepared automatically on the writer's own connection. Not thread-safe: one flush at a time.
/// </summary>
internal sealed class CommitWriter(TradingDatabase database, TimeSpan timeout) : IDisposable
{
    private NpgsqlConnection? _connection;

    public async Task WriteAsync(IReadOnlyList<CommitUnit> units)
    {
        var connection = await ConnectAsync();
        await using var batch = new NpgsqlBatch(connection) { Timeout = (int)timeout.TotalSeconds };
        AddFences(batch, units);
        AddOrderEvents(batch, [.. units.SelectMany(u => u.OrderEvents)]);
        AddRefusals(batch, [.. units.SelectMany(u => u.Refusals)]);
        AddLedger(batch, [.. units.SelectMany(u => u.LedgerTransactions)]);
        AddBalances(batch, [.. units.SelectMany(u => u.Balances)]);
        AddPositions(batch, [.. units.SelectMany(u => u.Positions)]);
        AddSettlements(batch, [.. units.SelectMany(u => u.Settlements)]);
        await batch.ExecuteNonQueryAsync();
    }

    /// <summary>Forgets the connection: the next flush opens a new one.</summary>
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
        AddOrders(batch, events);
        Add(batch, """
            insert into order_events (instrument_id, sequence, account_id, order_id, client_order_id, exec_type, side, order_type, time_in_force,
              price_ticks, order_lots, cum_lots, leaves_lots, cum_tick_lots, status, reject_reason, priority_sequence, created_at, event_at,
              trade_id, last_ticks, last_lots, contra_order_id, contra_account_id, is_aggressor)
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)
            """,
            Array(events, e => e.OrderId.Instrument.Value), Array(events, e => e.Sequence), Array(events, e => e.AccountId.Value), Array(events, e => e.OrderId.Value),
            Array(events, e => e.ClientOrderId.Value), Array(events, e => (short)e.ExecType), Array(events, e => (short)e.Side), Array(events, e => (short)e.OrderType),
            Array(events, e => (short)e.TimeInForce), Array(events, e => e.Price.Ticks), Array(events, e => e.OrderQty.Lots), Array(events, e => e.CumQty.Lots),
            Array(events, e => e.LeavesQty.Lots), Array(events, e => e.CumTickLots), Array(events, e => (short)e.Status), Array(events, e => (short)e.RejectReason),
            Array(events, e => e.PrioritySequence), Array(events, e => e.CreatedAt.ToDateTime()), Array(events, e => e.Time.ToDateTime()),
            Array(events, e => e.TradeId.Value), Array(events, e => e.LastPx.Ticks), Array(events, e => e.LastQty.Lots), Array(events, e => e.ContraOrderId.Value),
            Array(events, e => e.ContraAccountId.Value), Array(events, e => e.IsAggressor));
        AddTrades(batch, [.. events.Where(e => e.ExecType == ExecType.Trade && e.IsAggressor)]);
        AddBookAccounts(batch, events);
    }

    // An order may have several events in a flush; its row gets the state after the last one.
    private static void AddOrders(NpgsqlBatch batch, OrderEvent[] events)
    {
        var last = new Dictionary<OrderId, OrderEvent>(events.Length);
        foreach (var e in events) last[e.OrderId] = e;
        var orders = last.Values.ToArray();
        Add(batch, """
            insert into orders as o (order_id, account_id, client_order_id, instrument_id, side, order_type, time_in_force, price_ticks, order_lots,
              cum_lots, leaves_lots, cum_tick_lots, status, reject_reason, priority_sequence, sequence, created_at, updated_at)
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
            on conflict (order_id) do update set price_ticks = excluded.price_ticks, order_lots = excluded.order_lots, cum_lots = excluded.cum_lots,
              leaves_lots = excluded.leaves_lots, cum_tick_lots = excluded.cum_tick_lots, status = excluded.status,
              priority_sequence = excluded.priority_sequence, sequence = excluded.sequence, updated_at = excluded.updated_at
            """,
            Array(orders, o => o.OrderId.Value), Array(orders, o => o.AccountId.Value), Array(orders, o => o.ClientOrderId.Value),
            Array(orders, o => o.OrderId.Instrument.Value), Array(orders, o => (short)o.Side), Array(orders, o => (short)o.OrderType), Array(orders, o => (short)o.TimeInForce),
            Array(orders, o => o.Price.Ticks), Array(orders, o => o.OrderQty.Lots), Array(orders, o => o.CumQty.Lots), Array(orders, o => o.LeavesQty.Lots),
            Array(orders, o => o.CumTickLots), Array(orders, o => (short)o.Status), Array(orders, o => (short)o.RejectReason), Array(orders, o => o.PrioritySequence),
            Array(orders, o => o.Sequence), Array(orders, o => o.CreatedAt.ToDateTime()), Array(orders, o => o.Time.ToDateTime()));
    }

    private static void AddTrades(NpgsqlBatch batch, OrderEvent[] aggressors)
    {
        if (aggressors.Length == 0) return;
        Add(batch, """
            insert into trades (trade_id, instrument_id, price_ticks, lots, buy_order_id, sell_order_id, buy_account_id, sell_account_id, aggressor_side, traded_at)
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            Array(aggressors, e => e.TradeId.Value), Array(aggressors, e => e.OrderId.Instrument.Value), Array(aggressors, e => e.LastPx.Ticks), Array(aggressors, e => e.LastQty.Lots),
            Array(aggressors, e => (e.Side == Side.Buy ? e.OrderId : e.ContraOrderId).Value), Array(aggressors, e => (e.Side == Side.Buy ? e.ContraOrderId : e.OrderId).Value),
            Array(aggressors, e => (e.Side == Side.Buy ? e.AccountId : e.ContraAccountId).Value), Array(aggressors, e => (e.Side == Side.Buy ? e.ContraAccountId : e.AccountId).Value),
            Array(aggressors, e => (short)e.Side), Array(aggressors, e => e.Time.ToDateTime()));
    }

    private static void AddBookAccounts(NpgsqlBatch batch, OrderEvent[] events)
    {
        var last = new Dictionary<(InstrumentId Instrument, AccountId Account), long>();
        foreach (var e in events) last[(e.OrderId.Instrument, e.AccountId)] = e.Sequence;
        var rows = last.ToArray();
        Add(batch, """
            insert into book_accounts (instrument_id, account_id, last_sequence) select * from unnest($1, $2, $3)
            on conflict (instrument_id, account_id) do update set last_sequence = excluded.last_sequence
            """,
            Array(rows, r => r.Key.Instrument.Value), Array(rows, r => r.Key.Account.Value), Array(rows, r => r.Value));
    }

    private static void AddRefusals(NpgsqlBatch batch, OrderRefusal[] refusals)
    {
        if (refusals.Length == 0) return;
        Add(batch, """
            insert into order_refusals (account_id, client_order_id, instrument_id, side, order_type, time_in_force, price_ticks, order_lots, reject_reason, detail, refused_at)
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            Array(refusals, r => r.Account.Value), Array(refusals, r => r.Request.ClientOrderId.Value), Array(refusals, r => r.Request.InstrumentId.Value),
            Array(refusals, r => (short)r.Request.Side), Array(refusals, r => (short)r.Request.OrderType), Array(refusals, r => (short)r.Request.TimeInForce),
            Array(refusals, r => r.Request.Price?.Ticks), Array(refusals, r => r.Request.OrderQty.Lots), Array(refusals, r => (short)r.Reason),
            Array(refusals, r => r.Detail), Array(refusals, r => r.Time.ToDateTime()));
    }

    private static void AddLedger(NpgsqlBatch batch, LedgerTransaction[] transactions)
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
        return parameter;
    }
}
