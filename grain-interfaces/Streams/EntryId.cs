using System.Globalization;
using Orleans.Providers.Streams.Common;
using StackExchange.Redis;

namespace Rtx.Streams;

/// <summary>Position of an entry in a Redis stream: the server's milliseconds and a counter within them.</summary>
internal readonly record struct EntryId(long Milliseconds, long Counter) : IComparable<EntryId>
{
    /// <summary>
    /// Bits of a sequence token for the counter; a millisecond with more than a million entries carries over, which keeps the order.
    /// </summary>
    private const int CounterBits = 20;

    /// <summary>The position after this one.</summary>
    public EntryId Next => this with { Counter = Counter + 1 };

    public static EntryId Parse(RedisValue value)
    {
        var text = value.ToString();
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return new EntryId(
            long.Parse(text.AsSpan(0, dash), CultureInfo.InvariantCulture),
            long.Parse(text.AsSpan(dash + 1), CultureInfo.InvariantCulture));
    }

    /// <summary>Parses text, possibly typed by a person.</summary>
    public static bool TryParse(string text, out EntryId id)
    {
        id = default;
        if (text.Split('-') is not [var milliseconds, var counter]) return false;
        if (!long.TryParse(milliseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            || !long.TryParse(counter, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return false;
        id = new EntryId(time, count);
        return true;
    }

    public EventSequenceTokenV2 ToToken() => new((Milliseconds << CounterBits) + Counter);

    public int CompareTo(EntryId other) => (Milliseconds, Counter).CompareTo((other.Milliseconds, other.Counter));

    public static bool operator <(EntryId left, EntryId right) => left.CompareTo(right) < 0;

    public static bool operator >(EntryId left, EntryId right) => left.CompareTo(right) > 0;

    public static bool operator <=(EntryId left, EntryId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(EntryId left, EntryId right) => left.CompareTo(right) >= 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Milliseconds}-{Counter}");
}
