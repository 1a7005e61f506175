using Rtx.Storage.Database;

namespace Rtx.Silo.Clustering;

/// <summary>
/// Ends the silo when the trading database has gone back in its history: after a failover to a standby that lacked commits, or a restore.
/// Its grains remember state that is no longer stored; after a restart they load only stored state.
/// </summary>
internal sealed class DatabaseHistoryWatch(TradingDatabase database, IFatalErrorHandler end) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (known, found) = await database.HistoryChanged.WaitAsync(stoppingToken);
        end.OnFatalException(this, $"the trading database has another history, {found} instead of {known}", exception: null);
    }
}
