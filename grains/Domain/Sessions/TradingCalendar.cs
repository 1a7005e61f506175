using Rtx.Model;

namespace Rtx.Domain.Sessions;

/// <summary>
/// What a schedule says about moments. Sessions follow each other without overlap, so the changes of state have one order, and two changes at the same moment (a close
/// where the next session starts at once, phases that a change of the clocks skips) keep it. A question costs the conversion of a few days of phases, plus the
/// holidays that it has to look across.
/// </summary>
public sealed class TradingCalendar
{
    private readonly SessionDates? _dates;
    private readonly LocalClock _clock;
    private readonly int _randomEndSeconds;
    private readonly long _seed;

    /// <summary>Takes a schedule that keeps <see cref="TradingScheduleRules"/>; null trades round the clock.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="seed">What the random ends of auctions are drawn from: keep it, and keep it secret.</param>
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

    /// <summary>Whether the state changes by the clock at all.</summary>
    public bool HasSchedule => _dates is not null;

    /// <summary>The state of a moment and when it began; a change at the moment itself has happened.</summary>
    public SessionMoment PhaseAt(Timestamp at)
    {
        if (_dates is null) return new SessionMoment(TradingState.Continuous, Since: null);
        // Holidays may lie between the moment and the last change before it, so it is looked for in longer and longer stretches.
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

    /// <summary>The first change after a moment; of several at the same time the last, which stays. Null without a schedule.</summary>
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

    /// <summary>All changes after a moment, also those that another one at the same time undoes; without end.</summary>
    public IEnumerable<SessionChange> ChangesAfter(Timestamp after) => _dates is null ? [] : ChangesFrom(FirstDate(after, 1)).SkipWhile(c => c.Time <= after);

    /// <summary>
    /// When day orders of a moment end: the start of the next Closed, as late as it may come; without a schedule the next 00:00 UTC. A moment between two sessions
    /// belongs to the coming one.
    /// </summary>
    public Timestamp SessionEnd(Timestamp at) => NextClose(at)?.Latest ?? NextMidnight(at);

    /// <summary>When the session after that of a moment is planned to begin; without a schedule the next 00:00 UTC. Never before <see cref="SessionEnd"/>.</summary>
    public Timestamp NextSession(Timestamp at)
    {
        foreach (var change in ChangesAfter(at).SkipWhile(c => c.State != TradingState.Closed).Skip(1)) return change.Planned;
        return NextMidnight(at);
    }

    /// <summary>The date of the session that a moment belongs to, between two sessions that of the coming one; without a schedule the date in UTC.</summary>
    public DateOnly TradingDay(Timestamp at) => NextClose(at)?.TradingDay ?? _clock.DateOf(at);

    /// <summary>The sessions that are planned to start in [from, to), in order; without a schedule whole days in UTC.</summary>
    public IEnumerable<TradingSession> SessionsFrom(Timestamp from, Timestamp to)
    {
        if (_dates is null) return DaysFrom(from, to);
        return PlannedSessions(_dates.From(FirstDate(from, 1))).SkipWhile(session => session.StartsAt < from).TakeWhile(session => session.StartsAt < to);
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

    // A date before which all sessions are over at the moment, by the given days.
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

    // A random end never moves a change behind the next one.
    private SessionChange WithRandomEnd(SessionChange change, Timestamp next)
    {
        var delay = RandomEnds.DelayMicroseconds(_seed, change.Planned, _randomEndSeconds);
        return change with { Time = Later(delay), Latest = Later(_randomEndSeconds * TimeSpan.MicrosecondsPerSecond) };

        Timestamp Later(long microseconds) => new(Math.Min(change.Planned.UnixMicroseconds + microseconds, next.UnixMicroseconds));
    }
}
