using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Rtx.Actors.Failures;
using Rtx.Storage.Trading;

namespace Rtx.Actors.Accounts;

/// <summary>Wakes accounts whose margin is gone and that nobody asks for. The key is 0.</summary>
[Alias("rtx.IMarginMonitorGrain")]
internal interface IMarginMonitorGrain : IGrainWithIntegerKey
{
    /// <summary>Looks in SQL, unless it has just done so. Accounts that are awake look themselves, and much sooner.</summary>
    [Alias("WakeStoppedOut"), ResponseTimeout("00:01:00")]
    Task WakeStoppedOut(CancellationToken cancellationToken = default);
}

/// <inheritdoc cref="IMarginMonitorGrain" />
internal sealed class MarginMonitorGrain(MarginStore store, TimeProvider clock, IOptions<AccountOptions> options, ILogger<MarginMonitorGrain> log) : Grain, IMarginMonitorGrain
{
    private const int AccountsWokenAtOnce = 32;

    private Task _waking = Task.CompletedTask;
    private long? _wokenAt;

    public Task WakeStoppedOut(CancellationToken cancellationToken)
    {
        // Each silo asks.
        if (!_waking.IsCompleted || (_wokenAt is { } before && clock.GetElapsedTime(before) < options.Value.OverdueSweepInterval / 2)) return _waking;
        _wokenAt = clock.GetTimestamp();
        return _waking = WakeAsync();
    }

    private async Task WakeAsync()
    {
        var instruments = await Reading.OrUnavailableAsync(() => store.ReadOpenInstrumentsAsync(CancellationToken.None));
        var marks = await Task.WhenAll(instruments.Select(FindMarkAsync));
        var known = marks.OfType<(InstrumentId, Price, bool)>().ToList();
        var accounts = await Reading.OrUnavailableAsync(() => store.ReadStoppedOutAsync(known, options.Value.MaxAccountsPerSweep, CancellationToken.None));
        foreach (var together in accounts.Chunk(AccountsWokenAtOnce)) await Task.WhenAll(together.Select(account => GrainFactory.WakeAsync(account, log)));
    }

    private async Task<(InstrumentId Instrument, Price Mark, bool IsStale)?> FindMarkAsync(InstrumentId instrument)
    {
        try
        {
            return await GrainFactory.GetGrain<IInstrumentGrain>(instrument.Value).GetStatus() is { MarkPrice: { } mark } status ? (instrument, mark, status.IsMarkStale) : null;
        }
        catch (Exception e) when (GrainFailures.IsSilence(e))
        {
            // Nothing is known to be due for accounts with positions there.
            return null;
        }
    }
}
