using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Rtx.Model;

namespace Rtx.Gateway.Ticks;

/// <summary>
/// Tells the ticks to believe from those to put aside. It remembers the last good price of each provider's quotes and trades of an instrument, in this process: replicas
/// learn each on their own. A batch is judged by what was remembered before it, and changes the memory only once it was sent, so that one which is sent again is judged
/// the same.
/// </summary>
public sealed class TickScreen(IOptions<TickScreenOptions> options, TimeProvider clock)
{
    private const int OneInBasisPoints = 10_000;

    private readonly ConcurrentDictionary<Series, Memory> _memories = new();

    /// <summary>Judges a batch.</summary>
    /// <param name="ticks">The batch.</param>
    /// <param name="isOfThePast">It may be of any time and have any price, as imports and replays have.</param>
    public ScreenedTicks Screen(IReadOnlyList<Tick> ticks, bool isOfThePast = false)
    {
        var now = Timestamp.From(clock.GetUtcNow());
        var screened = new ScreenedTicks(ticks.Count, Remember);
        foreach (var tick in ticks)
        {
            var series = new Series(tick.InstrumentId, tick.ProviderId, tick.Kind);
            if (!screened.Memories.TryGetValue(series, out var memory)) memory = _memories.GetValueOrDefault(series);
            var reason = Judge(tick, now, isOfThePast, ref memory);
            screened.Memories[series] = memory;
            screened.Add(tick, reason);
        }

        return screened;
    }

    private Client.QuarantineReason? Judge(in Tick tick, Timestamp now, bool isOfThePast, ref Memory memory)
    {
        var settings = options.Value;
        // A number that was seen before this batch is sent again: whoever stores it knows. Within a batch the numbers rise.
        if (memory.IsOfBatch && tick.Sequence < memory.Sequence) return Client.QuarantineReason.OutOfOrder;
        if (settings.RefusesCrossed && IsTwoSided(tick) && tick.Bid > tick.Ask) return Client.QuarantineReason.Crossed;
        if (!isOfThePast && settings.MaxAge is { } oldest && Microseconds(tick.Time, now) > Microseconds(oldest)) return Client.QuarantineReason.Stale;
        if (!isOfThePast && settings.MaxAhead is { } ahead && Microseconds(now, tick.Time) > Microseconds(ahead)) return Client.QuarantineReason.Future;
        if (PriceOf(tick) is { } price)
        {
            if (!isOfThePast && memory.Price is { } good && AreApart(price, good, good) && !IsConfirmed(price, good, ref memory)) return Client.QuarantineReason.Outlier;
            memory = memory with { Price = price, FarPrice = null, FarCount = 0 };
        }

        memory = memory with { Sequence = tick.Sequence, IsOfBatch = true };
        return null;
    }

    private bool IsConfirmed(Int128 price, Int128 good, ref Memory memory)
    {
        var isNear = memory.FarPrice is { } far && !AreApart(price, far, good);
        memory = isNear ? memory with { FarCount = memory.FarCount + 1 } : memory with { FarPrice = price, FarCount = 1 };
        return memory.FarCount >= options.Value.Confirmations;
    }

    private bool AreApart(Int128 price, Int128 other, Int128 good) =>
        options.Value.MaxJumpBasisPoints is { } most && Int128.Abs(price - other) * OneInBasisPoints > Int128.Abs(good) * most;

    private void Remember(Dictionary<Series, Memory> memories)
    {
        foreach (var (series, memory) in memories) _memories[series] = memory with { IsOfBatch = false };
    }

    private static bool IsTwoSided(in Tick tick) => tick.Kind == TickKind.Quote && tick.BidQty > Quantity.Zero && tick.AskQty > Quantity.Zero;

    /// <summary>Twice the price that a tick stands for, so that a middle is whole; null for half a quote, whose other side says as much as its own.</summary>
    private static Int128? PriceOf(in Tick tick) => tick.Kind == TickKind.Trade ? 2 * (Int128)tick.LastPx.Ticks : IsTwoSided(tick) ? (Int128)tick.Bid.Ticks + tick.Ask.Ticks : null;

    private static long Microseconds(Timestamp from, Timestamp to) => to.UnixMicroseconds - from.UnixMicroseconds;

    private static long Microseconds(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

    public readonly record struct Series(InstrumentId Instrument, short ProviderId, TickKind Kind);

    /// <summary>What is known of a series: its last number and good price, and a price far from that which waits to be confirmed.</summary>
    public readonly record struct Memory(long Sequence, bool IsOfBatch, Int128? Price, Int128? FarPrice, int FarCount);
}

/// <summary>A batch, judged.</summary>
public sealed class ScreenedTicks(int count, Action<Dictionary<TickScreen.Series, TickScreen.Memory>> remember)
{
    private readonly List<Tick> _good = new(count);
    private readonly List<(int Index, Client.QuarantineReason Reason)> _bad = [];
    private int _seen;

    /// <summary>Ticks to believe, in their order.</summary>
    public IReadOnlyList<Tick> Good => _good;

    /// <summary>Elements of the batch to put aside, by index, and why.</summary>
    public IReadOnlyList<(int Index, Client.QuarantineReason Reason)> Bad => _bad;

    internal Dictionary<TickScreen.Series, TickScreen.Memory> Memories { get; } = [];

    /// <summary>Call it once the batch is where it has to be.</summary>
    public void Keep() => remember(Memories);

    internal void Add(in Tick tick, Client.QuarantineReason? reason)
    {
        if (reason is { } why) _bad.Add((_seen, why));
        else _good.Add(tick);
        _seen++;
    }
}
