using Npgsql;

namespace Rtx.Storage.Database;

/// <summary>Identifies a database and its history. While it stays the same, everything committed is still there.</summary>
/// <param name="SystemId">Identifier of the database cluster, created by initdb.</param>
/// <param name="Timeline">Changes with each promotion of a standby and each point-in-time recovery.</param>
/// <param name="DatabaseId">Object id of the database; changes when it is dropped and restored from a dump.</param>
public readonly record struct ServerHistory(long SystemId, uint Timeline, uint DatabaseId);

/// <summary>
/// The connection leads to a server that must not be used: a standby, or one with a different history than this process has worked with.
/// Nothing was sent to it.
/// </summary>
public sealed class WrongServerException(string message) : NpgsqlException(message);

/// <summary>
/// Checks the server of each new connection, and refuses standbys and any history other than that of the first connection.
/// </summary>
internal sealed class ServerHistoryGuard
{
    private const string Question = """
        select pg_is_in_recovery(), (select system_identifier from pg_control_system()),
          case when pg_is_in_recovery() then 0 else ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::bigint end,
          (select oid from pg_database where datname = current_database())
        """;

    private readonly TaskCompletionSource<(ServerHistory Known, ServerHistory Found)> _changed = new(
        TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private ServerHistory? _known;

    /// <summary>Completes when a connection has found another history.</summary>
    public Task<(ServerHistory Known, ServerHistory Found)> Changed => _changed.Task;

    /// <summary>The history of the first connection; null before that.</summary>
    public ServerHistory? Known
    {
        get
        {
            lock (_lock) return _known;
        }
    }

    /// <summary>Checks a connection.</summary>
    /// <exception cref="WrongServerException">The server must not be used.</exception>
    public async Task CheckAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        bool isStandby;
        ServerHistory found;
        await using (var command = new NpgsqlCommand(Question, connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            await reader.ReadAsync(cancellationToken);
            (isStandby, found) = (
                reader.GetBoolean(0),
                new ServerHistory(reader.GetInt64(1), checked((uint)reader.GetInt64(2)), reader.GetFieldValue<uint>(3)));
        }

        if (isStandby) throw new WrongServerException("The database server is a standby, not the primary.");
        ServerHistory known;
        lock (_lock) known = _known ??= found;
        if (found == known) return;
        _changed.TrySetResult((known, found));
        throw new WrongServerException(
            $"The database has another history ({found}) than what this process has worked on ({known}): it must start again.");
    }
}
