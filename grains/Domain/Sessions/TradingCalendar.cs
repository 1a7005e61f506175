using Rtx.Model;

namespace Rtx.Domain.Sessions;

/// <summary>
/// Answers what a schedule says about a moment. Sessions do not overlap, so the changes of state have one order, and two changes at the
/// same moment (a close with the next session starting immediately, phases that a clock change skips) keep it. A query converts a few days
/// of phases, plus any holidays that it has to skip.
/// </summary>
public sealed class TradingCalendar
{
    private readonly SessionDates? _dates;
    private readonly LocalClock _clock;
    private readonly int _randomEndSeconds;
    private readonly long _seed;

    /// <summary>Creates the calendar of a schedule that meets <see cref="TradingScheduleRules"/>; null trades around the clock.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="seed">The seed of the random ends of auctions; it must be kept, and kept secret.</param>
    /// <exception cref="ArgumentException">The schedule breaks a rule; the message names it.</exception>
    public TradingCalendar(TradingSchedule? schedule, long seed)
    {
        _clock = new LocalClock(TimeZoneInfo.Utc);
        if (schedule is null) return;
        if (TradingScheduleRules.FindBroken(schedule) is { } broken) throw new ArgumentException(broken, nameof(schedule));
        _dates = new SessionDates(schedule);
        _clock = new LocalClock(TimeZones.TryFind(schedule.TimeZoneId)!);
        (_randomEndSeconds, _seed) = (schedule.RandomEndSeconds, seed);
    }

    /// <summary>Whether there is a schedule.</summary>
    public bool HasSchedule => _dates is not null;

    /// <summary>The state at a moment and when it started; a change at the moment itself has happened.</summary>
    public SessionMoment PhaseAt(Timestamp at)
    {
        if (_dates is null) return new SessionMoment(TradingState.Continuous, Since: null);
        // Holidays may lie between the moment and the last change before it, so the search range is doubled until it is found.
        for (var days = 3; ; days *= 2)
        {
            var start = FirstDate(at, days);
            SessionChange? last = null;
            foreach (var change in ChangesFrom(start))
            {
                if (change.Time > at) break;
                last = change;
            }

            if (last is { } found) return new SessionMoment(found.State, found.Time);
            if (start == SessionDates.First) return new SessionMoment(TradingState.Closed, Since: null);
        }
    }

    /// <summary>The first change after a moment; of several at the same time, the last, which wins. Null without a schedule.</summary>
    public SessionChange? NextChange(Timestamp after)
    {
        SessionChange? next = null;
        foreach (var change in ChangesAfter(after))
        {
            if (next is { } found && change.Time > found.Time) break;
            next = change;
        }

        return next;
    }

    /// <summary>All changes after a moment, including those overridden by another at the same time; an endless sequence.</summary>
    public IEnumerable<SessionChange> ChangesAfter(Timestamp after) =>
        _dates is null ? [] : ChangesFrom(FirstDate(after, 1)).SkipWhile(c => c.Time <= after);

    /// <summary>
    /// When day orders entered at a moment end: the latest time of the next close; without a schedule, the next 00:00 UTC. A moment between
    /// two sessions belongs to the coming one.
    /// </summary>
    public Timestamp SessionEnd(Timestamp at) => NextClose(at)?.Latest ?? NextMidnight(at);

    /// <summary>
    /// The planned start of the session after the one of a moment; without a schedule, the next 00:00 UTC. Never before
    /// <see cref="SessionEnd"/>.
    /// </summary>
    public Timestamp NextSession(Timestamp at)
    {
        foreach (var change in ChangesAfter(at).SkipWhile(c => c.State != TradingState.Closed).Skip(1)) return change.Planned;
        return NextMidnight(at);
    }

    /// <summary>
    /// The date of the session that a moment belongs to; between two sessions, that of the coming one; without a schedule, the date in UTC.
    /// </summary>
    public DateOnly TradingDay(Timestamp at) => NextClose(at)?.TradingDay ?? _clock.DateOf(at);

    /// <summary>The sessions with a planned start in [from, to), in order; without a schedule, whole days in UTC.</summary>
    public IEnumerable<TradingSession> SessionsFrom(Timestamp from, Timestamp to)
    {
        if (_dates is null) return DaysFrom(from, to);
        return PlannedSessions(_dates.From(FirstDate(from, 1))).SkipWhile(session => session.StartsAt < from)
            .TakeWhile(session => session.StartsAt < to);
    }

    private IEnumerable<TradingSession> PlannedSessions(IEnumerable<(DateOnly Date, IReadOnlyList<SessionPhase> Phases)> sessions)
    {
        var newest = DateOnly.MinValue;
        foreach (var (day, phases) in sessions)
        {
            yield return new TradingSession(Instant(phases[0]), Instant(phases[^1]), day, day > newest);
            if (day > newest) newest = day;

            Timestamp Instant(SessionPhase phase) => _clock.ToInstant(day.AddDays(phase.DayOffset), phase.Start);
        }
    }

    private IEnumerable<TradingSession> DaysFrom(Timestamp from, Timestamp to)
    {
        for (var day = _clock.DateOf(from); ; day = day.AddDays(1))
        {
            var start = _clock.ToInstant(day, TimeOnly.MinValue);
            if (start >= to) yield break;
            if (start >= from) yield return new TradingSession(start, NextMidnight(start), day, BeginsDay: true);
        }
    }

    private SessionChange? NextClose(Timestamp at)
    {
        foreach (var change in ChangesAfter(at))
        {
            if (change.State == TradingState.Closed) return change;
        }

        return null;
    }

    private Timestamp NextMidnight(Timestamp at) => _clock.ToInstant(_clock.DateOf(at).AddDays(1), TimeOnly.MinValue);

    // A date so early that all sessions before it ended at least the given days before the moment.
    private DateOnly FirstDate(Timestamp at, int days)
    {
        var date = _clock.DateOf(at).AddDays(-_dates!.MaxOffset - days);
        return date < SessionDates.First ? SessionDates.First : date;
    }

    private IEnumerable<SessionChange> ChangesFrom(DateOnly date)
    {
        (SessionChange Change, bool IsRandom)? held = null;
        foreach (var (day, phases) in _dates!.From(date))
        {
            for (var i = 0; i < phases.Count; i++)
            {
                var planned = _clock.ToInstant(day.AddDays(phases[i].DayOffset), phases[i].Start);
                if (held is { } before) yield return before.IsRandom ? WithRandomEnd(before.Change, planned) : before.Change;
                held = (new SessionChange(planned, phases[i].State, planned, planned, day), i > 0 && phases[i - 1].State.IsAuction());
            }
        }

        if (held is { } last) yield return last.Change;
    }

    // A random end never moves a change past the next one.
    private SessionChange WithRandomEnd(SessionChange change, Timestamp next)
    {
        var delay = RandomEnds.DelayMicroseconds(_seed, change.Planned, _randomEndSeconds);
        return change with { Time = Later(delay), Latest = Later(_randomEndSeconds * TimeSpan.MicrosecondsPerSecond) };

        Timestamp Later(long microseconds) => new(Math.Min(change.Planned.UnixMicroseconds + microseconds, next.UnixMicroseconds));
    }
}
