using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Rtx.Actors.Accounts;
using Rtx.Storage;

namespace Rtx.Actors.Upkeep;

/// <summary>
/// Wakes who has work that nobody asks for, because the silo that would have done it is gone: accounts that should have cancelled their orders by now, or whose margin is gone, and books. Every silo looks, so
/// that no single one is needed; whoever is awake does nothing twice.
/// </summary>
internal sealed class OverdueWork(AccountControlStore store, MarginStore margins, IGrainFactory grains, TimeProvider clock, IOptions<AccountOptions> options, ILogger<OverdueWork> log)
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
            await Task.WhenAll(overdue.Select(account => WakeAsync(account, cancellationToken)));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.OverdueNotRead(e);
        }
    }

    // Those that are awake look themselves, and much sooner.
    private async Task WakeStoppedOutAsync(CancellationToken cancellationToken)
    {
        try
        {
            var instruments = await margins.ReadOpenInstrumentsAsync(cancellationToken);
            var marks = await Task.WhenAll(instruments.Select(instrument => FindMarkAsync(instrument, cancellationToken)));
            var accounts = await margins.ReadStoppedOutAsync([.. marks.OfType<(InstrumentId, Price)>()], options.Value.MaxAccountsPerSweep, cancellationToken);
            await Task.WhenAll(accounts.Select(account => WakeAsync(account, cancellationToken)));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.MarginNotRead(e);
        }
    }

    private async Task<(InstrumentId Instrument, Price Mark)?> FindMarkAsync(InstrumentId instrument, CancellationToken cancellationToken)
    {
        try
        {
            return await grains.GetGrain<IInstrumentGrain>(instrument.Value).GetStatus(cancellationToken) is { IsMarkStale: false, MarkPrice: { } mark } ? (instrument, mark) : null;
        }
        catch (Exception e) when (AccountGrain.IsSilence(e) && !cancellationToken.IsCancellationRequested)
        {
            // Whoever has a position there is not known to be in need of anything.
            return null;
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
