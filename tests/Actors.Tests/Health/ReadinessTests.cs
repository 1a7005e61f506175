using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Rtx.Actors.Tests.Systems;
using Rtx.Hosting.Health;
using Rtx.Silo.Health;
using Rtx.Storage.Database;
using StackExchange.Redis;

namespace Rtx.Actors.Tests.Health;

public sealed class ReadinessTests(TradingCluster cluster)
{
    private const string Nowhere = "127.0.0.1:1,connectTimeout=100,connectRetry=0";

    [Fact]
    public async Task A_silo_without_Redis_is_ready_and_says_that_it_is_degraded()
    {
        var options = ConfigurationOptions.Parse(Nowhere);
        options.AbortOnConnectFail = false;
        await using var redis = await ConnectionMultiplexer.ConnectAsync(options);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<IConnectionMultiplexer>(redis)
            .AddSingleton(cluster.SiloServices.GetRequiredService<TradingDatabase>())
            .AddSingleton(cluster.SiloServices.GetRequiredService<ISiloStatusOracle>()).AddSingleton(cluster.Grains).AddSiloHealth();
        await using var app = builder.Build();
        app.MapHealthPages();
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(
            (System.Net.HttpStatusCode.OK, "Degraded"),
            (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }
}
