namespace Rtx.Contracts;

/// <summary>Ticks of one shard, in the order in which they arrived, packed: about ten bytes each instead of eighty, and no object per tick on the way.</summary>
[GenerateSerializer, Immutable, Alias("rtx.PackedTickBatch")]
public sealed class TickBatch
{
    /// <summary>The largest batch.</summary>
    public const int MaxTicks = 10_000;

    private TickBatch(int count, byte[] packed) => (Count, Packed) = (count, packed);

    /// <summary>Number of ticks, 1 to <see cref="MaxTicks"/>.</summary>
    [Id(0)]
    public int Count { get; }

    [Id(1)]
    private byte[] Packed { get; }

    /// <summary>Packs ticks.</summary>
    /// <param name="ticks">1 to <see cref="MaxTicks"/> ticks.</param>
    public static TickBatch Of(ReadOnlySpan<Tick> ticks)
    {
        if (ticks.Length is < 1 or > MaxTicks) throw new ArgumentException($"A batch has 1 to {MaxTicks} ticks, not {ticks.Length}.", nameof(ticks));
        return new TickBatch(ticks.Length, TickPacking.Pack(ticks));
    }

    /// <summary>Takes ticks that somebody else packed; whether the bytes are any shows when they are unpacked.</summary>
    /// <param name="count">1 to <see cref="MaxTicks"/>.</param>
    /// <param name="packed">The ticks.</param>
    public static TickBatch OfPacked(int count, byte[] packed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxTicks);
        return new TickBatch(count, packed);
    }

    /// <summary>Unpacks the ticks into memory for exactly <see cref="Count"/> of them.</summary>
    /// <exception cref="FormatException">The bytes are damaged, or of a version that this program does not know.</exception>
    public void CopyTo(Span<Tick> target) => TickPacking.Unpack(Packed, target[..Count]);
}
