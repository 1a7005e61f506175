using Rtx.Benchmarks.Invocation;
using Rtx.Benchmarks.Measuring;
using Rtx.Client;

namespace Rtx.Benchmarks.Orders;

/// <summary>Many clients through the SDK, each with an account and a SignalR connection of its own and a modest rate, at times fixed beforehand.</summary>
internal sealed class ClientsBenchmark(RunningSystem system, TimeSpan duration)
{
    private const int Books = 4;
    private const int AtOnce = 16;
    // Until silo, API and clients have their final machine code: for the first ten seconds or so the compiler takes the cores from them.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);

    public async Task<OpenLoopResult> MeasureAsync(int clients, double perSecond, CancellationToken cancellationToken)
    {
        using var client = await system.ConnectAsync(cancellationToken);
        var market = new SdkMarket(system, client, Transport.Hub);
        var callers = new OrderCaller[clients];
        try
        {
            var symbols = new List<string>(Books);
            for (var i = 0; i < Books; i++) symbols.Add(await market.MakeInstrumentAsync(cancellationToken));
            await Parallel.ForEachAsync(
                Enumerable.Range(0, clients), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
                // Buyers and sellers of each book.
                async (i, token) => callers[i] = await market.MakeCallerAsync(symbols[i % Books], i / Books % 2 == 0, token));
            Func<Task<OperationResult>>[] senders = [.. callers.Select(caller => (Func<Task<OperationResult>>)(() => SendAsync(caller)))];
            await OpenLoop.RunAsync(senders, perSecond, WarmUp);
            return await OpenLoop.RunAsync(senders, perSecond, duration);
        }
        finally
        {
            foreach (var caller in callers)
            {
                if (caller is not null) await caller.DisposeAsync();
            }
        }
    }

    private static async Task<OperationResult> SendAsync(OrderCaller caller)
    {
        try
        {
            await caller.PlaceAsync(CancellationToken.None);
            return OperationResult.Done;
        }
        catch (RtxException e) when (e.Code is RtxErrorCodes.Busy)
        {
            return OperationResult.Refused;
        }
    }
}
