using Npgsql;

namespace Rtx.Storage.Database;

/// <summary>The trading database: a pool of connections with automatic preparation of statements.</summary>
public sealed class TradingDatabase : IAsyncDisposable
{
    // A hanging server must be noticed while the caller still waits: callers time out after 8 to 10 s.
    private const int ConnectTimeoutSeconds = 3;
    // Applies to each read, so a large result may take longer. The few commands that need longer for the first read set their own timeout.
    private const int ReadTimeoutSeconds = 5;
    // A hanging server does not confirm the cancellation of a command.
    private const int NoWait = -1;

    private readonly ServerHistoryGuard _history = new();
    private readonly NpgsqlDataSource _source;

    /// <summary>Creates the pool; nothing is opened yet.</summary>
    /// <param name="connectionString">Npgsql connection string.</param>
    public TradingDatabase(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxAutoPrepare = 64,
            AutoPrepareMinUsages = 2,
            Timeout = ConnectTimeoutSeconds,
            CommandTimeout = ReadTimeoutSeconds,
            CancellationTimeout = NoWait,
            // Details hold the values of rows, and exceptions are logged.
            IncludeErrorDetail = false,
        };
        _source = PrimaryServer.CreatePool(settings, builder =>
            builder.UsePhysicalConnectionInitializer(
                static _ => throw new NotSupportedException("Connections are opened asynchronously."), BeginAsync));
    }

    /// <summary>
    /// Completes when a new connection finds another history of the database than the first one: after a failover or a restore. The memory
    /// of this process may be ahead of the database, so it must end; until then no connection can be opened.
    /// </summary>
    public Task<(ServerHistory Known, ServerHistory Found)> HistoryChanged => _history.Changed;

    /// <summary>Opens a connection from the pool.</summary>
    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => _source.OpenConnectionAsync(cancellationToken);

    /// <summary>A command on a connection of its own.</summary>
    public NpgsqlCommand CreateCommand(string sql) => _source.CreateCommand(sql);

    /// <summary>The history that this process works with.</summary>
    /// <exception cref="InvalidOperationException">No connection was opened before.</exception>
    internal ServerHistory History => _history.Known ?? throw new InvalidOperationException("The history is that of the first connection.");

    /// <summary>
    /// Closes all connections of the pool, those in use when they are returned: they lead to a server that no longer accepts writes.
    /// </summary>
    public void ForgetConnections() => _source.Clear();

    /// <summary>Throws when the database does not answer, or answers as a server that must not be used.</summary>
    public async Task PingAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        try
        {
            await _history.CheckAsync(connection, cancellationToken);
            await SchemaVersion.CheckAsync(connection);
        }
        catch (Exception e) when (e is WrongServerException or WrongSchemaException)
        {
            ForgetConnections();
            throw;
        }
    }

    private async Task BeginAsync(NpgsqlConnection connection)
    {
        await _history.CheckAsync(connection, CancellationToken.None);
        await SchemaVersion.CheckAsync(connection);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
