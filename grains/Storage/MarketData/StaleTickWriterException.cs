namespace Rtx.Storage.MarketData;

/// <summary>Nothing was written: a newer activation has taken the shard. The writer must drop its memory and stop.</summary>
public sealed class StaleTickWriterException(long shard, long epoch) : Exception(
    $"Epoch {epoch} of tick shard {shard} is stale: a newer writer has taken it.")
{
    /// <summary>The shard.</summary>
    public long Shard { get; } = shard;

    /// <summary>The epoch that was refused.</summary>
    public long Epoch { get; } = epoch;
}
