using System.Collections.Concurrent;
using System.Globalization;

namespace Rtx.Simulation.Tests;

/// <summary>
/// Thousands of histories that the product must survive. <c>RTX_SIMULATION_SEEDS</c> runs more of them, <c>RTX_SIMULATION_SEED</c> starts
/// at another one; a failure reports its seed, and <c>RTX_SIMULATION_SEED=n RTX_SIMULATION_SEEDS=1</c> shows its history.
/// </summary>
[Collection(OneAfterTheOther.Name)]
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int ShownLines = 60;
    private const int ShownFailures = 10;

    [Fact]
    public void After_any_failure_every_answer_is_committed_and_everything_adds_up()
    {
        var (first, count) = (Number("RTX_SIMULATION_SEED", 1), Number("RTX_SIMULATION_SEEDS", 1_500));
        var failures = new ConcurrentBag<(int Seed, Simulation.Outcome Outcome)>();
        var (events, kills, stops, cuts, fenced) = (0L, 0L, 0L, 0L, 0L);
        Parallel.For(first, first + count, seed =>
        {
            var outcome = Simulation.Run(seed);
            Interlocked.Add(ref events, outcome.Counts.Events);
            Interlocked.Add(ref kills, outcome.Counts.Kills);
            Interlocked.Add(ref stops, outcome.Counts.Stops);
            Interlocked.Add(ref cuts, outcome.Counts.Cuts);
            Interlocked.Add(ref fenced, outcome.Counts.RefusedByFence);
            if (outcome.Problems.Count > 0) failures.Add((seed, outcome));
        });

        output.WriteLine($"{count} seeds: {events} events, {kills} kills, {stops} planned stops, {cuts} activations cut off, {fenced} commits refused by a fence, {failures.Count} failures");
        if (failures.IsEmpty) return;
        var (worst, shown) = failures.MinBy(failure => failure.Outcome.History.Count);
        foreach (var line in count == 1 ? shown.History : shown.History.TakeLast(ShownLines)) output.WriteLine(line);
        var list = failures.OrderBy(failure => failure.Seed).Take(ShownFailures)
            .Select(failure => $"seed {failure.Seed}: {failure.Outcome.Problems[0]}");
        Assert.Fail($"{failures.Count} of {count} seeds fail:\n{string.Join('\n', list)}\nThe shortest is seed {worst}:\n{string.Join('\n', shown.Problems)}");
    }

    [Fact]
    public void The_same_seed_gives_the_same_history()
    {
        for (var seed = 1; seed <= 50; seed++) Assert.Equal(Simulation.Run(seed).History, Simulation.Run(seed).History);
    }

    [Fact]
    public void Histories_have_all_kinds_of_trouble_in_them()
    {
        var outcomes = Enumerable.Range(1, 100).Select(Simulation.Run).ToList();
        var lines = outcomes.SelectMany(outcome => outcome.History).ToList();
        foreach (var trouble in new[]
            {
                "kill silo", "stop silo", "cut off", "RX001", "no answer", "Unknown", "Unavailable", "Refused", "the database is away",
                "commits are lost", "goes", "pauses", "goes on",
                "is taken for dead", "arrives twice", "arrives in", "sends silo", "Requests are lost", "Answers are lost", "the clock of",
                "is told OpeningAuction", "is told Halted",
                "is told a schedule", "is told no schedule", "is told its reference", "a feed says", "cancel all after", "kill switch on",
                "batch", "list", "mass cancel",
            })
            Assert.Contains(lines, line => line.Contains(trouble, StringComparison.Ordinal));
        Assert.True(outcomes.Average(outcome => outcome.Counts.Events) > 50, "The clients trade.");
        var followed = outcomes.Sum(outcome => outcome.Counts.Followed);
        Assert.True(followed >= outcomes.Count / 3, $"Stops trail, but followed only {followed} prices.");
        var stopOuts = outcomes.Sum(outcome => outcome.Counts.StopOuts);
        Assert.True(stopOuts > 0, "No account was stopped out.");
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
