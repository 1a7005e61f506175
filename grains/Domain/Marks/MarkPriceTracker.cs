using Rtx.Model;

namespace Rtx.Domain.Marks;

/// <summary>What became of a price that a provider has seen.</summary>
public enum MarkOutcome
{
    /// <summary>It is the mark, or confirms it.</summary>
    Accepted = 1,

    /// <summary>It does not count: not of the list, too old, out of order, or a better provider speaks.</summary>
    Ignored = 2,

    /// <summary>It is too far away to be believed yet; the mark may have moved towards it.</summary>
    HeldBack = 3,
}

/// <summary>
/// The mark price of one instrument, from what providers have seen by the <see cref="MarkRules"/>. Begins with a mark that was kept, if there is one: it guards against
/// jumps, but where prices grow old it is stale until a price comes, because nobody knows for how long there was none.
/// <para>A provider's price beyond the jump waits for confirmation and is then the mark. The own book's is where traders can be: two friends hold any quote and
/// repeat any trade in a thin book, so that repeating confirms nothing. It pulls the mark, one jump in a period, which gives everybody else the time to trade against it.</para>
/// </summary>
/// <param name="rules">The rules.</param>
/// <param name="price">The mark that was kept; null when there was none.</param>
/// <param name="time">Until when it was known to be right.</param>
/// <param name="initialMarginRate">Of the instrument: unless the rules say how far the mark may jump, the own book moves it no farther at once than what secures a position.</param>
public sealed class MarkPriceTracker(MarkRules rules, Price? price, Timestamp? time, decimal? initialMarginRate = null)
{
    private const int OneInBasisPoints = 10_000;

    private readonly Dictionary<short, (Price Price, Timestamp Time)> _observed = [];
    private (short ProviderId, Price Price, int Count)? _heldBack;
    private (Price Price, Timestamp Time)? _bookAnchor;
    private short? _source;

    /// <summary>The mark; null before the first price.</summary>
    public Price? Price { get; private set; } = price;

    /// <summary>Until when the mark is known to be right; null with the price.</summary>
    public Timestamp? Time { get; private set; } = time;

    /// <summary>Whether traders of the own book make the mark: those can move it to where it suits them.</summary>
    public bool IsOfBook => (_source ?? rules.ProviderIds[0]) == MarkRules.OwnBook;

    /// <summary>Whether the mark is too old to take risk by, or is still to come from others than the own book.</summary>
    public bool IsStale(Timestamp now) => Time is { } known
        ? _source is { } source ? IsOld(source, known, now) : rules.ProviderIds.Any(id => MaxAgeOf(id) is not null)
        : !rules.ProviderIds.Contains(MarkRules.OwnBook);

    /// <summary>Takes in what a provider has seen.</summary>
    /// <param name="providerId">Who.</param>
    /// <param name="seen">Its price.</param>
    /// <param name="at">When it saw that; the future counts as now, and so does every time of the own book, whose reports are on no long way.</param>
    /// <param name="now">The time. It must not go back: see to that where clocks may be set.</param>
    public MarkOutcome Observe(short providerId, Price seen, Timestamp at, Timestamp now)
    {
        if (at > now || providerId == MarkRules.OwnBook) at = now;
        if (!rules.ProviderIds.Contains(providerId) || IsOld(providerId, at, now)) return MarkOutcome.Ignored;
        if (_observed.TryGetValue(providerId, out var before) && at < before.Time) return MarkOutcome.Ignored;
        _observed[providerId] = (seen, at);
        if (providerId != PreferredAt(now)) return MarkOutcome.Ignored;
        if (Price is { } mark && !IsConfirmedByOther(providerId, seen, mark, now))
        {
            if (providerId == MarkRules.OwnBook) return Follow(seen, mark, now);
            if (AreApart(mark, seen, mark) && !IsRepeated(providerId, seen, mark)) return MarkOutcome.HeldBack;
        }

        (_heldBack, _bookAnchor) = (null, null);
        return Accept(providerId, seen, at);
    }

    private MarkOutcome Accept(short providerId, Price seen, Timestamp at)
    {
        (Price, _source) = (seen, providerId);
        if (!(at < Time)) Time = at;
        return MarkOutcome.Accepted;
    }

    // One that is held back leaves the time as it is: the mark is not known to be right.
    private MarkOutcome Follow(Price seen, Price mark, Timestamp now)
    {
        var anchor = _bookAnchor is { } known && !IsLonger(MarkRules.BookJumpPeriod, known.Time, now) ? known : (Price: mark, Time: now);
        _bookAnchor = anchor;
        var most = Int128.Min(JumpFrom(anchor.Price), BookJumpFrom(anchor.Price));
        var followed = new Price((long)Int128.Clamp(seen.Ticks, Int128.Max(anchor.Price.Ticks - most, long.MinValue), Int128.Min(anchor.Price.Ticks + most, long.MaxValue)));
        if (followed == seen) return Accept(MarkRules.OwnBook, seen, now);
        Price = followed;
        return MarkOutcome.HeldBack;
    }

    private short PreferredAt(Timestamp now) => rules.ProviderIds.First(id => _observed.TryGetValue(id, out var last) && !IsOld(id, last.Time, now));

    private bool IsConfirmedByOther(short providerId, Price seen, Price mark, Timestamp now)
    {
        foreach (var (other, last) in _observed)
        {
            if (other != providerId && other != MarkRules.OwnBook && !IsOld(other, last.Time, now) && !AreApart(last.Price, seen, mark)) return true;
        }

        return false;
    }

    // Counted from the first of them, so that many small steps do not carry the mark away.
    private bool IsRepeated(short providerId, Price seen, Price mark)
    {
        _heldBack = _heldBack is { } held && held.ProviderId == providerId && !AreApart(held.Price, seen, mark)
            ? held with { Count = held.Count + 1 }
            : (providerId, seen, 1);
        return _heldBack.Value.Count >= rules.Confirmations;
    }

    private bool AreApart(Price one, Price other, Price mark) => Int128.Abs((Int128)one.Ticks - other.Ticks) > JumpFrom(mark);

    private Int128 JumpFrom(Price mark) => Int128.Max(Int128.Abs(mark.Ticks) * (rules.MaxJumpBasisPoints ?? MarkRules.DefaultMaxJumpBasisPoints) / OneInBasisPoints, 1);

    private Int128 BookJumpFrom(Price mark) => rules.MaxJumpBasisPoints is null && initialMarginRate is { } rate
        ? Int128.Max((Int128)(Math.Abs((decimal)mark.Ticks) * rate), 1)
        : Int128.MaxValue;

    private bool IsOld(short providerId, Timestamp seen, Timestamp now) => MaxAgeOf(providerId) is { } most && IsLonger(most, seen, now);

    private TimeSpan? MaxAgeOf(short providerId) => rules.MaxAge ?? (providerId == MarkRules.OwnBook ? null : MarkRules.DefaultMaxAge);

    private static bool IsLonger(TimeSpan time, Timestamp since, Timestamp now) => now.UnixMicroseconds - since.UnixMicroseconds > time.Ticks / TimeSpan.TicksPerMicrosecond;
}
