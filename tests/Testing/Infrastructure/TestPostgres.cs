using Npgsql;
using Rtx.Storage.Migrations;

namespace Rtx.Testing.Infrastructure;

/// <summary>
/// A real PostgreSQL server for tests: the one that <see cref="Variable"/> names, else a private one, started on first use and removed at
/// the end. Use it as an xunit assembly fixture.
/// </summary>
public sealed class TestPostgres : IAsyncDisposable
{
    /// <summary>Environment variable with a connection string to a server where databases may be created.</summary>
    public const string Variable = "RTX_TEST_POSTGRES";

    private readonly Lazy<Task<(ServerProcess? Server, string ConnectionString)>> _server = new(FindOrStart);

    /// <summary>A fresh, migrated database that nobody else uses; dispose it to drop it.</summary>
    public Task<TestDatabase> CreateDatabaseAsync(DatabaseKind kind, CancellationToken cancellationToken = default) =>
        CreateDatabaseAsync(kind, flavour: null, cancellationToken);

    /// <summary>The same in one flavour; null picks the one that the server supports.</summary>
    public async Task<TestDatabase> CreateDatabaseAsync(
        DatabaseKind kind, SchemaFlavour? flavour, CancellationToken cancellationToken = default)
    {
        var database = await NameDatabaseAsync(kind);
        await new DatabaseMigrator(kind, database.ConnectionString, flavour: flavour).Up(cancellationToken: cancellationToken);
        return database;
    }

    /// <summary>Whether the server supports the timescale flavour of market data.</summary>
    public async Task<bool> HasTimescaleAsync(CancellationToken cancellationToken = default)
    {
        var (_, server) = await _server.Value;
        await using var connection = new NpgsqlConnection(MaintenanceOf(server));
        await connection.OpenAsync(cancellationToken);
        return await DatabaseMigrator.CanTimescaleAsync(connection, cancellationToken);
    }

    /// <summary>A unique name of a database that does not exist yet; dispose it to drop whatever was created under it.</summary>
    public async Task<TestDatabase> NameDatabaseAsync(DatabaseKind kind)
    {
        var (_, server) = await _server.Value;
        return new TestDatabase(server, $"rtx_test_{kind.ToString().ToLowerInvariant()}_{Guid.NewGuid():N}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_server.IsValueCreated) return;
        var (server, _) = await _server.Value;
        if (server is not null) await server.DisposeAsync();
    }

    /// <summary>Names the database postgres, which exists on every server.</summary>
    internal static string MaintenanceOf(string serverConnectionString) =>
        new NpgsqlConnectionStringBuilder(serverConnectionString) { Database = "postgres" }.ConnectionString;

    private static async Task<(ServerProcess? Server, string ConnectionString)> FindOrStart()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given) return (null, given);
        return await PostgresCluster.Start();
    }
}

/// <summary>A database with a unique name.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string _serverConnectionString;

    internal TestDatabase(string serverConnectionString, string name)
    {
        _serverConnectionString = TestPostgres.MaintenanceOf(serverConnectionString);
        Name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(serverConnectionString) { Database = name }.ConnectionString;
    }

    public string Name { get; }

    public string ConnectionString { get; }

    /// <summary>Runs SQL on a new connection; the schema need not be migrated.</summary>
    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken = default)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await using var connection = new NpgsqlConnection(_serverConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"drop database if exists {Name} with (force)", connection);
        await command.ExecuteNonQueryAsync();
    }
}
