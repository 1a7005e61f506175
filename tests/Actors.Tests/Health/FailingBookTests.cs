using Microsoft.Extensions.Diagnostics.HealthChecks;
using Rtx.Actors.Tests.Systems;
using Rtx.Silo.Health;
using Rtx.Testing;
using Rtx.Testing.Orders;

namespace Rtx.Actors.Tests.Health;

/// <summary>A book that cannot activate: verification and readiness report it until it serves again.</summary>
public sealed class FailingBookTests(TradingCluster cluster)
{
    [Fact]
    public async Task A_book_that_cannot_start_is_reported_until_it_serves_again()
    {
        var instrument = await cluster.NewSpotAsync();
        var buyer = await cluster.NewAccountAsync(new Money(1_000m, TestOrders.Usd));
        var order = (await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m))).Order!;
        var verification = cluster.Grains.GetGrain<IVerificationGrain>(0);
        // Its stored order is invalid, and the activation with the correct state is no longer the newest.
        await cluster.QueryAsync<long>(
            "update orders set priority_sequence = priority_sequence + 1000000 where order_id = $1 returning order_id",
            order.OrderId.Value);
        await cluster.QueryAsync<long>(
            "update stream_heads set epoch = epoch + 1 where stream_kind = 2 and stream_id = $1 returning epoch",
            (long)instrument.Id.Value);

        var verified = (await verification.VerifyBook(instrument.Id))!;
        await Eventually.HoldsAsync(async () => await IsFailingAsync(instrument), "the watch knows it");
        var health = await new BooksHealthCheck(cluster.Grains).CheckHealthAsync(
            new HealthCheckContext { Registration = new HealthCheckRegistration("books", _ => null!, HealthStatus.Degraded, tags: null) },
            CancellationToken.None);
        await cluster.QueryAsync<long>(
            "update orders set priority_sequence = priority_sequence - 1000000 where order_id = $1 returning order_id",
            order.OrderId.Value);

        Assert.Contains("does not serve", Assert.Single(Assert.Single(verified.Comparisons).Differences).Right, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Degraded, health.Status);
        await Eventually.HoldsAsync(async () => !await IsFailingAsync(instrument), "it serves again");
        Assert.All((await verification.VerifyBook(instrument.Id))!.Comparisons, comparison => Assert.Empty(comparison.Differences));
        Assert.Equal(ReplyStatus.Done, (await buyer.CancelOrder(new CancelOrder(order.OrderId))).Status);
    }

    private async Task<bool> IsFailingAsync(Instrument instrument) =>
        (await cluster.Grains.GetGrain<IBookWatchGrain>(0).ListFailing()).Contains(instrument.Id);
}
