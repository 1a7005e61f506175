using Npgsql;

namespace Rtx.Benchmarks.Ticks;

/// <summary>How the ticks of a market-data database lie on disk.</summary>
internal static class StoredTicks
{
    /// <summary>Whether TimescaleDB keeps them.</summary>
    public static async Task<bool> AreHypertableAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("select exists (select from pg_extension where extname = 'timescaledb')");
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>A query for the bytes of table, indexes and whatever is compressed.</summary>
    public static async Task<string> SizeQueryAsync(string connectionString, CancellationToken cancellationToken) =>
        await AreHypertableAsync(connectionString, cancellationToken)
            ? "select hypertable_size('ticks')::numeric"
            : "select sum(pg_total_relation_size(inhrelid)) from pg_inherits where inhparent = 'ticks'::regclass";
}
