using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Rtx.Actors.Accounts;
using Rtx.Actors.Diagnostics;
using Rtx.Storage.Trading;

namespace Rtx.Actors.Upkeep;

/// <summary>
/// Wakes who has work that nobody asks for, because the silo that would have done it is gone: accounts that should have cancelled their orders by now, or whose
/// margin is gone, and books. It starts the sweep for what is not settled, too. Every silo looks, so
/// that no single one is needed; whoever is awake does nothing twice.
/// </summary>
internal sealed class OverdueWork(AccountControlStore store, IGrainFactory grains, TimeProvider clock, IOptions<AccountOptions> options, ILogger<OverdueWork> log)
    : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(StartSettlementAsync(stoppingToken), WakeAsync(stoppingToken));

    // No part of a silo's start: when all silos begin at once the sweep waits for books and accounts of one that has not begun,
    // and a start that takes so long fails.
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
            await Task.WhenAll(WakeBooksAsync(cancellationToken), WakeAccountsAsync(cancellationToken), WakeStoppedOutAsync(cancellationToken));
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
