using Rtx.Model;

namespace Rtx.Domain.Sessions;

/// <summary>
/// Decides which state a book is in and through which states it gets there. In order of precedence: an operator's halt; a volatility
/// auction until its end, while the calendar says Continuous; the calendar's state; without a schedule, the operator's.
/// <para>
/// Missed changes are made up for, in order, so that auctions uncross and day orders expire. After a long gap, only its first and last
/// session are: nobody could send an order in between. While a book is halted, its auctions do not take place, but its day orders expire at
/// each close.
/// </para>
/// <para>Time never goes back past the last change given to the book: a clock that is set back, or another machine's slower clock, does not
/// reopen a session.</para>
/// <para>A step may be given twice if its success was not stored; a book that is already in the state does nothing, and a rebuilt one finds
/// nothing left to do.</para>
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

    /// <summary>
    /// The next planned state and its time; the random end of an auction may delay it. Null when nothing is planned, and during an
    /// operator's halt.
    /// </summary>
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

    /// <summary>When to check again if nothing else happens; null for never.</summary>
    public static Timestamp? WakeAt(TradingCalendar calendar, SessionProgress progress, Timestamp now)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        ArgumentNullException.ThrowIfNull(progress);
        var change = calendar.NextChange(now)?.Time;
        return progress.VolatilityUntil is { } until && until > now && !(change < until) ? until : change;
    }

    /// <summary>The states to give to the book now, in order; empty when it is in the right state.</summary>
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

    /// <summary>The session information for clients at a moment.</summary>
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

    /// <summary>Applies an operator's request for a state. Missed changes are dropped, except for a close.</summary>
    public static SessionProgress WithOperator(TradingCalendar calendar, SessionProgress progress, TradingState state, Timestamp now)
    {
        ArgumentNullException.ThrowIfNull(progress);
        // A repeated request must not drop changes that the book still has to follow.
        if (progress.Operator == state) return progress;
        return WithoutPast(calendar, progress, now) with { Operator = state };
    }

    /// <summary>
    /// Prepares for a new calendar. Missed changes are dropped, except for a close; a halt stays, and other requests of an operator are
    /// reset.
    /// </summary>
    public static SessionProgress BeforeNewSchedule(TradingCalendar calendar, SessionProgress progress, Timestamp now)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        ArgumentNullException.ThrowIfNull(progress);
        var present = WithoutPast(calendar, progress, now);
        return calendar.HasSchedule && progress.Operator != TradingState.Halted
            ? present with { Operator = TradingState.Continuous }
            : present;
    }

    /// <summary>Records a volatility auction that the book itself has started. Recording it again does not prolong it.</summary>
    /// <param name="calendar">The calendar.</param>
    /// <param name="progress">The stored progress.</param>
    /// <param name="since">When it started; a future time counts as now.</param>
    /// <param name="seconds">How long it lasts.</param>
    /// <param name="now">The current time.</param>
    public static SessionProgress WithVolatilityAuction(
        TradingCalendar calendar, SessionProgress progress, Timestamp since, int seconds, Timestamp now)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var inAuction = progress with { BookState = TradingState.VolatilityAuction };
        if (progress.VolatilityUntil is not null || PhaseAt(calendar, progress, now) != TradingState.Continuous) return inAuction;
        return inAuction with
        {
            VolatilityUntil = new Timestamp((since < now ? since : now).UnixMicroseconds + seconds * TimeSpan.MicrosecondsPerSecond),
        };
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
        // A missed end of an auction comes before the calendar's next change.
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

    /// <summary>Collects steps with the progress after each; a state that the book is already in is not a step.</summary>
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
