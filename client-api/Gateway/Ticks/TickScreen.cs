using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Rtx.Model;

namespace Rtx.Gateway.Ticks;

/// <summary>
/// Separates plausible ticks from those to quarantine. It remembers the last accepted price of each provider's quotes and trades per
/// instrument, in this process: each replica learns on its own. A batch is checked against the state before it, and changes the state only
/// once it was sent, so that a batch sent again is judged the same.
/// </summary>
public sealed class TickScreen(IOptions<TickScreenOptions> options, TimeProvider clock)
{
    private const int OneInBasisPoints = 10_000;

    private readonly ConcurrentDictionary<Series, Memory> _memories = new();

    /// <summary>Checks a batch.</summary>
    /// <param name="ticks">The batch.</param>
    /// <param name="isOfThePast">The batch may be of any time and have any price, as imports and replays do.</param>
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
        // A sequence seen before this batch is a resend, which the store recognises. Within a batch sequences increase.
        if (memory.IsOfBatch && tick.Sequence < memory.Sequence) return Client.QuarantineReason.OutOfOrder;
        if (settings.RefusesCrossed && IsTwoSided(tick) && tick.Bid > tick.Ask) return Client.QuarantineReason.Crossed;
        if (!isOfThePast && settings.MaxAge is { } oldest && Microseconds(tick.Time, now) > Microseconds(oldest))
            return Client.QuarantineReason.Stale;
        if (!isOfThePast && settings.MaxAhead is { } ahead && Microseconds(now, tick.Time) > Microseconds(ahead))
            return Client.QuarantineReason.Future;
        if (PriceOf(tick) is { } price)
        {
            if (!isOfThePast && memory.Price is { } good && AreApart(price, good, good) && !IsConfirmed(price, good, ref memory))
                return Client.QuarantineReason.Outlier;
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

    private static bool IsTwoSided(in Tick tick) =>
        tick.Kind == TickKind.Quote && tick.BidQty > Quantity.Zero && tick.AskQty > Quantity.Zero;

    /// <summary>
    /// Twice the price of a tick, so that a mid price is a whole number; null for a one-sided quote, whose other side can't be derived.
    /// </summary>
    private static Int128? PriceOf(in Tick tick) =>
        tick.Kind == TickKind.Trade ? 2 * (Int128)tick.LastPx.Ticks : IsTwoSided(tick) ? (Int128)tick.Bid.Ticks + tick.Ask.Ticks : null;

    private static long Microseconds(Timestamp from, Timestamp to) => to.UnixMicroseconds - from.UnixMicroseconds;

    private static long Microseconds(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

    public readonly record struct Series(InstrumentId Instrument, short ProviderId, TickKind Kind);

    /// <summary>State of a series: its last sequence and accepted price, and a distant price waiting to be confirmed.</summary>
    public readonly record struct Memory(long Sequence, bool IsOfBatch, Int128? Price, Int128? FarPrice, int FarCount);
}

/// <summary>The result of checking a batch.</summary>
public sealed class ScreenedTicks(int count, Action<Dictionary<TickScreen.Series, TickScreen.Memory>> remember)
{
    private readonly List<Tick> _good = new(count);
    private readonly List<(int Index, Client.QuarantineReason Reason)> _bad = [];
    private int _seen;

    /// <summary>Accepted ticks, in order.</summary>
    public IReadOnlyList<Tick> Good => _good;

    /// <summary>Ticks to quarantine, by index in the batch, with the reason.</summary>
    public IReadOnlyList<(int Index, Client.QuarantineReason Reason)> Bad => _bad;

    internal Dictionary<TickScreen.Series, TickScreen.Memory> Memories { get; } = [];

    /// <summary>Saves the state; call it once the batch was sent.</summary>
    public void Keep() => remember(Memories);

    internal void Add(in Tick tick, Client.QuarantineReason? reason)
    {
        if (reason is { } why) _bad.Add((_seen, why));
        else _good.Add(tick);
        _seen++;
    }
}
