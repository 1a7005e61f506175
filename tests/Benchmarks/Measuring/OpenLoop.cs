using System.Diagnostics;
using HdrHistogram;

namespace Rtx.Benchmarks.Measuring;

/// <summary>What became of an operation.</summary>
internal enum OperationResult
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>Refused, because the system has enough to do.</summary>
    Refused,
}

/// <summary>What an open loop saw.</summary>
/// <param name="Done">Operations that were done.</param>
/// <param name="Refused">Operations that were refused.</param>
/// <param name="Seconds">From the first intended start to the last answer.</param>
/// <param name="DoneMs">Latency of those done, from when they should have started.</param>
/// <param name="RefusedMs">Latency of refusals, likewise.</param>
internal sealed record OpenLoopResult(long Done, long Refused, double Seconds, Percentiles? DoneMs, Percentiles? RefusedMs);

/// <summary>
/// Callers that start operations at times fixed beforehand, whether or not earlier ones are answered. Latency counts from the intended start, so that a system that makes
/// callers wait, or keeps the generator from running, cannot hide it.
/// </summary>
internal static class OpenLoop
{
    /// <summary>Starts operations at an even rate, taking the callers in turn, and waits for all answers.</summary>
    public static Task<OpenLoopResult> RunAsync(IReadOnlyList<Func<Task<OperationResult>>> callers, double perSecond, TimeSpan duration)
    {
        var run = new Run(callers, perSecond, duration);
        // A thread of its own: the pool's are the system's.
        var generator = new Thread(run.Generate) { IsBackground = true, Priority = ThreadPriority.AboveNormal };
        generator.Start();
        return run.Finished;
    }

    private sealed class Run(IReadOnlyList<Func<Task<OperationResult>>> callers, double perSecond, TimeSpan duration)
    {
        private readonly HistogramBase _done = Latencies.NewHistogram();
        private readonly HistogramBase _refused = Latencies.NewHistogram();
        private readonly TaskCompletionSource<OpenLoopResult> _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly long _started = Stopwatch.GetTimestamp();

        // One more than is under way, so that it can't reach zero before the last start.
        private long _open = 1;

        public Task<OpenLoopResult> Finished => _finished.Task;

        public void Generate()
        {
            var total = (long)(perSecond * duration.TotalSeconds);
            for (long next = 0; next < total;)
            {
                var due = Math.Min(total, (long)(Stopwatch.GetElapsedTime(_started).TotalSeconds * perSecond) + 1);
                for (; next < due; next++) Start(next);
                Thread.Sleep(1);
            }

            Close();
        }

        private void Start(long number)
        {
            Interlocked.Increment(ref _open);
            var intended = _started + (long)(number / perSecond * Stopwatch.Frequency);
            var operation = callers[(int)(number % callers.Count)];
            ThreadPool.UnsafeQueueUserWorkItem(_ => Operate(operation, intended), null);
        }

        // async void is safe here: every exception ends the run.
        private async void Operate(Func<Task<OperationResult>> operation, long intended)
        {
            try
            {
                var result = await operation();
                (result == OperationResult.Done ? _done : _refused).Record(Stopwatch.GetElapsedTime(intended));
            }
            catch (Exception e)
            {
                _finished.TrySetException(e);
            }
            finally
            {
                Close();
            }
        }

        private void Close()
        {
            if (Interlocked.Decrement(ref _open) > 0) return;
            _finished.TrySetResult(new OpenLoopResult(
                _done.TotalCount, _refused.TotalCount, Stopwatch.GetElapsedTime(_started).TotalSeconds, Latencies.PercentilesOf(_done), Latencies.PercentilesOf(_refused)));
        }
    }
}
