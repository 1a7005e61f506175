using System.Data;
using Npgsql;

namespace Rtx.Chaos.Checking;

/// <summary>Reads <see cref="SqlFacts"/>, all at one moment.</summary>
internal static class SqlFactsReader
{
    /// <summary>Reads everything.</summary>
    /// <param name="connectionString">The trading database.</param>
    /// <param name="strangers">Accounts whose orders are not in the history: they are left out, unless another account is involved.</param>
    public static async Task<SqlFacts> ReadAsync(string connectionString, IReadOnlyList<long> strangers)
    {
        var isKnown = $"account_id <> all (array[{string.Join(", ", strangers)}]::bigint[])";
        var facts = new SqlFacts();
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        await ReadAsync(connection, "select instrument_id, symbol, price_increment, quantity_increment from instruments", r =>
            facts.Instruments.Add(r.GetString(1), new InstrumentRow(r.GetInt32(0), r.GetString(1), r.GetDecimal(2), r.GetDecimal(3))));
        await ReadAsync(connection, $"""
            select order_id, account_id, client_order_id, instrument_id, side, order_type,
              order_lots, cum_lots, leaves_lots, status, reject_reason, sequence from orders where {isKnown}
            """, r => facts.Orders.Add(r.GetInt64(0), new OrderRow(
            r.GetInt64(0), r.GetInt64(1), r.GetString(2), r.GetInt32(3), r.GetInt16(4), r.GetInt16(5), r.GetInt64(6), r.GetInt64(7),
            r.GetInt64(8), r.GetInt16(9), r.GetInt16(10),
            r.GetInt64(11))));
        await ReadAsync(connection, $"""
            select instrument_id, sequence, account_id, order_id, client_order_id, exec_type, side, order_type, price_ticks,
              order_lots, cum_lots, leaves_lots, status, reject_reason,
              trade_id, last_ticks, last_lots, event_at from order_events where {isKnown}
            """, r => facts.Events.Add((r.GetInt32(0), r.GetInt64(1)), new EventRow(
            r.GetInt32(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3), r.GetString(4), r.GetInt16(5), r.GetInt16(6), r.GetInt16(7),
            r.GetInt64(8), r.GetInt64(9), r.GetInt64(10),
            r.GetInt64(11), r.GetInt16(12), r.GetInt16(13), r.GetInt64(14), r.GetInt64(15), r.GetInt64(16),
            r.GetFieldValue<DateTimeOffset>(17))));
        await ReadAsync(connection, "select trade_id, price_ticks, lots, buy_order_id, sell_order_id from trades", r =>
            facts.Trades.Add(r.GetInt64(0), new TradeRow(r.GetInt64(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4))));
        await ReadAsync(
            connection, $"select account_id, client_order_id, order_id from order_names where {isKnown} and order_id is not null",
            r =>
                facts.Names.Add((r.GetInt64(0), r.GetString(1)), r.GetInt64(2)));
        await ReadAsync(connection, $"select account_id, client_order_id, reject_reason from order_refusals where {isKnown}", r =>
            facts.Refusals.Add((r.GetInt64(0), r.GetString(1)), r.GetInt16(2)));
        await ReadAsync(connection, """
            select t.account_id, t.reference, p.currency, p.amount from ledger_transactions t
            join ledger_postings p on p.account_id = t.account_id and p.sequence = t.sequence and p.ledger_account_id = t.account_id
            where t.reference not like 'trade:%'
            """, r => facts.Movements.Add((r.GetInt64(0), r.GetString(1)), new MovementRow(r.GetString(2), r.GetDecimal(3))));
        return facts;
    }

    private static async Task ReadAsync(NpgsqlConnection connection, string sql, Action<NpgsqlDataReader> row)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) row(reader);
    }
}
