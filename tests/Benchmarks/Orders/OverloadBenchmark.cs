using System.Diagnostics;
using Rtx.Benchmarks.Invocation;
using Rtx.Benchmarks.Measuring;
using Rtx.Model;

namespace Rtx.Benchmarks.Orders;

/// <summary>What a flood of orders did to the orders that were accepted, and how soon it was forgotten.</summary>
/// <param name="SustainablePerSecond">Rate that callers reach who wait for their answers.</param>
/// <param name="Times">How many times that rate the flood was meant to be.</param>
/// <param name="Calm">At half that rate, before.</param>
/// <param name="Flood">At several times that rate.</param>
/// <param name="RecoverySeconds">From the end of the flood until a second of the calm rate is done without refusal and with at most twice the calm p99.</param>
internal sealed record OverloadResult(double SustainablePerSecond, double Times, OpenLoopResult Calm, OpenLoopResult Flood, double RecoverySeconds);

/// <summary>Orders at the grain, at several times the rate that the system can do.</summary>
internal sealed class OverloadBenchmark(RunningSystem system, TimeSpan duration)
{
    private const int Callers = 500;
    private const int Books = 4;
    private const double Times = 5;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public async Task<OverloadResult> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var silo = await InProcessSilo.StartAsync(system, cancellationToken);
        var traders = await new GrainMarket(silo).MakeTradersAsync(Callers, Books, cancellationToken);
        await ClosedLoop.RepeatAsync([.. traders.Select(trader => (Func<CancellationToken, Task>)trader.PlaceAsync)], WarmUp, cancellationToken);
        var sustainable = await ClosedLoop.RunAsync("", [.. traders.Select(trader => (Func<CancellationToken, Task>)trader.PlaceAsync)], TimeSpan.Zero, duration, cancellationToken);
        Func<Task<OperationResult>>[] senders = [.. traders.Select(trader => (Func<Task<OperationResult>>)(() => SendAsync(trader)))];
        var calmRate = sustainable.PerSecond / 2;
        var calm = await OpenLoop.RunAsync(senders, calmRate, duration);
        var flood = await OpenLoop.RunAsync(senders, sustainable.PerSecond * Times, duration);
        var recovery = await AwaitCalmAsync(senders, calmRate, calm.DoneMs?.P99 ?? 0);
        return new OverloadResult(sustainable.PerSecond, Times, calm, flood, recovery);
    }

    private static async Task<OperationResult> SendAsync(GrainTrader trader)
    {
        var reply = await trader.SendAsync();
        return reply.Status switch
        {
            ReplyStatus.Done => OperationResult.Done,
            ReplyStatus.Busy => OperationResult.Refused,
            _ => throw new InvalidOperationException($"An order was answered with {reply.Status} {reply.RejectReason}."),
        };
    }

    // The flood has ended with its last answer, which came later than its last start: that counts as recovery too.
    private static async Task<double> AwaitCalmAsync(Func<Task<OperationResult>>[] senders, double rate, double calmP99)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < Patience)
        {
            var began = Stopwatch.GetElapsedTime(started);
            var probe = await OpenLoop.RunAsync(senders, rate, Probe);
            if (probe.Refused == 0 && probe.DoneMs?.P99 <= 2 * calmP99) return began.TotalSeconds;
        }

        return Patience.TotalSeconds;
    }
}
