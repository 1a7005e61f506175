using Rtx.Model;

namespace Rtx.Domain.Sessions;

/// <summary>
/// Decides what state a book is in and by which states it gets there. In force is an operator's halt; else a volatility auction until its end, while the calendar says
/// Continuous; else what the calendar says, without a schedule what the operator says.
/// <para>
/// Changes that passed unseen still happen, in order, so that auctions uncross and day orders expire. Of a longer time only its first and its last session do: nobody
/// could send an order in between. While a book is halted its auctions do not take place, but its day orders expire with each close.
/// </para>
/// <para>The time does not go back behind the last change that the book was given: a clock that is set back, or another one that is behind, opens no session again.</para>
/// <para>A step may be given twice when its success was not remembered; a book that is in the state already does nothing, and one that was rebuilt finds nothing left to do.</para>
/// </summary>
public static class SessionCourse
{
    /// <summary>The state that is in force at a moment.</summary>
    public static TradingState StateAt(TradingCalendar calendar, SessionProgress progress, Timestamp now)
    {
        ArgumentNullException.ThrowIfNull(progress);
        if (now < progress.FollowedTo) now = progress.FollowedTo;
        if (progress.Operator == TradingState.Halted) return TradingState.Halted;
        var phase = PhaseAt(calendar, progress, now);
        return phase == TradingState.Continuous && progress.VolatilityUntil > now ? TradingState.VolatilityAuction : phase;
    }

    /// <summary>The next state that is planned, and when; an auction may end later at random. Null when nothing is planned, and while an operator halts.</summary>
    public static (Timestamp Time, TradingState State)? NextAt(TradingCalendar calendar, SessionProgress progress, Timestamp now)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        ArgumentNullException.ThrowIfNull(progress);
        if (progress.Operator == TradingState.Halted) return null;
        var next = calendar.NextChange(now);
        var isVolatile = StateAt(calendar, progress, now) == TradingState.VolatilityAuction;
        if (isVolatile && progress.VolatilityUntil is { } until && !(next?.Time <= until)) return (until, TradingState.Continuous);
        return next is { } change ? (change.Planned, change.State) : null;
    }

    /// <summary>When to look again if nothing else happens; null for never.</summary>
    public static Timestamp? WakeAt(TradingCalendar calendar, SessionProgress progress, Timestamp now)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        ArgumentNullException.ThrowIfNull(progress);
        var change = calendar.NextChange(now)?.Time;
        return progress.VolatilityUntil is { } until && until > now && !(change < until) ? until : change;
    }

    /// <summary>The states to give to the book now, in order; none when it is where it has to be.</summary>
    public static IReadOnlyList<SessionStep> Plan(TradingCalendar calendar, SessionProgress progress, Timestamp now)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        ArgumentNullException.ThrowIfNull(progress);
        var steps = new StepList(progress);
        if (progress.OwesClose) steps.Add(TradingState.Closed, p => p with { OwesClose = false });
        if (progress.Operator == TradingState.Halted) PlanHalted(steps, calendar, now);
        else PlanFollowing(steps, calendar, now);
        steps.Add(StateAt(calendar, steps.Progress, now), p => p);
        return steps.Steps;
    }

    /// <summary>What clients want to know at a moment.</summary>
    public static SessionOutlook OutlookAt(TradingCalendar calendar, SessionProgress progress, Timestamp now)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        var next = NextAt(calendar, progress, now);
        var (close, end) = (calendar.SessionEnd(now), calendar.NextSession(now));
        return new SessionOutlook
        {
            State = StateAt(calendar, progress, now),
            NextState = next?.State,
            NextChangeTime = next?.Time,
            CloseTime = calendar.HasSchedule ? close : null,
            SessionEnd = end,
            ValidUntil = WakeAt(calendar, progress, now) is { } wake && wake < close ? wake : close,
        };
    }

    /// <summary>An operator asks for a state. What passed before is over, but for a close.</summary>
    public static SessionProgress WithOperator(TradingCalendar calendar, SessionProgress progress, TradingState state, Timestamp now)
    {
        ArgumentNullException.ThrowIfNull(progress);
        // A halt that changes nothing, or an end of no halt, must not drop changes that the book is waiting for.
        if (progress.Operator == state) return progress;
        return WithoutPast(calendar, progress, now) with { Operator = state };
    }

    /// <summary>The calendar is about to be replaced. What passed before is over, but for a close; a halt stays, and what an operator said before the schedule is forgotten.</summary>
    public static SessionProgress BeforeNewSchedule(TradingCalendar calendar, SessionProgress progress, Timestamp now)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        ArgumentNullException.ThrowIfNull(progress);
        var present = WithoutPast(calendar, progress, now);
        return calendar.HasSchedule && progress.Operator != TradingState.Halted ? present with { Operator = TradingState.Continuous } : present;
    }

    /// <summary>The book is in a volatility auction that it has entered by itself. Hearing of one again does not prolong it.</summary>
    /// <param name="calendar">The calendar.</param>
    /// <param name="progress">What is remembered.</param>
    /// <param name="since">When it began; a time to come counts as now.</param>
    /// <param name="seconds">How long it lasts.</param>
    /// <param name="now">The present.</param>
    public static SessionProgress WithVolatilityAuction(TradingCalendar calendar, SessionProgress progress, Timestamp since, int seconds, Timestamp now)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var inAuction = progress with { BookState = TradingState.VolatilityAuction };
        if (progress.VolatilityUntil is not null || PhaseAt(calendar, progress, now) != TradingState.Continuous) return inAuction;
        return inAuction with { VolatilityUntil = new Timestamp((since < now ? since : now).UnixMicroseconds + seconds * TimeSpan.MicrosecondsPerSecond) };
    }

    private static SessionProgress WithoutPast(TradingCalendar calendar, SessionProgress progress, Timestamp now)
    {
        var hasClosed = ChangesUntil(calendar, progress.FollowedTo, now).Any(c => c.State == TradingState.Closed);
        return progress with
        {
            OwesClose = progress.OwesClose || hasClosed,
            FollowedTo = progress.FollowedTo > now ? progress.FollowedTo : now,
            VolatilityUntil = progress.VolatilityUntil > now ? progress.VolatilityUntil : null,
        };
    }

    private static void PlanHalted(StepList steps, TradingCalendar calendar, Timestamp now)
    {
        SessionChange? close = null;
        foreach (var change in ChangesUntil(calendar, steps.Progress.FollowedTo, now))
        {
            if (change.State == TradingState.Closed) close = change;
        }

        if (close is { } last) steps.Add(TradingState.Closed, p => p with { FollowedTo = last.Time });
    }

    private static void PlanFollowing(StepList steps, TradingCalendar calendar, Timestamp now)
    {
        var changes = WithoutIdleSessions(ChangesUntil(calendar, steps.Progress.FollowedTo, now));
        // An auction whose end nobody saw ends before what the calendar did next.
        if (steps.Progress.VolatilityUntil is { } until && until <= now && (changes.Count == 0 || until < changes[0].Time))
            steps.Add(PhaseAt(calendar, steps.Progress, until), p => p with { VolatilityUntil = null });
        foreach (var change in changes) steps.Add(change.State, p => p with { FollowedTo = change.Time, VolatilityUntil = null });
    }

    // Between the first and the last close nobody could send an order, so nothing would happen.
    private static List<SessionChange> WithoutIdleSessions(List<SessionChange> changes)
    {
        var first = changes.FindIndex(c => c.State == TradingState.Closed);
        var last = changes.FindLastIndex(c => c.State == TradingState.Closed);
        if (last > first) changes.RemoveRange(first + 1, last - first);
        return changes;
    }

    private static List<SessionChange> ChangesUntil(TradingCalendar calendar, Timestamp after, Timestamp now)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        return [.. calendar.ChangesAfter(after).TakeWhile(c => c.Time <= now)];
    }

    private static TradingState PhaseAt(TradingCalendar calendar, SessionProgress progress, Timestamp at)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        if (calendar.HasSchedule) return calendar.PhaseAt(at).State;
        return progress.Operator == TradingState.Halted ? TradingState.Continuous : progress.Operator;
    }

    /// <summary>Collects steps; what is remembered goes along, and a state that the book is in already is no step.</summary>
    private sealed class StepList(SessionProgress start)
    {
        public List<SessionStep> Steps { get; } = [];

        public SessionProgress Progress { get; private set; } = start;

        public void Add(TradingState state, Func<SessionProgress, SessionProgress> remember)
        {
            var isThere = state == Progress.BookState;
            Progress = remember(Progress) with { BookState = state };
            if (!isThere) Steps.Add(new SessionStep(state, Progress));
        }
    }
}
