using Rtx.Storage.Database;

namespace Rtx.Storage.MarketData;

/// <summary>
/// Regular upkeep of the market-data database. Every silo may do it at any time: a second one waits for the first and finds nothing to do.
/// </summary>
public sealed class MarketDataUpkeep(MarketDataDatabase database, TickStore ticks)
{
    /// <summary>Creates the partitions of the next days, so that no writer has to.</summary>
    public async Task PrepareDaysAsync(DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select prepare_tick_days($1, $2), prepare_depth_days($1, $2)")
            .With(first).With(last);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Refreshes candles with late ticks.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken) => ticks.RefreshCandlesAsync(cancellationToken);

    /// <summary>
    /// Drops the ticks of the days before this one and returns the number of dropped partitions. Their candles stay, so refresh those
    /// first.
    /// </summary>
    public Task<int> DropBeforeAsync(DateOnly firstKept, CancellationToken cancellationToken) =>
        database.CreateCommand("select drop_ticks_before($1)").With(firstKept).ReadFirstAsync(row => row.GetInt32(0), cancellationToken);

    /// <summary>Drops the depth snapshots of the days before this one and returns the number of dropped partitions.</summary>
    public Task<int> DropDepthBeforeAsync(DateOnly firstKept, CancellationToken cancellationToken) =>
        database.CreateCommand("select drop_depth_before($1)").With(firstKept).ReadFirstAsync(row => row.GetInt32(0), cancellationToken);
}
