namespace Rtx.Chaos.Tests.Runs;

/// <summary>A short run: each main fault once, in an order of its own for each seed. <c>./chaos</c> is the long one.</summary>
[Collection(RunCollection.Name)]
public sealed class ShortRunTests
{
    /// <summary>Environment variable with another seed.</summary>
    private const string SeedVariable = "RTX_CHAOS_SEED";

    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_nothing_is_doubled_whatever_breaks()
    {
        var folder = Directory.CreateTempSubdirectory("rtx-chaos-run-").FullName;
        var settings = new ChaosSettings
        {
            Folder = folder,
            Seed = int.TryParse(Environment.GetEnvironmentVariable(SeedVariable), out var seed) ? seed : 1,
            Bots = 100,
            Instruments = 4,
            RequestsPerSecond = 50,
            VolumeMegabytes = 1_024,
            Quiet = TimeSpan.FromSeconds(1),
        };

        var report = await new ChaosRun(settings, TestContext.Current.TestOutputHelper!.WriteLine).RunAsync(TestContext.Current.CancellationToken);

        Assert.Empty(report.Differences);
        Assert.True(report.Faults.Select(fault => fault.Kind).Distinct().Count() >= 9, "Not every main fault happened.");
        var lost = report.Failovers.ToDictionary(fault => fault.Kind, fault => fault.Failover!.Loss!.Lost.Count);
        Assert.True(lost["failover_asynchronous"] > 0, "The asynchronous standby lacked nothing that was told.");
        Assert.Equal(0, lost["failover_synchronous"]);
        Assert.True(report is { Acknowledgements: > 1_000, Fills: > 100 }, $"Nobody traded: {report.Acknowledgements} acknowledgements, {report.Fills} fills.");
        Directory.Delete(folder, recursive: true);
    }
}
