using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Rtx.Storage.MarketData;

namespace Rtx.Actors.MarketData;

/// <summary>
/// Stores the snapshots of the books of this silo. What fails is written again until it is stored; the key makes that harmless. A silo that dies loses what waits, and who
/// takes its books over records the same interval.
/// </summary>
internal sealed class DepthRecorder(DepthQueue queue, DepthStore store, TimeProvider clock, ILogger<DepthRecorder> log) : BackgroundService
{
    private const int SnapshotsPerCommit = 500;

    // The books of a silo come to it one after the other, within their housekeeping.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        List<RecordedDepth> batch = [];
        while (await queue.Waiting.WaitToReadAsync(stoppingToken))
        {
            await Task.Delay(Gathering, clock, stoppingToken);
            while (batch.Count < SnapshotsPerCommit && queue.Waiting.TryRead(out var snapshot)) batch.Add(snapshot);
            while (!await TryWriteAsync(batch, stoppingToken)) await Task.Delay(Pause, clock, stoppingToken);
            batch.Clear();
        }
    }

    private async Task<bool> TryWriteAsync(List<RecordedDepth> batch, CancellationToken stoppingToken)
    {
        try
        {
            await store.WriteAsync(batch, stoppingToken);
            return true;
        }
        catch (DbException e) when (e.SqlState is ['2', '2' or '3', ..])
        {
            // The rows themselves are refused, and would be for ever: nothing behind them must wait for that.
            log.DepthRefused(batch.Count, e);
            return true;
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            log.DepthNotStored(batch.Count, e);
            return false;
        }
    }
}
