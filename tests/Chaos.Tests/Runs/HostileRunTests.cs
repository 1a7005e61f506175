using Rtx.Chaos.Hostile;

namespace Rtx.Chaos.Tests.Runs;

/// <summary>A short run without faults: every attack and every scheme of <see cref="AttackCatalog"/>. <c>./chaos --hostile</c> is the long one.</summary>
[Collection(RunCollection.Name)]
public sealed class HostileRunTests
{
    [Fact]
    public async Task Hostile_traders_take_neither_money_nor_service()
    {
        var folder = Directory.CreateTempSubdirectory("rtx-hostile-run-").FullName;
        var settings = new ChaosSettings
        {
            Folder = folder,
            Silos = 1,
            Bots = 20,
            Instruments = 2,
            RequestsPerSecond = 30,
            VolumeMegabytes = 1_024,
            Attacks = AttackCatalog.Names,
            HostileOrders = 2_000,
            Calm = TimeSpan.FromSeconds(5),
            Attack = TimeSpan.FromSeconds(10),
            HasFaults = false,
            // Everything shares the machine's cores here, and 1 % is a handful of requests. Without fair shares it was 8 % and more.
            MaxLosses = 0.03,
        };

        var begun = DateTimeOffset.UtcNow;
        var output = TestContext.Current.TestOutputHelper!;
        var report = await new ChaosRun(settings, text => output.WriteLine($"{(DateTimeOffset.UtcNow - begun).TotalSeconds,6:0.0} s  {text}")).RunAsync(TestContext.Current.CancellationToken);

        Assert.Empty(report.Differences);
        Assert.Equal(AttackCatalog.Names.Order(), report.Hostile!.Attacks.Where(attack => attack.Requests > 0).Select(attack => attack.Name).Order());
        Assert.True(report.Hostile.Attacked.Requests > 100, $"Honest traders sent {report.Hostile.Attacked.Requests} requests under attack.");
        Directory.Delete(folder, recursive: true);
    }
}
