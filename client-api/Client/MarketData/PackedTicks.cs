using System.Buffers.Binary;

namespace Rtx.Client;

/// <summary>
/// Ticks in about ten bytes each. A frame is the number of ticks (1 to <see cref="SendTicksRequest.MaxTicks"/>) and the number of bytes
/// that follow, both as unsigned 32-bit little-endian numbers; then one version byte, 1; then the ticks. A tick has eleven numbers:
/// instrument id, microseconds since 1970, provider, sequence, kind (1 quote, 2 trade), bid, bid quantity, offer, offer quantity, last
/// price, last quantity; prices in whole price increments and quantities in whole quantity increments, 0 for none. Each is encoded as the
/// difference to the previous tick (the first tick to all zeros): two little-endian bytes of flags, bit n set when number n differs, then
/// one difference for each set bit, zigzag-encoded (0, -1, 1, -2 … are 0, 1, 2, 3 …), in groups of seven bits, lowest first, the eighth bit
/// set in all but the last. The sequence is expected to increase by one; its difference is the deviation from that.
/// </summary>
public static class PackedTicks
{
    /// <summary>Media type of a sequence of frames.</summary>
    public const string ContentType = "application/vnd.rtx.ticks";

    private const byte Version = 1;
    private const int HeaderBytes = 8;
    private const int Numbers = 11;
    private const int SequenceNumber = 3;

    /// <summary>Packs a batch into a frame.</summary>
    /// <param name="ticks">1 to <see cref="SendTicksRequest.MaxTicks"/> ticks.</param>
    /// <param name="instruments">The instruments of the ticks, by symbol.</param>
    /// <exception cref="ArgumentException">The number of ticks is out of range, an instrument is missing, or a price or quantity is not a
    /// multiple of its increment.</exception>
    public static byte[] Pack(IReadOnlyList<Tick> ticks, IReadOnlyDictionary<string, Instrument> instruments)
    {
        ArgumentNullException.ThrowIfNull(ticks);
        ArgumentNullException.ThrowIfNull(instruments);
        if (ticks.Count is < 1 or > SendTicksRequest.MaxTicks)
            throw new ArgumentException($"A batch has 1 to {SendTicksRequest.MaxTicks} ticks, not {ticks.Count}.", nameof(ticks));
        using var frame = new MemoryStream();
        frame.SetLength(HeaderBytes);
        frame.Position = HeaderBytes;
        frame.WriteByte(Version);
        Span<long> before = stackalloc long[Numbers];
        Span<long> row = stackalloc long[Numbers];
        foreach (var tick in ticks)
        {
            if (!instruments.TryGetValue(tick.Symbol, out var instrument))
                throw new ArgumentException($"The instrument {tick.Symbol} is missing.", nameof(instruments));
            Read(tick, instrument, row);
            Write(frame, before, row);
            row.CopyTo(before);
        }

        var bytes = frame.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)ticks.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), (uint)(bytes.Length - HeaderBytes));
        return bytes;
    }

    private static void Read(Tick tick, Instrument instrument, Span<long> row)
    {
        row[0] = instrument.InstrumentId;
        row[1] = (tick.Time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        row[2] = tick.ProviderId;
        row[SequenceNumber] = tick.Sequence;
        row[4] = (long)tick.Kind;
        row[5] = Count(tick.Bid, instrument.PriceIncrement);
        row[6] = QuantityOf(tick.Bid, tick.BidQty, instrument);
        row[7] = Count(tick.Ask, instrument.PriceIncrement);
        row[8] = QuantityOf(tick.Ask, tick.AskQty, instrument);
        row[9] = Count(tick.LastPx, instrument.PriceIncrement);
        row[10] = QuantityOf(tick.LastPx, tick.LastQty, instrument);
    }

    private static long QuantityOf(decimal? price, decimal? quantity, Instrument instrument) =>
        price is not null && quantity is null ? 1 : Count(quantity, instrument.QuantityIncrement);

    private static long Count(decimal? value, decimal increment)
    {
        if (value is not { } given) return 0;
        var count = given / increment;
        return decimal.IsInteger(count) && count is >= long.MinValue and <= long.MaxValue
            ? (long)count
            : throw new ArgumentException($"{given} is no whole multiple of {increment}.", nameof(value));
    }

    private static void Write(MemoryStream frame, Span<long> before, Span<long> row)
    {
        before[SequenceNumber]++;
        var differs = 0;
        for (var number = 0; number < Numbers; number++)
        {
            if (row[number] != before[number]) differs |= 1 << number;
        }

        frame.WriteByte((byte)differs);
        frame.WriteByte((byte)(differs >> 8));
        for (var number = 0; number < Numbers; number++)
        {
            if (row[number] != before[number]) Write(frame, unchecked(row[number] - before[number]));
        }
    }

    private static void Write(MemoryStream frame, long difference)
    {
        var rest = (ulong)((difference << 1) ^ (difference >> 63));
        for (; rest >= 0x80; rest >>= 7) frame.WriteByte((byte)(rest | 0x80));
        frame.WriteByte((byte)rest);
    }
}
