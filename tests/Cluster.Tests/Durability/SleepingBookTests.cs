using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Serialization;
using Rtx.Cluster.Tests.Systems;
using Rtx.Testing;
using Rtx.Testing.Orders;
using StackExchange.Redis;

namespace Rtx.Cluster.Tests.Durability;

/// <summary>Books whose silo was killed and that nobody calls afterwards.</summary>
public sealed class SleepingBookTests
{
    [Fact]
    public async Task Orders_expire_and_listeners_are_told_though_nobody_uses_the_books_of_a_killed_silo()
    {
        await using var cluster = await SiloCluster.StartAsync(silos: 2);
        var (expiring, quiet) = await FindInstrumentsOnOneSiloAsync(cluster);
        var trader = await cluster.NewAccountAsync();
        await trader.PlaceOrder(quiet.Limit(Side.Buy, 1m, 100m, "done", TimeInForce.Ioc));
        var request = expiring.Limit(Side.Buy, 1m, 100m, "due", TimeInForce.Gtd) with
        {
            Instructions = new OrderInstructions { ExpireTime = Timestamp.From(DateTimeOffset.UtcNow.AddSeconds(4)) },
        };
        Assert.Equal(OrdStatus.New, (await trader.PlaceOrder(request)).Order!.Status);
        await cluster.AssertEverythingAddsUpAsync();
        var victim = await cluster.SiloOfAsync(cluster.Grains.GetGrain<IOrderBookGrain>(expiring.Id.Value));
        using var client = await cluster.NewClientAsync();
        var serializer = client.Services.GetRequiredService<Serializer>();
        await using var redis = await ConnectionMultiplexer.ConnectAsync(await cluster.RedisConnectionStringAsync());
        var (told, gaps) = (new ConcurrentBag<OrderEvent>(), new ConcurrentBag<InstrumentId?>());
        (await redis.GetSubscriber().SubscribeAsync(RedisChannel.Pattern($"*:executions:{trader.GetPrimaryKeyLong()}"))).OnMessage(
            message => serializer.Deserialize<ExecutionNotice>((byte[])message.Message!)!.Events.ToList().ForEach(told.Add));
        (await redis.GetSubscriber().SubscribeAsync(RedisChannel.Pattern("*:gaps")))
            .OnMessage(message => gaps.Add(serializer.Deserialize<LiveGap>((byte[])message.Message!)!.Book));

        await cluster.KillAsync(victim);

        await Eventually.HoldsAsync(
            async () => await cluster.QueryAsync<long>("select count(*) from order_events where exec_type = 12") == 1, "the order expires",
            SiloCluster.Takeover);
        await Eventually.HoldsAsync(() => told.Any(e => e.ExecType == ExecType.Expired), "its owner is told");
        await Eventually.HoldsAsync(
            () => gaps.Contains(expiring.Id) && gaps.Contains(quiet.Id),
            "whoever listens is told that messages may be missing, also of a book where nothing is open");
        await cluster.AssertEverythingAddsUpAsync();
        Assert.Equal(0m, (await trader.GetSummary()).Held(TestOrders.Usd));
    }

    [Fact]
    public async Task An_auction_ends_and_its_trades_are_settled_though_nobody_asks_for_anything_after_the_only_silo_was_killed()
    {
        await using var cluster = await SiloCluster.StartAsync(silos: 1);
        var rules = new MatchingRules { DynamicBandBasisPoints = 100, InterruptsOnVolatility = true, VolatilityAuctionSeconds = 5 };
        var instrument = await cluster.NewInstrumentAsync(1, rules);
        var seller = await cluster.NewAccountAsync(new Money(10m, instrument.BaseCurrency));
        var (dear, buyer) = (await cluster.NewAccountAsync(new Money(10m, instrument.BaseCurrency)), await cluster.NewAccountAsync());
        await seller.PlaceOrder(instrument.Limit(Side.Sell, 1m, 100m));
        await using (await LockAsync(cluster, new AccountId(seller.GetPrimaryKeyLong())))
        {
            await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m));
            await dear.PlaceOrder(instrument.Limit(Side.Sell, 1m, 110m));
            Assert.Equal(OrdStatus.New, (await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 111m))).Order!.Status);
            await cluster.KillNumberAsync(1);
            // Requests it had already sent would be executed.
            await cluster.QueryAsync<long>("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
        }

        Assert.Equal((short)TradingState.VolatilityAuction, await cluster.QueryAsync<short>("select trading_state from book_standings"));
        Assert.Equal(
            1L, await cluster.QueryAsync<long>($"select count(*) from unsettled_accounts where account_id = {seller.GetPrimaryKeyLong()}"));
        await cluster.StartAnotherAsync();

        await Eventually.HoldsAsync(
            async () => await cluster.QueryAsync<short>("select trading_state from book_standings") == (short)TradingState.Continuous,
            "the auction ends", SiloCluster.Takeover);
        await Eventually.HoldsAsync(
            async () => await cluster.QueryAsync<long>("select count(*) from unsettled_accounts") == 0, "every trade is settled",
            SiloCluster.Takeover);
        Assert.Equal(2L, await cluster.QueryAsync<long>("select count(*) from trades"));
        await cluster.AssertEverythingAddsUpAsync();
    }

    /// <summary>Keeps an account from committing anything until it is disposed.</summary>
    private static async Task<NpgsqlConnection> LockAsync(SiloCluster cluster, AccountId account)
    {
        var connection = new NpgsqlConnection(cluster.TradingConnectionString);
        await connection.OpenAsync();
        await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(
            "select from stream_heads where stream_kind = 1 and stream_id = $1 for update",
            connection) { Parameters = { new() { Value = account.Value } } };
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private static async Task<(Instrument First, Instrument Second)> FindInstrumentsOnOneSiloAsync(SiloCluster cluster)
    {
        var bySilo = new Dictionary<int, Instrument>();
        for (var id = 1; ; id++)
        {
            var instrument = await cluster.NewInstrumentAsync(id);
            var book = cluster.Grains.GetGrain<IOrderBookGrain>(id);
            await book.GetDepth(1);
            var silo = await cluster.SiloOfAsync(book);
            if (bySilo.TryGetValue(silo, out var other)) return (other, instrument);
            bySilo.Add(silo, instrument);
        }
    }
}
