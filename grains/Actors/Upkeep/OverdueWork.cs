using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Rtx.Actors.Accounts;
using Rtx.Actors.Diagnostics;
using Rtx.Storage.Trading;

namespace Rtx.Actors.Upkeep;

/// <summary>
/// Wakes grains with pending work after the silo that would have done it has died: accounts that should have cancelled their orders by now
/// or whose margin is gone, and books. Also starts the sweep for unsettled executions. Every silo checks, so no particular one is needed;
/// waking a grain that is already active has no effect.
/// </summary>
internal sealed class OverdueWork(
    AccountControlStore store, IGrainFactory grains, TimeProvider clock, IOptions<AccountOptions> options, ILogger<OverdueWork> log)
    : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(StartSettlementAsync(stoppingToken), WakeAsync(stoppingToken));

    // Not part of a silo's start: when all silos start together, the sweep waits for books and accounts on silos that are not up yet, and a
    // start that takes so long fails.
    private async Task StartSettlementAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.Value.OverdueSweepInterval, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                await grains.GetGrain<ISettlementMonitorGrain>(0).Start();
                return;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                log.SettlementNotSwept(e);
            }
        }
    }

    private async Task WakeAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.Value.OverdueSweepInterval, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
            await Task.WhenAll(
                WakeBooksAsync(cancellationToken), WakeAccountsAsync(cancellationToken), WakeStoppedOutAsync(cancellationToken));
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
            var overdue = await store.ReadOverdueAsync(
                Timestamp.From(clock.GetUtcNow()), options.Value.MaxAccountsPerSweep, cancellationToken);
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
