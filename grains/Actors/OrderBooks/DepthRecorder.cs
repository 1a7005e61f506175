using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Rtx.Actors.Diagnostics;
using Rtx.Storage.MarketData;

namespace Rtx.Actors.OrderBooks;

/// <summary>
/// Stores the snapshots of the books of this silo. What fails is written again until it is stored; the key makes that harmless. One that stops tries once to write what
/// waits. A silo that dies loses it, and who takes its books over records the same interval.
/// </summary>
internal sealed class DepthRecorder(DepthQueue queue, DepthStore store, TimeProvider clock, ILogger<DepthRecorder> log) : BackgroundService
{
    private const int SnapshotsPerCommit = 500;

    // The books of a silo come to it one after the other, within their housekeeping.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Taken out of the queue and not known to be stored.</summary>
    private readonly List<RecordedDepth> _batch = [];

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        while (TakeBatch() && await TryWriteAsync(cancellationToken)) _batch.Clear();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await queue.Waiting.WaitToReadAsync(stoppingToken))
        {
            await Task.Delay(Gathering, clock, stoppingToken);
            TakeBatch();
            while (!await TryWriteAsync(stoppingToken)) await Task.Delay(Pause, clock, stoppingToken);
            _batch.Clear();
        }
    }

    private bool TakeBatch()
    {
        while (_batch.Count < SnapshotsPerCommit && queue.Waiting.TryRead(out var snapshot)) _batch.Add(snapshot);
        return _batch.Count > 0;
    }

    private async Task<bool> TryWriteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await store.WriteAsync(_batch, stoppingToken);
            return true;
        }
        catch (DbException e) when (e.SqlState is ['2', '2' or '3', ..])
        {
            // The rows themselves are refused, and would be for ever: nothing behind them must wait for that.
            log.DepthRefused(_batch.Count, e);
            return true;
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            log.DepthNotStored(_batch.Count, e);
            return false;
        }
    }
}
