using Npgsql;
using Rtx.Benchmarks.Measuring;

namespace Rtx.Benchmarks.Orders;

/// <summary>What the server can do at best: one prepared insert of a row as long as an order, one durable commit each.</summary>
internal static class BareCommits
{
    private const string MakeTable = "create table if not exists bench_commits (id bigint generated always as identity primary key, payload bytea not null)";
    private const string DropTable = "drop table bench_commits";
    private const string Insert = "insert into bench_commits (payload) values ($1)";

    // About the length of a serialized order.
    private static readonly byte[] Payload = new byte[83];

    public static async Task<MeasuredSide> MeasureAsync(string connectionString, int callers, TimeSpan warmUp, TimeSpan duration, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await ExecuteAsync(source, MakeTable, cancellationToken);
        var connections = new List<NpgsqlConnection>(callers);
        try
        {
            var inserts = new List<Func<CancellationToken, Task>>(callers);
            for (var i = 0; i < callers; i++)
            {
                var connection = await source.OpenConnectionAsync(cancellationToken);
                connections.Add(connection);
                var command = new NpgsqlCommand(Insert, connection) { Parameters = { new NpgsqlParameter<byte[]> { TypedValue = Payload } } };
                await command.PrepareAsync(cancellationToken);
                inserts.Add(command.ExecuteNonQueryAsync);
            }

            return await ClosedLoop.RunAsync("bare commits of one row", inserts, warmUp, duration, cancellationToken);
        }
        finally
        {
            foreach (var connection in connections) await connection.DisposeAsync();
            await ExecuteAsync(source, DropTable, CancellationToken.None);
        }
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
