namespace Rtx.Contracts;

/// <summary>Names of the tick stream. Provider name and shard count must never change once ticks are in flight.</summary>
public static class TickStream
{
    /// <summary>Orleans stream provider.</summary>
    public const string Provider = "market-data";

    /// <summary>Stream namespace; the stream key is the shard.</summary>
    public const string Namespace = "ticks";

    /// <summary>Number of shards.</summary>
    public const int Shards = 8;

    /// <summary>The shard of an instrument: all its ticks go through one stream, in order.</summary>
    public static long ShardOf(InstrumentId instrument) => instrument.Value % Shards;
}

/// <summary>Writes the ticks of one shard to SQL; the key is the shard. It is woken by its stream.</summary>
[Alias("rtx.ITickWriterGrain")]
public interface ITickWriterGrain : IGrainWithIntegerKey
{
    /// <summary>What this activation has done.</summary>
    [Alias("GetProgress"), ReadOnly]
    Task<TickWriterProgress> GetProgress();

    /// <summary>
    /// Stores what is missing of a batch that the stream gave up, however many later ones were stored since: it is compared with what is stored, not with how far its series have come.
    /// </summary>
    [Alias("Restore"), ResponseTimeout("00:01:00")]
    Task<RestoredTicks> Restore(TickBatch batch);
}

/// <summary>What became of a batch that was given up.</summary>
/// <param name="Stored">Ticks that were missing and are stored now.</param>
/// <param name="Duplicates">Ticks that were stored already.</param>
[GenerateSerializer, Immutable, Alias("rtx.RestoredTicks")]
public sealed record RestoredTicks(int Stored, int Duplicates);

/// <summary>What an activation of a tick writer has done.</summary>
/// <param name="Written">Ticks committed.</param>
/// <param name="Duplicates">Ticks that were in SQL already and were left out.</param>
[GenerateSerializer, Immutable, Alias("rtx.TickWriterProgress")]
public sealed record TickWriterProgress(long Written, long Duplicates);
