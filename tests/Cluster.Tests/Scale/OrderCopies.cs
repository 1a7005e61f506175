using Npgsql;

namespace Rtx.Cluster.Tests.Scale;

/// <summary>
/// Copies the rows of one order many times directly in the database: no silo may run. Copies of order "x" are named "x-1", "x-2" and so on,
/// and follow its book's last event.
/// </summary>
internal static class OrderCopies
{
    // Ids and sequences of a copy are those of the original, moved together.
    private const string Orders = """
        with original as (
          select o.order_id, o.account_id, o.instrument_id, min(e.sequence) as first, count(*) as events
          from order_names n join orders o using (account_id, order_id) join order_events e using (instrument_id, order_id)
          where n.account_id = $1 and n.client_order_id = $2 group by o.order_id),
        head as (
          update stream_heads h set sequence = h.sequence + o.events * $3 from original o where h.stream_kind = 2 and h.stream_id = o.instrument_id
          returning h.sequence - o.events * $3 as sequence),
        behind as (
          update book_accounts b set last_sequence = h.sequence + o.events * $3 from original o, head h
          where (b.instrument_id, b.account_id) = (o.instrument_id, o.account_id)),
        settled as (
          update settlements s set settled_sequence = h.sequence + o.events * $3 from original o, head h
          where (s.instrument_id, s.account_id) = (o.instrument_id, o.account_id)),
        copies as (
          select o.*, n, h.sequence + (n - 1) * o.events + 1 - o.first as shift, '-' || n as number from original o, head h, generate_series(1, $3) n),
        names as (
          insert into order_names select r.* from copies c join order_names t using (account_id, order_id)
          cross join lateral jsonb_populate_record(t, jsonb_build_object('client_order_id', t.client_order_id || c.number, 'order_id', t.order_id + c.shift)) r),
        events as (
          insert into order_events select r.* from copies c join order_events t using (instrument_id, order_id)
          cross join lateral jsonb_populate_record(t, jsonb_build_object('client_order_id', t.client_order_id || c.number, 'order_id', t.order_id + c.shift,
            'sequence', t.sequence + c.shift, 'priority_sequence', t.priority_sequence + c.shift)) r)
        insert into orders select r.* from copies c join orders t using (order_id)
        cross join lateral jsonb_populate_record(t, jsonb_build_object('client_order_id', t.client_order_id || c.number, 'order_id', t.order_id + c.shift,
          'sequence', t.sequence + c.shift, 'priority_sequence', t.priority_sequence + c.shift)) r
        """;

    private const string Refusals = """
        with names as (
          insert into order_names select t.account_id, t.client_order_id || '-' || n, null from order_names t, generate_series(1, $3) n
          where t.account_id = $1 and t.client_order_id = $2)
        insert into order_refusals select r.* from order_refusals t, generate_series(1, $3) n
        cross join lateral jsonb_populate_record(t, jsonb_build_object('client_order_id', t.client_order_id || '-' || n)) r
        where t.account_id = $1 and t.client_order_id = $2
        """;

    public static Task CopyOrderAsync(string database, long account, string name, int count) =>
        CopyAsync(database, Orders, account, name, count);

    public static Task CopyRefusalAsync(string database, long account, string name, int count) =>
        CopyAsync(database, Refusals, account, name, count);

    private static async Task CopyAsync(string database, string sql, long account, string name, int count)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        NpgsqlParameter[] parameters = [new() { Value = account }, new() { Value = name }, new() { Value = (long)count }];
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.Parameters.AddRange(parameters);
        Assert.True(await command.ExecuteNonQueryAsync() >= count, $"There is no {name}, or something else is.");
        await using var analyze = new NpgsqlCommand("analyze", connection) { CommandTimeout = 0 };
        await analyze.ExecuteNonQueryAsync();
    }
}
