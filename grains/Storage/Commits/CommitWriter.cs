using Npgsql;

namespace Rtx.Storage.Commits;

/// <summary>
/// Writes a list of units in one transaction and one round trip: a batch without explicit transaction is one implicit transaction, and the first
/// statement raises when a fence does not hold. Statements are prepared automatically on the writer's own connection, and their memory is used again. Not thread-safe: one flush at a time.
/// </summary>
internal sealed class CommitWriter(TradingDatabase database, TimeSpan timeout) : ICommitStore
{
    // A commit finds all rows by their keys, however many there are. The planner would choose anew each time, because the arrays differ, and take longer than the
    // statement; or read a whole table as long as it takes it for small.
    private const string PlanOnce = "set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off";

    private readonly CommitStatements _statements = new();
    private readonly NpgsqlBatch _batch = new() { Timeout = (int)timeout.TotalSeconds };
    private NpgsqlConnection? _connection;

    public async Task WriteAsync(IReadOnlyList<CommitUnit> units)
    {
        var connection = await ConnectAsync();
        _statements.Fill(_batch, units);
        _batch.Connection = connection;
        await _batch.ExecuteNonQueryAsync();
    }

    public async Task DropConnectionAsync()
    {
        if (_connection is not { } connection) return;
        _connection = null;
        await connection.DisposeAsync();
    }

    public void Dispose()
    {
        _batch.Dispose();
        _connection?.Dispose();
    }

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
}
