using Npgsql;
using Rtx.Storage.Database;
using Rtx.Storage.MarketData;
using Rtx.Storage.Migrations;
using Rtx.Testing.Infrastructure;

namespace Rtx.Storage.Tests.Trading;

/// <summary>The details that database exceptions put into logs.</summary>
public sealed class ErrorDetailTests(TestPostgres postgres)
{
    private const string Secret = "the-hash-of-a-password";

    [Fact]
    public async Task An_exception_contains_no_row_values_whatever_the_connection_string_says()
    {
        await using var database = await postgres.CreateDatabaseAsync(DatabaseKind.Trading, TestContext.Current.CancellationToken);
        await using var trading = new TradingDatabase(database.ConnectionString + ";Include Error Detail=true");
        await using var marketData = new MarketDataDatabase(database.ConnectionString + ";Include Error Detail=true");

        foreach (var command in new Func<string, NpgsqlCommand>[] { trading.CreateCommand, marketData.CreateCommand })
        {
            await using var duplicate = command(
                $"create temporary table t (v text primary key); insert into t values ('{Secret}'); insert into t values ('{Secret}')");
            var refusal = await Assert.ThrowsAsync<PostgresException>(
                () => duplicate.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));

            Assert.Equal(PostgresErrorCodes.UniqueViolation, refusal.SqlState);
            Assert.DoesNotContain(Secret, refusal.ToString(), StringComparison.Ordinal);
        }
    }
}
