using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Rtx.Actors.Accounts;
using Rtx.Actors.Diagnostics;
using Rtx.Storage.Trading;

namespace Rtx.Actors.Upkeep;

/// <summary>
/// Wakes who has work that nobody asks for, because the silo that would have done it is gone: accounts that should have cancelled their orders by now, or whose margin is gone, and books. Every silo looks, so
/// that no single one is needed; whoever is awake does nothing twice.
/// </summary>
internal sealed class OverdueWork(AccountControlStore store, IGrainFactory grains, TimeProvider clock, IOptions<AccountOptions> options, ILogger<OverdueWork> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.OverdueSweepInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await Task.WhenAll(WakeBooksAsync(stoppingToken), WakeAccountsAsync(stoppingToken), WakeStoppedOutAsync(stoppingToken));
    }

    private async Task WakeBooksAsync(CancellationToken cancellationToken)
    {
        try
        {
            await grains.GetGrain<IBookWatchGrain>(0).WakeBooks(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.BooksNotWoken(e);
        }
    }

    private async Task WakeAccountsAsync(CancellationToken cancellationToken)
    {
        try
        {
            var overdue = await store.ReadOverdueAsync(Timestamp.From(clock.GetUtcNow()), options.Value.MaxAccountsPerSweep, cancellationToken);
            await Task.WhenAll(overdue.Select(account => grains.WakeAsync(account, log, cancellationToken)));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.OverdueNotRead(e);
        }
    }

    private async Task WakeStoppedOutAsync(CancellationToken cancellationToken)
    {
        try
        {
            await grains.GetGrain<IMarginMonitorGrain>(0).WakeStoppedOut(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.MarginNotRead(e);
        }
    }
}
