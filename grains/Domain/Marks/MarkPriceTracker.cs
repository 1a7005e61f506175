using Rtx.Model;

namespace Rtx.Domain.Marks;

/// <summary>The outcome of a provider's price.</summary>
public enum MarkOutcome
{
    /// <summary>It became the mark, or confirmed it.</summary>
    Accepted = 1,

    /// <summary>
    /// It does not count: the provider is not listed, the price is too old or out of order, or a better provider is available.
    /// </summary>
    Ignored = 2,

    /// <summary>It is too far away to be accepted yet; the mark may have moved towards it.</summary>
    HeldBack = 3,
}

/// <summary>
/// The mark price of one instrument, from providers' prices under the <see cref="MarkRules"/>. Starts with the stored mark, if there is
/// one: it guards against jumps, but where prices can expire it is stale until a new price arrives, because it is unknown how long there
/// was none.
/// <para>A provider's price beyond the jump limit becomes the mark after confirmation. The instrument's own book is different: in a thin
/// book two colluding accounts can keep up any quote and repeat any trade, so repetition confirms nothing. Its price pulls the mark by at
/// most one jump per period, which gives other traders time to trade against it.</para>
/// </summary>
/// <param name="rules">The rules.</param>
/// <param name="price">The stored mark; null when there is none.</param>
/// <param name="time">The last time at which it was known to be right.</param>
/// <param name="initialMarginRate">The instrument's initial margin rate: unless the rules set a jump limit, the own book moves the mark in
/// one step by at most what secures a position.</param>
public sealed class MarkPriceTracker(MarkRules rules, Price? price, Timestamp? time, decimal? initialMarginRate = null)
{
    private const int OneInBasisPoints = 10_000;

    private readonly Dictionary<short, (Price Price, Timestamp Time)> _observed = [];
    private (short ProviderId, Price Price, int Count)? _heldBack;
    private (Price Price, Timestamp Time)? _bookAnchor;
    private short? _source;

    /// <summary>The mark; null before the first price.</summary>
    public Price? Price { get; private set; } = price;

    /// <summary>The last time at which the mark was known to be right; null when the price is.</summary>
    public Timestamp? Time { get; private set; } = time;

    /// <summary>Whether the own book makes the mark: its traders could move it in their favour.</summary>
    public bool IsOfBook => (_source ?? rules.ProviderIds[0]) == MarkRules.OwnBook;

    /// <summary>Whether the mark is too old to take risk on, or an outside provider has yet to send the first one.</summary>
    public bool IsStale(Timestamp now) => Time is { } known
        ? _source is { } source ? IsOld(source, known, now) : rules.ProviderIds.Any(id => MaxAgeOf(id) is not null)
        : !rules.ProviderIds.Contains(MarkRules.OwnBook);

    /// <summary>Processes a provider's price.</summary>
    /// <param name="providerId">The provider.</param>
    /// <param name="seen">Its price.</param>
    /// <param name="at">The provider's time; a future time counts as now, and so does any time of the own book, whose reports arrive
    /// without delay.</param>
    /// <param name="now">The current time. It must not go back; the caller ensures that where clocks may be adjusted.</param>
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

    // A price that is held back does not advance the time: the mark is not known to be right.
    private MarkOutcome Follow(Price seen, Price mark, Timestamp now)
    {
        var anchor = _bookAnchor is { } known && !IsLonger(MarkRules.BookJumpPeriod, known.Time, now) ? known : (Price: mark, Time: now);
        _bookAnchor = anchor;
        var most = Int128.Min(JumpFrom(anchor.Price), BookJumpFrom(anchor.Price));
        var followed = new Price((long)Int128.Clamp(
            seen.Ticks, Int128.Max(anchor.Price.Ticks - most, long.MinValue), Int128.Min(anchor.Price.Ticks + most, long.MaxValue)));
        if (followed == seen) return Accept(MarkRules.OwnBook, seen, now);
        Price = followed;
        return MarkOutcome.HeldBack;
    }

    private short PreferredAt(Timestamp now) =>
        rules.ProviderIds.First(id => _observed.TryGetValue(id, out var last) && !IsOld(id, last.Time, now));

    private bool IsConfirmedByOther(short providerId, Price seen, Price mark, Timestamp now)
    {
        foreach (var (other, last) in _observed)
        {
            if (other != providerId && other != MarkRules.OwnBook && !IsOld(other, last.Time, now) && !AreApart(last.Price, seen, mark))
                return true;
        }

        return false;
    }

    // Compared with the first of them, so that many small steps can't carry the mark away.
    private bool IsRepeated(short providerId, Price seen, Price mark)
    {
        _heldBack = _heldBack is { } held && held.ProviderId == providerId && !AreApart(held.Price, seen, mark)
            ? held with { Count = held.Count + 1 }
            : (providerId, seen, 1);
        return _heldBack.Value.Count >= rules.Confirmations;
    }

    private bool AreApart(Price one, Price other, Price mark) => Int128.Abs((Int128)one.Ticks - other.Ticks) > JumpFrom(mark);

    private Int128 JumpFrom(Price mark) =>
        Int128.Max(Int128.Abs(mark.Ticks) * (rules.MaxJumpBasisPoints ?? MarkRules.DefaultMaxJumpBasisPoints) / OneInBasisPoints, 1);

    private Int128 BookJumpFrom(Price mark) => rules.MaxJumpBasisPoints is null && initialMarginRate is { } rate
        ? Int128.Max((Int128)(Math.Abs((decimal)mark.Ticks) * rate), 1)
        : Int128.MaxValue;

    private bool IsOld(short providerId, Timestamp seen, Timestamp now) => MaxAgeOf(providerId) is { } most && IsLonger(most, seen, now);

    private TimeSpan? MaxAgeOf(short providerId) => rules.MaxAge ?? (providerId == MarkRules.OwnBook ? null : MarkRules.DefaultMaxAge);

    private static bool IsLonger(TimeSpan time, Timestamp since, Timestamp now) =>
        now.UnixMicroseconds - since.UnixMicroseconds > time.Ticks / TimeSpan.TicksPerMicrosecond;
}
