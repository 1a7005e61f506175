using System.Buffers;
using System.Runtime.CompilerServices;

namespace Rtx.Contracts;

/// <summary>
/// Ticks as differences: one version byte, then for each tick two bytes that say which members differ from the tick before, and for each of those the difference
/// as a zigzag base-128 number. The sequence is expected to be one higher than before, everything else to be the same; before the first tick everything is zero.
/// </summary>
internal static class TickPacking
{
    private const byte Version = 1;

    /// <summary>Two bytes of flags and eleven numbers of at most ten bytes.</summary>
    private const int MaxTickBytes = 2 + (Members * MaxNumberBytes);
    private const int Members = 11;
    private const int MaxNumberBytes = 10;

    public static byte[] Pack(ReadOnlySpan<Tick> ticks)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(1 + (ticks.Length * MaxTickBytes));
        try
        {
            buffer[0] = Version;
            var end = 1;
            var before = Row.Zero;
            foreach (ref readonly var tick in ticks)
            {
                var row = Row.Of(tick);
                end += Pack(buffer.AsSpan(end), before, row);
                before = row;
            }

            return buffer.AsSpan(0, end).ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static void Unpack(ReadOnlySpan<byte> packed, Span<Tick> ticks)
    {
        if (packed.IsEmpty || packed[0] != Version) throw new FormatException("Packed ticks of an unknown version.");
        packed = packed[1..];
        var row = Row.Zero;
        foreach (ref var tick in ticks)
        {
            if (packed.Length < 2) throw Damaged();
            var differs = packed[0] | (packed[1] << 8);
            packed = packed[2..];
            row[Row.Sequence]++;
            for (var member = 0; member < Members; member++)
            {
                if ((differs & (1 << member)) != 0) row[member] = unchecked(row[member] + TakeNumber(ref packed));
            }

            tick = row.ToTick();
        }

        if (!packed.IsEmpty) throw Damaged();
    }

    private static int Pack(Span<byte> target, Row before, Row row)
    {
        var (differs, length) = (0, 2);
        before[Row.Sequence]++;
        for (var member = 0; member < Members; member++)
        {
            var difference = unchecked(row[member] - before[member]);
            if (difference == 0) continue;
            differs |= 1 << member;
            length += PutNumber(target[length..], difference);
        }

        (target[0], target[1]) = ((byte)differs, (byte)(differs >> 8));
        return length;
    }

    private static int PutNumber(Span<byte> target, long value)
    {
        // Zigzag: small negative numbers are short, too.
        var rest = (ulong)((value << 1) ^ (value >> 63));
        var length = 0;
        for (; rest >= 0x80; rest >>= 7) target[length++] = (byte)(rest | 0x80);
        target[length++] = (byte)rest;
        return length;
    }

    private static long TakeNumber(ref ReadOnlySpan<byte> packed)
    {
        ulong result = 0;
        for (var (length, shift) = (0, 0); length < MaxNumberBytes && length < packed.Length; length++, shift += 7)
        {
            var part = packed[length];
            result |= (ulong)(part & 0x7F) << shift;
            if ((part & 0x80) != 0) continue;
            packed = packed[(length + 1)..];
            return (long)(result >> 1) ^ -(long)(result & 1);
        }

        throw Damaged();
    }

    private static FormatException Damaged() => new("Packed ticks are damaged.");

    /// <summary>The members of a tick as numbers. Their order is the format.</summary>
    [InlineArray(Members)]
    private struct Row
    {
        public const int Sequence = 3;

        private long _first;

        public static Row Zero => default;

        public static Row Of(in Tick tick)
        {
            var row = default(Row);
            row[0] = tick.InstrumentId.Value;
            row[1] = tick.Time.UnixMicroseconds;
            row[2] = tick.ProviderId;
            row[Sequence] = tick.Sequence;
            row[4] = (long)tick.Kind;
            row[5] = tick.Bid.Ticks;
            row[6] = tick.BidQty.Lots;
            row[7] = tick.Ask.Ticks;
            row[8] = tick.AskQty.Lots;
            row[9] = tick.LastPx.Ticks;
            row[10] = tick.LastQty.Lots;
            return row;
        }

        public readonly Tick ToTick() => new()
        {
            InstrumentId = new InstrumentId((int)this[0]),
            Time = new Timestamp(this[1]),
            ProviderId = (short)this[2],
            Sequence = this[Sequence],
            Kind = (TickKind)this[4],
            Bid = new Price(this[5]),
            BidQty = new Quantity(this[6]),
            Ask = new Price(this[7]),
            AskQty = new Quantity(this[8]),
            LastPx = new Price(this[9]),
            LastQty = new Quantity(this[10]),
        };
    }
}
