using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Rtx.Storage;

namespace Rtx.Actors.Accounts;

/// <summary>
/// Wakes accounts that should have cancelled their orders by now, because the silo that would have done it is gone. Every silo looks, so that no single one is
/// needed for a dead-man timer; an account that is awake does nothing twice.
/// </summary>
internal sealed class OverdueAccounts(AccountControlStore store, IGrainFactory grains, TimeProvider clock, IOptions<AccountOptions> options, ILogger<OverdueAccounts> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.OverdueSweepInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await WakeAsync(stoppingToken);
    }

    private async Task WakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var overdue = await store.ReadOverdueAsync(Timestamp.From(clock.GetUtcNow()), options.Value.MaxAccountsPerSweep, cancellationToken);
            await Task.WhenAll(overdue.Select(account => WakeAsync(account, cancellationToken)));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.OverdueNotRead(e);
        }
    }

    // One account must not keep the others waiting.
    private async Task WakeAsync(AccountId account, CancellationToken cancellationToken)
    {
        try
        {
            await grains.GetGrain<IAccountGrain>(account.Value).CatchUp(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.SweepFailed(account, e);
        }
    }
}
