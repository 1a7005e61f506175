using Npgsql;
using Rtx.Storage.Database;

namespace Rtx.Storage.Commits;

/// <summary>
/// Writes a list of units in one transaction and one round trip: a batch without explicit transaction is one implicit transaction, and the first
/// statements raise when a fence does not hold. Statements are prepared automatically on the writer's own connection, and their buffers are
/// reused. Not thread-safe: one flush at a time.
/// </summary>
internal sealed class CommitWriter(TradingDatabase database, GroupCommitOptions options) : ICommitStore
{
    // A commit finds all rows by key. Otherwise the planner would plan each time, because the arrays differ, which takes longer than the
    // statement itself, or choose a sequential scan while its statistics say that the table is small.
    private const string PlanOnce = "set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off";

    private readonly AbandonedCommits _abandoned = new();
    private NpgsqlConnection? _connection;
    private (NpgsqlBatch Batch, CommitStatements Statements)? _reusable;

    public async Task WriteAsync(IReadOnlyList<CommitUnit> units)
    {
        var connection = await ConnectAsync();
        // No timeout of Npgsql's own: it sends a cancel, on which a server that waits for its synchronous standby makes the commit visible
        // without it.
        var (batch, statements) = _reusable ?? (new NpgsqlBatch(connection) { Timeout = 0 }, new CommitStatements());
        // A command caches its prepared statements. After an error, or on another connection, the cache is wrong: it would run a statement
        // that does not exist, or another one of the same name. So a command is reused only after success.
        _reusable = null;
        var cancellation = new CancellationTokenSource();
        Task? running = null;
        try
        {
            statements.Fill(batch, units);
            running = batch.ExecuteNonQueryAsync(cancellation.Token);
            await running.WaitAsync(options.TimeoutOf(units.Sum(unit => unit.Rows)));
            _reusable = (batch, statements);
        }
        finally
        {
            if (running is { IsCompleted: false })
            {
                _connection = null;
                _abandoned.Add(running, cancellation, batch, connection);
            }
            else
            {
                cancellation.Dispose();
                if (_reusable is null) await batch.DisposeAsync();
            }
        }
    }

    public async Task DropConnectionAsync()
    {
        ForgetBatch();
        if (_connection is not { } connection) return;
        _connection = null;
        await connection.DisposeAsync();
    }

    public async Task LeaveServerAsync()
    {
        await DropConnectionAsync();
        database.ForgetConnections();
    }

    public void Dispose()
    {
        ForgetBatch();
        _connection?.Dispose();
        _abandoned.Dispose();
    }

    private void ForgetBatch()
    {
        _reusable?.Batch.Dispose();
        _reusable = null;
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
