using Rtx.Cluster.Tests.Systems;
using Rtx.Testing;
using Rtx.Testing.Orders;

namespace Rtx.Cluster.Tests.Durability;

/// <summary>Tens of thousands of orders that expire at the same instant, and a book that keeps serving meanwhile.</summary>
public sealed class MassExpiryTests
{
    private const int Orders = 30_000;
    private const int ToldBeforeTheKill = 1_500;
    private const string Expired = "select count(*) from order_events where exec_type = 12";

    [Fact]
    public async Task A_book_serves_while_orders_of_many_accounts_expire_and_a_killed_silo_loses_none_of_them()
    {
        await using var cluster = await SiloCluster.StartAsync(silos: 2, wakesBooks: false);
        var instrument = await cluster.NewInstrumentAsync(1);
        var owners = new List<IAccountGrain>();
        while (owners.Count < 4) owners.Add(await cluster.NewAccountAsync());
        var seller = await cluster.NewAccountAsync(new Money(10m, instrument.BaseCurrency));
        var buyer = await cluster.NewAccountAsync();
        var end = DateTimeOffset.UtcNow - TimeSpan.FromSeconds(1);
        var gtd = new OrderInstructions { ExpireTime = Timestamp.From(end) };
        await RestingOrders.WriteAsync(cluster.TradingConnectionString, instrument, Orders, end.AddMinutes(-1), number =>
            (owners[number % owners.Count], instrument.Limit(
                Side.Buy, 0.001m, 90m + (number % 100 * 0.1m), $"expiring-{number}", TimeInForce.Gtd) with { Instructions = gtd }));
        var book = cluster.Grains.GetGrain<IOrderBookGrain>(instrument.Id.Value);

        var depth = await SiloCluster.UntilReachedAsync(() => book.GetDepth(10));
        await Eventually.HoldsAsync(
            async () => await cluster.QueryAsync<long>(Expired) >= ToldBeforeTheKill, "the first orders expire", SiloCluster.Takeover);
        await cluster.KillAsync(await cluster.SiloOfAsync(book));
        var told = await cluster.QueryAsync<long>(Expired);
        var sold = await SiloCluster.UntilAnsweredAsync(
            () => seller.PlaceOrder(instrument.Limit(Side.Sell, 1m, 90m, "sold", TimeInForce.Ioc)));
        var rests = await SiloCluster.UntilAnsweredAsync(() => buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 80m, "rests")));
        var traded = await SiloCluster.UntilAnsweredAsync(() => seller.PlaceOrder(instrument.Limit(Side.Sell, 1m, 80m, "traded")));
        await Eventually.HoldsAsync(
            async () => await cluster.QueryAsync<long>(Expired) >= Orders, "all orders expire", SiloCluster.Takeover);
        var epoch = await EpochAsync();
        await Eventually.HoldsAsync(
            async () => await book.GetDepth(1) is not null && await EpochAsync() > epoch,
            "the book begins anew, with memory for the orders that are left", SiloCluster.Takeover);

        Assert.InRange(told, ToldBeforeTheKill, Orders - 1);
        Assert.NotNull(depth);
        Assert.Equal((OrdStatus.Canceled, Quantity.Zero), (sold.Order!.Status, sold.Order.CumQty));
        Assert.Equal((OrdStatus.New, OrdStatus.Filled), (rests.Order!.Status, traded.Order!.Status));
        Assert.Equal(
            (long)Orders, await cluster.QueryAsync<long>("select count(distinct order_id) from order_events where exec_type = 12"));
        Assert.Equal((long)Orders, await cluster.QueryAsync<long>(Expired));
        Assert.Equal(0L, await cluster.QueryAsync<long>("select count(*) from orders where leaves_lots > 0"));
        await cluster.AssertEverythingAddsUpAsync();
        foreach (var owner in owners) Assert.Equal(0m, (await owner.GetSummary()).Held(TestOrders.Usd));
        Assert.All(
            (await cluster.Grains.GetGrain<IVerificationGrain>(0).VerifyBook(instrument.Id))!.Comparisons,
            comparison => Assert.Empty(comparison.Differences));

        Task<long> EpochAsync() =>
            cluster.QueryAsync<long>($"select epoch from stream_heads where stream_kind = 2 and stream_id = {instrument.Id.Value}");
    }
}
