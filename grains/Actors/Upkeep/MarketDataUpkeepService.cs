using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Rtx.Actors.Diagnostics;
using Rtx.Actors.OrderBooks;
using Rtx.Storage.MarketData;

namespace Rtx.Actors.Upkeep;

/// <summary>
/// Creates partitions in advance, copies the sessions of instruments, refreshes candles and drops old ticks and depth snapshots. Every silo
/// does this, and each step may be repeated, so no particular silo is needed; a failed step is retried in the next round.
/// </summary>
internal sealed class MarketDataUpkeepService(
    MarketDataUpkeep upkeep, ScheduleCopies schedules, TimeProvider clock, IOptions<MarketDataUpkeepOptions> options,
    IOptions<DepthOptions> depth, ILogger<MarketDataUpkeepService> log)
    : BackgroundService
{
    private readonly MarketDataUpkeepOptions _options = options.Value;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_options.Interval, clock);
        do
        {
            var now = clock.GetUtcNow();
            await TryAsync(() => PrepareAsync(now, stoppingToken), stoppingToken);
            await TryAsync(() => schedules.CopyAsync(Timestamp.From(now), stoppingToken), stoppingToken);
            await TryAsync(() => RefreshAndDropAsync(now, stoppingToken), stoppingToken);
            await TryAsync(() => DropDepthAsync(now, stoppingToken), stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private Task PrepareAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        return upkeep.PrepareDaysAsync(today, today.AddDays(_options.DaysAhead), cancellationToken);
    }

    // In this order, so that candles are final before their ticks are dropped.
    private async Task RefreshAndDropAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await upkeep.RefreshAsync(cancellationToken);
        if (_options.TickRetentionDays == 0) return;
        var dropped = await upkeep.DropBeforeAsync(
            DateOnly.FromDateTime(now.UtcDateTime).AddDays(-_options.TickRetentionDays), cancellationToken);
        if (dropped > 0) log.TicksDropped(dropped, _options.TickRetentionDays);
    }

    private async Task DropDepthAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (depth.Value.RetentionDays is not (> 0 and var days)) return;
        var dropped = await upkeep.DropDepthBeforeAsync(DateOnly.FromDateTime(now.UtcDateTime).AddDays(-days), cancellationToken);
        if (dropped > 0) log.DepthDropped(dropped, days);
    }

    private async Task TryAsync(Func<Task> step, CancellationToken stoppingToken)
    {
        try
        {
            await step();
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            log.UpkeepFailed(e);
        }
    }
}
