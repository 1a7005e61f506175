using Npgsql;
using Rtx.Storage.Database;

namespace Rtx.Storage.MarketData;

/// <summary>
/// The market-data database: two pools of connections with automatic preparation of statements, one for writing and one for reading.
/// </summary>
public sealed class MarketDataDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource _writing;
    private readonly NpgsqlDataSource _reading;

    /// <summary>Creates the pools; nothing is opened yet.</summary>
    /// <param name="connectionString">Npgsql connection string.</param>
    public MarketDataDatabase(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxAutoPrepare = 32,
            AutoPrepareMinUsages = 2,
            // Details hold the values of rows, and exceptions are logged.
            IncludeErrorDetail = false,
        };
        _writing = PrimaryServer.CreatePool(settings);
        // A generic plan for any time range covers every daily partition: it takes up to a second to build and locks all of them on each
        // use.
        settings.Options = $"{settings.Options} -c plan_cache_mode=force_custom_plan".TrimStart();
        _reading = PrimaryServer.CreatePool(settings);
    }

    /// <summary>Opens a connection to write with.</summary>
    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => _writing.OpenConnectionAsync(cancellationToken);

    /// <summary>A read command, on a connection of its own.</summary>
    public NpgsqlCommand CreateCommand(string sql) => _reading.CreateCommand(sql);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _writing.DisposeAsync();
        await _reading.DisposeAsync();
    }
}
