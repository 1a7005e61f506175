using Rtx.Storage.MarketData;
using Rtx.Storage.Migrations;
using Rtx.Testing.Infrastructure;

namespace Rtx.Storage.Tests.MarketData;

/// <summary>A market-data database for one test.</summary>
internal sealed class MarketDataFixture : IAsyncDisposable
{
    public const int Shards = 8;

    private readonly TestDatabase _test;

    private MarketDataFixture(TestDatabase test)
    {
        _test = test;
        Database = new MarketDataDatabase(test.ConnectionString);
        Sessions = new TradingSessionStore(Database);
        Store = new TickStore(Database);
    }

    public MarketDataDatabase Database { get; }

    public TickStore Store { get; }

    public TradingSessionStore Sessions { get; }

    /// <summary>A migrated database of this flavour; skips the test where the server has no TimescaleDB.</summary>
    public static async Task<MarketDataFixture> CreateAsync(TestPostgres postgres, SchemaFlavour flavour = SchemaFlavour.Plain)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        if (flavour is SchemaFlavour.Timescale)
            Assert.SkipUnless(
                await postgres.HasTimescaleAsync(cancellationToken),
                "This PostgreSQL has no TimescaleDB: the timescale flavour is NOT tested here.");
        return new(await postgres.CreateDatabaseAsync(DatabaseKind.MarketData, flavour, cancellationToken));
    }

    /// <summary>The same database through new connections, which pick up changed settings.</summary>
    public MarketDataDatabase OpenAgain() => new(_test.ConnectionString);

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
        Assert.Equal(13, violations.Count);
        Assert.All(violations, view => Assert.Equal((view.Name, 0L), view));
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await _test.DisposeAsync();
    }
}
