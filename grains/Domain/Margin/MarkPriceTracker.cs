using Rtx.Model;

namespace Rtx.Domain.Margin;

/// <summary>What became of a price that a provider has seen.</summary>
public enum MarkOutcome
{
    /// <summary>It is the mark, or confirms it.</summary>
    Accepted = 1,

    /// <summary>It does not count: not of the list, too old, out of order, or a better provider speaks.</summary>
    Ignored = 2,

    /// <summary>It is too far away to be believed yet.</summary>
    HeldBack = 3,
}

/// <summary>The mark price of one instrument, from what providers have seen by the <see cref="MarkRules"/>. Begins with a mark that was kept, if there is one.</summary>
public sealed class MarkPriceTracker(MarkRules rules, Price? price, Timestamp? time)
{
    private const int OneInBasisPoints = 10_000;

    private readonly Dictionary<short, (Price Price, Timestamp Time)> _observed = [];
    private (short ProviderId, Price Price, int Count)? _heldBack;

    /// <summary>The mark; null before the first price.</summary>
    public Price? Price { get; private set; } = price;

    /// <summary>Until when the mark is known to be right; null with the price.</summary>
    public Timestamp? Time { get; private set; } = time;

    /// <summary>Whether the mark is too old to take risk by.</summary>
    public bool IsStale(Timestamp now) => Time is { } known && IsOld(known, now);

    /// <summary>Takes in what a provider has seen.</summary>
    /// <param name="providerId">Who.</param>
    /// <param name="seen">Its price.</param>
    /// <param name="at">When it saw that; the future counts as now.</param>
    /// <param name="now">The time.</param>
    public MarkOutcome Observe(short providerId, Price seen, Timestamp at, Timestamp now)
    {
        if (at > now) at = now;
        if (!rules.ProviderIds.Contains(providerId) || IsOld(at, now)) return MarkOutcome.Ignored;
        if (_observed.TryGetValue(providerId, out var before) && at < before.Time) return MarkOutcome.Ignored;
        _observed[providerId] = (seen, at);
        if (providerId != PreferredAt(now)) return MarkOutcome.Ignored;
        if (Price is { } mark && AreApart(mark, seen, mark) && !IsConfirmed(providerId, seen, mark, now)) return MarkOutcome.HeldBack;
        _heldBack = null;
        Price = seen;
        if (!(at < Time)) Time = at;
        return MarkOutcome.Accepted;
    }

    private short PreferredAt(Timestamp now) => rules.ProviderIds.First(id => _observed.TryGetValue(id, out var last) && !IsOld(last.Time, now));

    private bool IsConfirmed(short providerId, Price seen, Price mark, Timestamp now)
    {
        foreach (var (other, last) in _observed)
        {
            if (other != providerId && !IsOld(last.Time, now) && !AreApart(last.Price, seen, mark)) return true;
        }

        // Counted from the first of them, so that many small steps do not carry the mark away.
        _heldBack = _heldBack is { } held && held.ProviderId == providerId && !AreApart(held.Price, seen, mark)
            ? held with { Count = held.Count + 1 }
            : (providerId, seen, 1);
        return _heldBack.Value.Count >= rules.Confirmations;
    }

    private bool AreApart(Price one, Price other, Price mark) =>
        rules.MaxJumpBasisPoints is { } most && Int128.Abs((Int128)one.Ticks - other.Ticks) * OneInBasisPoints > Int128.Abs(mark.Ticks) * most;

    private bool IsOld(Timestamp seen, Timestamp now) => rules.MaxAge is { } most && now.UnixMicroseconds - seen.UnixMicroseconds > most.Ticks / TimeSpan.TicksPerMicrosecond;
}
