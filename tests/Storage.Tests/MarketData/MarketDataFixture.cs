using Rtx.Storage.MarketData;
using Rtx.Storage.Migrations;
using Rtx.Testing.Infrastructure;

namespace Rtx.Storage.Tests.MarketData;

/// <summary>A market-data database of its own for one test.</summary>
internal sealed class MarketDataFixture : IAsyncDisposable
{
    public const int Shards = 8;

    private readonly TestDatabase _test;

    private MarketDataFixture(TestDatabase test)
    {
        _test = test;
        Database = new MarketDataDatabase(test.ConnectionString);
        Store = new TickStore(Database);
    }

    public MarketDataDatabase Database { get; }

    public TickStore Store { get; }

    public static async Task<MarketDataFixture> CreateAsync(TestPostgres postgres) => new(await postgres.CreateDatabaseAsync(DatabaseKind.MarketData, TestContext.Current.CancellationToken));

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public async Task AssertNoViolationsAsync()
    {
        var violations = await Store.CountViolationsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(3, violations.Count);
        Assert.All(violations, view => Assert.Equal((view.Name, 0L), view));
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await _test.DisposeAsync();
    }
}
