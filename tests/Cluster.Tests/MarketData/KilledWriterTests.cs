using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Rtx.Cluster.Tests.Systems;
using Rtx.Testing;

namespace Rtx.Cluster.Tests.MarketData;

/// <summary>
/// Every tick is stored exactly once despite killed silos. <c>RTX_TICK_KILLS</c> sets the number of kills, <c>RTX_TICK_SEED</c> which silos
/// die and when.
/// </summary>
public sealed class KilledWriterTests(ITestOutputHelper output)
{
    private const int Instruments = 16;
    private const int Batch = 500;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ticks_are_stored_once_while_silos_are_killed_and_the_database_goes_away()
    {
        var (kills, seed) = (Setting("RTX_TICK_KILLS", 1), Setting("RTX_TICK_SEED", 1));
        var random = new Random(seed);
        await using var cluster = await SiloCluster.StartAsync(silos: 2);
        using var done = new CancellationTokenSource();

        var feed = Task.Run(() => FeedAsync(cluster.Ticks, done.Token), Cancel);
        for (var kill = 1; kill <= kills; kill++)
        {
            await Task.Delay(TimeSpan.FromSeconds(random.Next(1, 4)), Cancel);
            var victim = cluster.RunningPorts[random.Next(cluster.RunningPorts.Count)];
            await cluster.KillAsync(victim);
            // During the takeover.
            if (kill == (kills + 1) / 2) await ShutDatabaseAsync(cluster);
            if (kill < kills) await cluster.StartAnotherAsync();
            output.WriteLine($"{DateTime.UtcNow:HH:mm:ss} kill {kill} of {kills}: silo {victim}; {await ScalarAsync<long>(cluster, "select count(*) from ticks")} ticks stored");
        }

        await done.CancelAsync();
        var (batches, repeats) = await feed;
        await Eventually.HoldsAsync(
            async () => await ScalarAsync<long>(cluster, "select count(*) from ticks") >= (long)batches * Batch, "all ticks stored",
            SiloCluster.Takeover);

        var stored = await ScalarAsync<string>(cluster, """
            select count(*) || ' ' || encode(sha256(convert_to(string_agg(concat_ws(
              ',', instrument_id, sequence, (extract(epoch from ts) * 1000000)::bigint, bid_ticks, bid_lots, ask_ticks, ask_lots), ';' order by instrument_id, sequence), 'UTF8')), 'hex')
            from ticks
            """);
        output.WriteLine(
            $"seed {seed}, {kills} kills: {batches * (long)Batch} ticks sent in {batches} batches, {repeats} sent again; stored {stored}");
        Assert.Equal(Expected(batches), stored);
        Assert.Equal(0L, await ScalarAsync<long>(
            cluster,
            "select count(*) from (select from ticks group by instrument_id, provider_id, kind, sequence having count(*) > 1) as twice"));
    }

    /// <summary>Sends until told to stop; a failed batch has an unknown outcome and is sent again.</summary>
    private static async Task<(int Batches, int Repeats)> FeedAsync(ITickGateway gateway, CancellationToken stop)
    {
        var (batches, repeats) = (0, 0);
        for (; !stop.IsCancellationRequested; batches++)
        {
            var ticks = Enumerable.Range(batches * Batch, Batch).Select(Create).ToArray();
            // Sometimes twice, like a sender that got no answer.
            var times = batches % 50 == 0 ? 2 : 1;
            repeats += times - 1;
            while (times > 0)
            {
                try
                {
                    await gateway.SendAsync(ticks, CancellationToken.None);
                    times--;
                }
                catch (Exception e) when (e is OrleansException or TimeoutException or Rtx.Streams.StreamQueueFullException or StackExchange.Redis.RedisException)
                {
                    repeats++;
                    await Task.Delay(20, CancellationToken.None);
                }
            }

            await Task.Delay(10, CancellationToken.None);
        }

        return (batches, repeats);
    }

    private static Tick Create(int number) => new()
    {
        InstrumentId = new InstrumentId(1 + (number % Instruments)),
        ProviderId = 2,
        Kind = TickKind.Quote,
        Sequence = number,
        Time = new Timestamp(1_723_100_000_000_000 + (number * 1_000L)),
        Bid = new Price(1_000 + (number % 97)),
        BidQty = new Quantity(1),
        Ask = new Price(1_002 + (number % 89)),
        AskQty = new Quantity(2),
    };

    private static string Expected(int batches)
    {
        var rows = Enumerable.Range(0, batches * Batch).Select(Create).OrderBy(tick => tick.InstrumentId.Value)
            .ThenBy(tick => tick.Sequence)
            .Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.InstrumentId.Value},{t.Sequence},{t.Time.UnixMicroseconds},{t.Bid.Ticks},{t.BidQty.Lots},{t.Ask.Ticks},{t.AskQty.Lots}"));
        return $"{batches * (long)Batch} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(';', rows))))}";
    }

    /// <summary>
    /// Cuts every connection to the database and refuses new ones for two seconds; the server itself may serve other tests.
    /// </summary>
    private static async Task ShutDatabaseAsync(SiloCluster cluster)
    {
        var settings = new NpgsqlConnectionStringBuilder(cluster.MarketDataConnectionString);
        var name = settings.Database;
        settings.Database = "postgres";
        await using var server = NpgsqlDataSource.Create(settings.ConnectionString);
        await ExecuteAsync(server, $"alter database \"{name}\" allow_connections false");
        await ExecuteAsync(server, $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
        await Task.Delay(TimeSpan.FromSeconds(2), Cancel);
        await ExecuteAsync(server, $"alter database \"{name}\" allow_connections true");
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private static async Task<T> ScalarAsync<T>(SiloCluster cluster, string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(cluster.MarketDataConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        return (T)(await command.ExecuteScalarAsync(Cancel))!;
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : otherwise;
}
