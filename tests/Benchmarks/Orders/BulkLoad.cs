using System.Diagnostics;
using Npgsql;
using Rtx.Benchmarks.Measuring;

namespace Rtx.Benchmarks.Orders;

/// <summary>
/// What the server takes at best of the same rows: everything that the orders left in the database, by binary COPY in one transaction into empty tables of the same
/// shape, indexes and constraints included.
/// </summary>
internal static class BulkLoad
{
    private static readonly string[] Tables = ["orders", "order_events", "trades", "ledger_transactions", "balances", "settlements", "book_accounts"];

    public static async Task<MeasuredSide> MeasureAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await ExecuteAsync(connection, "create schema bulk", cancellationToken);
        var rows = new List<(string Table, byte[] Rows)>();
        foreach (var table in Tables)
        {
            await ExecuteAsync(connection, $"create table bulk.{table} (like {table} including all)", cancellationToken);
            rows.Add((table, await ReadAsync(connection, table, cancellationToken)));
        }

        await AddForeignKeysAsync(connection, cancellationToken);
        await ExecuteAsync(connection, "checkpoint", cancellationToken);
        var started = Stopwatch.GetTimestamp();
        await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
        {
            foreach (var (table, bytes) in rows)
            {
                await using var copy = await connection.BeginRawBinaryCopyAsync($"copy bulk.{table} from stdin (format binary)", cancellationToken);
                await copy.WriteAsync(bytes, cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }

        var elapsed = Stopwatch.GetElapsedTime(started);
        await using var count = new NpgsqlCommand("select count(*) from bulk.orders", connection);
        var orders = (long)(await count.ExecuteScalarAsync(cancellationToken))!;
        await ExecuteAsync(connection, "drop schema bulk cascade", cancellationToken);
        return new MeasuredSide("the same rows by binary COPY", orders, orders / elapsed.TotalSeconds, LatencyMs: null);
    }

    // "Like" leaves them out.
    private static async Task AddForeignKeysAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string Read = """
            select format('alter table bulk.%I add constraint %I %s', c.relname, k.conname, pg_get_constraintdef(k.oid))
            from pg_constraint k join pg_class c on c.oid = k.conrelid
            where k.contype = 'f' and c.relnamespace = 'public'::regnamespace and c.relname = any ($1)
            """;
        var statements = new List<string>();
        await using (var read = new NpgsqlCommand(Read, connection) { Parameters = { new NpgsqlParameter<string[]> { TypedValue = Tables } } })
        await using (var reader = await read.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken)) statements.Add(reader.GetString(0));
        }

        foreach (var statement in statements) await ExecuteAsync(connection, statement, cancellationToken);
    }

    private static async Task<byte[]> ReadAsync(NpgsqlConnection connection, string table, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        await using var copy = await connection.BeginRawBinaryCopyAsync($"copy {table} to stdout (format binary)", cancellationToken);
        await copy.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
