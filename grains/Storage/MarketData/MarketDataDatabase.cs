using Npgsql;
using Rtx.Storage.Database;

namespace Rtx.Storage.MarketData;

/// <summary>The market-data database: pools of connections with automatic preparation of statements, one for those who write and one for those who ask.</summary>
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
        // A plan for whatever times may be asked for is one over every day there is: it takes up to a second to make and locks them all each time it is used.
        settings.Options = $"{settings.Options} -c plan_cache_mode=force_custom_plan".TrimStart();
        _reading = PrimaryServer.CreatePool(settings);
    }

    /// <summary>Opens a connection to write with.</summary>
    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => _writing.OpenConnectionAsync(cancellationToken);

    /// <summary>A question, on a connection of its own.</summary>
    public NpgsqlCommand CreateCommand(string sql) => _reading.CreateCommand(sql);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _writing.DisposeAsync();
        await _reading.DisposeAsync();
    }
}
