using Npgsql;
using Rtx.Storage.Database;

namespace Rtx.Storage.Commits;

/// <summary>
/// Writes a list of units in one transaction and one round trip: a batch without explicit transaction is one implicit transaction, and the first
/// statements raise when a fence does not hold. Statements are prepared automatically on the writer's own connection, and their memory is used again. Not thread-safe: one flush at a time.
/// </summary>
internal sealed class CommitWriter(TradingDatabase database, GroupCommitOptions options) : ICommitStore
{
    // A commit finds all rows by their keys, however many there are. The planner would choose anew each time, because the arrays differ, and take longer than the
    // statement; or read a whole table as long as it takes it for small.
    private const string PlanOnce = "set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off";

    private readonly AbandonedCommits _abandoned = new();
    private NpgsqlConnection? _connection;
    private (NpgsqlBatch Batch, CommitStatements Statements)? _reusable;

    public async Task WriteAsync(IReadOnlyList<CommitUnit> units)
    {
        var connection = await ConnectAsync();
        // No time-out of Npgsql's: it sends a cancel, and a server that waits for its synchronous standby then makes the commit visible without it.
        var (batch, statements) = _reusable ?? (new NpgsqlBatch(connection) { Timeout = 0 }, new CommitStatements());
        // Npgsql keeps in a command what it knows of its preparation. After an error, or on another connection, that is wrong: it would run a statement that is not there,
        // or another one of the same name. So only what went well is used again.
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
