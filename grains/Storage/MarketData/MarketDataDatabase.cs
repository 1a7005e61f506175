using Npgsql;

namespace Rtx.Storage.MarketData;

/// <summary>The market-data database: a pool of connections with automatic preparation of statements.</summary>
public sealed class MarketDataDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;

    /// <summary>Creates the pool; nothing is opened yet.</summary>
    /// <param name="connectionString">Npgsql connection string.</param>
    public MarketDataDatabase(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 32, AutoPrepareMinUsages = 2 };
        // A plan for whatever times may be asked for is one over every day there is: it takes up to a second to make and locks them all each time it is used.
        settings.Options = $"{settings.Options} -c plan_cache_mode=force_custom_plan".TrimStart();
        _source = NpgsqlDataSource.Create(settings.ConnectionString);
    }

    /// <summary>Opens a connection from the pool.</summary>
    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => _source.OpenConnectionAsync(cancellationToken);

    /// <summary>A command on a connection of its own.</summary>
    public NpgsqlCommand CreateCommand(string sql) => _source.CreateCommand(sql);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
