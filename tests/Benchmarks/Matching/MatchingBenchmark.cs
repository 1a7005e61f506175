using System.Diagnostics;
using Rtx.Benchmarks.Matching.Replays;
using Rtx.Benchmarks.Matching.Streams;

namespace Rtx.Benchmarks.Matching;

/// <summary>
/// Measures a book in process, on the calling thread. A run is two replays, each of a new book: one that is timed as a whole and reads no clock in between, and one
/// that reads the clock after every command. Every replay must come to the same trades and the same book.
/// </summary>
internal sealed class MatchingBenchmark(int runs, TextWriter progress)
{
    private const int Batch = 1_000;

    // A short file is repeated: before that many commands the JIT has not seen enough.
    private const int LeastWarmUp = 1_000_000;

    // The JIT compiles in the background what was called often; it waits for a moment in which nothing new is called.
    private static readonly TimeSpan JitPatience = TimeSpan.FromMilliseconds(500);

    /// <summary>All runs of a workload.</summary>
    /// <exception cref="InvalidDataException">A replay came to something else than expected.</exception>
    public MatchingResult Measure(MatchingWorkload workload)
    {
        progress.WriteLine($"{workload.Name}: warming up");
        var audit = workload.Audit?.Invoke();
        var expected = WarmUp(workload);
        var throughputs = new List<ThroughputFigures>(runs);
        var latencies = new List<LatencyFigures>(runs);
        var clocks = new List<LatencyFigures>(runs);
        for (var run = 1; run <= runs; run++)
        {
            progress.WriteLine($"{workload.Name}: run {run} of {runs}");
            throughputs.Add(MeasureThroughput(workload, expected));
            var (latency, clock) = MeasureLatency(workload, expected);
            latencies.Add(latency);
            clocks.Add(clock);
        }

        if (audit is not null && workload.Audit!().EventHash is var again && again != audit.EventHash)
            throw new InvalidDataException($"{workload.Name}: the same commands gave other events: hash {audit.EventHash:x16}, then {again:x16}.");
        return new MatchingResult
        {
            Workload = workload.Name,
            Seed = workload.Seed,
            Commands = workload.NewReplay().Commands,
            Runs = runs,
            Throughput = ThroughputFigures.MedianOf(throughputs),
            LatencyNs = LatencyFigures.MedianOf(latencies),
            ClockNs = LatencyFigures.MedianOf(clocks),
            Outcome = expected,
            Audit = audit,
        };
    }

    private static StreamOutcome WarmUp(MatchingWorkload workload)
    {
        var expected = workload.Expected;
        for (var done = 0; done < LeastWarmUp;)
        {
            var replay = workload.NewReplay();
            replay.Open();
            replay.Fill();
            RunAll(replay, 0, replay.Commands);
            expected ??= replay.Outcome;
            Check(workload, replay.Outcome, expected);
            MeasureLatency(workload, expected);
            done += replay.Commands;
        }

        Thread.Sleep(JitPatience);
        return expected!;
    }

    private static ThroughputFigures MeasureThroughput(MatchingWorkload workload, StreamOutcome expected)
    {
        var replay = workload.NewReplay();
        var heapWithoutBook = GC.GetTotalMemory(forceFullCollection: true);
        replay.Open();
        var heapOfEmptyBook = GC.GetTotalMemory(forceFullCollection: true) - heapWithoutBook;
        replay.Fill();
        var ordersBefore = replay.OpenOrders;
        var heapBefore = GC.GetTotalMemory(forceFullCollection: true);
        var collections = CountCollections();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var threadTime = ThreadClock.Now;
        var started = Stopwatch.GetTimestamp();
        var middle = replay.Commands / 2;
        RunAll(replay, 0, middle);
        var allocatedBeforeMiddle = GC.GetAllocatedBytesForCurrentThread() - allocated;
        RunAll(replay, middle, replay.Commands);
        var elapsed = Stopwatch.GetElapsedTime(started);
        threadTime = ThreadClock.Now - threadTime;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        collections = [.. CountCollections().Zip(collections, (after, before) => after - before)];
        Check(workload, replay.Outcome, expected);
        var ordersAfter = replay.OpenOrders;
        var heapAfter = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(replay);
        return new ThroughputFigures
        {
            PerSecondWall = replay.Commands / elapsed.TotalSeconds,
            PerSecondThread = replay.Commands / threadTime.TotalSeconds,
            AllocatedBytesPerCommand = (double)allocated / replay.Commands,
            AllocatedBytesPerLaterCommand = (double)(allocated - allocatedBeforeMiddle) / (replay.Commands - middle),
            Collections = collections,
            OrdersBefore = ordersBefore,
            HeapBytesOfEmptyBook = heapOfEmptyBook,
            HeapBytesPerOrderBefore = (double)(heapBefore - heapWithoutBook - heapOfEmptyBook) / Math.Max(ordersBefore, 1),
            OrdersAfter = ordersAfter,
            HeapBytesPerOrderAfter = (double)(heapAfter - heapWithoutBook - heapOfEmptyBook) / Math.Max(ordersAfter, 1),
        };
    }

    private static (LatencyFigures Latency, LatencyFigures Clock) MeasureLatency(MatchingWorkload workload, StreamOutcome expected)
    {
        var replay = workload.NewReplay();
        replay.Open();
        replay.Fill();
        var stamps = TouchedMemory.New<long>(replay.Commands + 1);
        var clockStamps = TouchedMemory.New<long>(replay.Commands + 1);
        GC.Collect();
        StampAll(clockStamps, ReadClock);
        StampAll(stamps, replay.RunTimed);
        Check(workload, replay.Outcome, expected);
        return (LatencyFigures.Between(stamps), LatencyFigures.Between(clockStamps));
    }

    private static void RunAll(Replay replay, int begin, int end)
    {
        for (var first = begin; first < end; first += Batch) replay.Run(first, Math.Min(first + Batch, end));
    }

    private static void StampAll(long[] stamps, Action<int, int, long[]> runTimed)
    {
        var commands = stamps.Length - 1;
        stamps[0] = Stopwatch.GetTimestamp();
        for (var first = 0; first < commands; first += Batch) runTimed(first, Math.Min(first + Batch, commands), stamps);
    }

    private static void ReadClock(int first, int end, long[] stamps)
    {
        for (var i = first; i < end; i++) stamps[i + 1] = Stopwatch.GetTimestamp();
    }

    private static double[] CountCollections() => [.. Enumerable.Range(0, GC.MaxGeneration + 1).Select(generation => (double)GC.CollectionCount(generation))];

    private static void Check(MatchingWorkload workload, StreamOutcome outcome, StreamOutcome expected)
    {
        if (outcome != expected) throw new InvalidDataException($"{workload.Name}: the book came to {outcome}; expected is {expected}.");
    }
}
