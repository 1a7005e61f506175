using Npgsql;

namespace Rtx.Storage;

/// <summary>The trading database: a pool of connections with automatic preparation of statements.</summary>
public sealed class TradingDatabase : IAsyncDisposable
{
    // A server that hangs must be noticed while somebody still waits for the answer: callers give up after 8 to 10 s.
    private const int ConnectTimeoutSeconds = 3;
    // For each piece of an answer, so that a large one may take its time. Few commands need longer for the first piece, and those say so.
    private const int ReadTimeoutSeconds = 5;
    // A server that hangs does not confirm that it has given up a command.
    private const int NoWait = -1;

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
        _source = new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }

    /// <summary>Opens a connection from the pool.</summary>
    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => _source.OpenConnectionAsync(cancellationToken);

    /// <summary>A command on a connection of its own.</summary>
    public NpgsqlCommand CreateCommand(string sql) => _source.CreateCommand(sql);

    /// <summary>Throws when the database does not answer.</summary>
    public async Task PingAsync(CancellationToken cancellationToken)
    {
        await using var command = CreateCommand("select 1");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
