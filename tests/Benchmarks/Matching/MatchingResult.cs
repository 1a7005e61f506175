using Rtx.Benchmarks.Matching.Streams;

namespace Rtx.Benchmarks.Matching;

/// <summary>Figures of a workload, each the median over the runs.</summary>
internal sealed record MatchingResult
{
    /// <summary>Name of the workload.</summary>
    public required string Workload { get; init; }

    /// <summary>What its commands were drawn from.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Timed commands of a run.</summary>
    public required int Commands { get; init; }

    /// <summary>Number of runs: each times the whole stream, then the single commands of a second book.</summary>
    public required int Runs { get; init; }

    /// <summary>The run as a whole.</summary>
    public required ThroughputFigures Throughput { get; init; }

    /// <summary>Single commands, each with one reading of the clock, in nanoseconds.</summary>
    public required LatencyFigures LatencyNs { get; init; }

    /// <summary>The same loop without a command: what the readings of the clock cost, in nanoseconds.</summary>
    public required LatencyFigures ClockNs { get; init; }

    /// <summary>What every run came to.</summary>
    public required StreamOutcome Outcome { get; init; }

    /// <summary>What happened; null when it was not looked at.</summary>
    public ReplayAudit? Audit { get; init; }
}

/// <summary>A run as a whole.</summary>
internal sealed record ThroughputFigures
{
    /// <summary>Commands per second by the clock on the wall.</summary>
    public required double PerSecondWall { get; init; }

    /// <summary>Commands per second of the thread's processor time.</summary>
    public required double PerSecondThread { get; init; }

    /// <summary>Bytes that the thread allocated, per command.</summary>
    public required double AllocatedBytesPerCommand { get; init; }

    /// <summary>The same in the second half of the commands, when the memory has grown to what the stream needs.</summary>
    public required double AllocatedBytesPerLaterCommand { get; init; }

    /// <summary>Garbage collections during the run, by generation 0, 1, 2.</summary>
    public required IReadOnlyList<double> Collections { get; init; }

    /// <summary>Open orders before the first timed command.</summary>
    public required double OrdersBefore { get; init; }

    /// <summary>What the heap grew by with a book without orders, which knows its accounts.</summary>
    public required double HeapBytesOfEmptyBook { get; init; }

    /// <summary>What it grew by when that was filled, per open order.</summary>
    public required double HeapBytesPerOrderBefore { get; init; }

    /// <summary>Open orders after the last command.</summary>
    public required double OrdersAfter { get; init; }

    /// <summary>The same after the last command: the book keeps what it once needed.</summary>
    public required double HeapBytesPerOrderAfter { get; init; }

    /// <summary>The median of each figure.</summary>
    public static ThroughputFigures MedianOf(IReadOnlyList<ThroughputFigures> runs) => new()
    {
        PerSecondWall = Median.Of(runs, run => run.PerSecondWall),
        PerSecondThread = Median.Of(runs, run => run.PerSecondThread),
        AllocatedBytesPerCommand = Median.Of(runs, run => run.AllocatedBytesPerCommand),
        AllocatedBytesPerLaterCommand = Median.Of(runs, run => run.AllocatedBytesPerLaterCommand),
        Collections = [.. Enumerable.Range(0, runs[0].Collections.Count).Select(generation => Median.Of(runs, run => run.Collections[generation]))],
        HeapBytesOfEmptyBook = Median.Of(runs, run => run.HeapBytesOfEmptyBook),
        OrdersBefore = Median.Of(runs, run => run.OrdersBefore),
        HeapBytesPerOrderBefore = Median.Of(runs, run => run.HeapBytesPerOrderBefore),
        OrdersAfter = Median.Of(runs, run => run.OrdersAfter),
        HeapBytesPerOrderAfter = Median.Of(runs, run => run.HeapBytesPerOrderAfter),
    };
}

/// <summary>Percentiles of durations, in nanoseconds.</summary>
internal sealed record LatencyFigures(double P50, double P99, double P999, double P9999)
{
    /// <summary>Of the steps between stamps.</summary>
    public static LatencyFigures Between(ReadOnlySpan<long> stamps)
    {
        var durations = new long[stamps.Length - 1];
        for (var i = 0; i < durations.Length; i++) durations[i] = stamps[i + 1] - stamps[i];
        Array.Sort(durations);
        return new LatencyFigures(At(0.5), At(0.99), At(0.999), At(0.9999));

        double At(double share) => durations[(int)Math.Ceiling(share * durations.Length) - 1] * (1e9 / System.Diagnostics.Stopwatch.Frequency);
    }

    /// <summary>The median of each figure.</summary>
    public static LatencyFigures MedianOf(IReadOnlyList<LatencyFigures> runs) =>
        new(Median.Of(runs, run => run.P50), Median.Of(runs, run => run.P99), Median.Of(runs, run => run.P999), Median.Of(runs, run => run.P9999));
}
