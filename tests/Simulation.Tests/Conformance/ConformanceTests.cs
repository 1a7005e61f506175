using System.Globalization;
using Rtx.Storage.Migrations;
using Rtx.Testing.Infrastructure;

namespace Rtx.Simulation.Tests.Conformance;

/// <summary>
/// The simulated database against PostgreSQL: the simulation proves only as much as the two are alike. <c>RTX_CONFORMANCE_SEEDS</c> runs
/// more histories, <c>RTX_CONFORMANCE_SEED</c> starts at another one.
/// </summary>
[Collection(OneAfterTheOther.Name)]
public sealed class ConformanceTests(TestPostgres postgres, ITestOutputHelper output)
{
    // Instruments have numbers up to 8191, and each seed takes two.
    private const int SeedsPerDatabase = 1_000;
    private const int ShownLines = 30;

    [Fact]
    public async Task The_simulated_database_answers_as_PostgreSQL_does()
    {
        var (first, count) = (Number("RTX_CONFORMANCE_SEED", 1), Number("RTX_CONFORMANCE_SEEDS", 30));
        Dictionary<string, int> counts = [];
        for (var seed = first; seed < first + count; seed += SeedsPerDatabase)
        {
            await RunAsync(seed, Math.Min(SeedsPerDatabase, first + count - seed), counts);
        }
        output.WriteLine($"{count} seeds, commits by answer: {string.Join(", ", counts.Select(pair => $"{pair.Key} {pair.Value}"))}");
        foreach (var kind in new[] { Answer.Done.Text, Answer.FencedState, "23505" })
        {
            Assert.True(counts.GetValueOrDefault(kind) >= count, $"Few commits are answered {kind}.");
        }
    }

    private async Task RunAsync(int first, int count, Dictionary<string, int> counts)
    {
        await using var database = await postgres.CreateDatabaseAsync(DatabaseKind.Trading);
        List<SiloConnection> connections = [.. Enumerable.Range(0, 3).Select(_ => new SiloConnection(database.ConnectionString))];
        for (var seed = first; seed < first + count; seed++)
        {
            var run = new ConformanceRun(seed, connections);
            var difference = await run.RunAsync();
            foreach (var (kind, number) in run.Counts) counts[kind] = counts.GetValueOrDefault(kind) + number;
            if (difference is null) continue;
            foreach (var line in run.Told.TakeLast(ShownLines)) output.WriteLine(line);
            Assert.Fail($"Seed {seed}: {difference}");
        }

        Assert.Empty((await connections[0].Invariants.CountViolationsAsync(CancellationToken.None)).Where(
            invariant => invariant.Violations > 0).Select(invariant => invariant.Name));
        foreach (var connection in connections) await connection.DisposeAsync();
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
