using Rtx.Model;

namespace Rtx.Domain.Sessions;

/// <summary>The rules for a schedule, so that every moment has one state and auctions can end at random.</summary>
public static class TradingScheduleRules
{
    /// <summary>Maximum sessions per week.</summary>
    public const int MaxSessions = 50;

    /// <summary>Maximum phases per session.</summary>
    public const int MaxPhases = 32;

    /// <summary>Maximum holidays, and maximum early closes.</summary>
    public const int MaxDates = 2_000;

    /// <summary>Maximum random delay of an auction's end.</summary>
    public const int MaxRandomEndSeconds = 600;

    private const int MaxDayOffset = 7;

    private static readonly TimeSpan OneWeek = TimeSpan.FromDays(7);

    /// <summary>The first broken rule, as a sentence for people; null when there is none.</summary>
    public static string? FindBroken(TradingSchedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return FindBrokenHead(schedule) ?? FindBrokenPhases(schedule) ?? FindBrokenDates(schedule) ?? FindBrokenOrder(schedule);
    }

    private static string? FindBrokenHead(TradingSchedule schedule) => schedule switch
    {
        { TimeZoneId: null } or { Sessions: null } or { Holidays: null } or { EarlyCloses: null } =>
            "The time zone, the sessions, the holidays or the early closes are missing.",
        _ when TimeZones.TryFind(schedule.TimeZoneId) is null =>
            TimeZones.FindMissingDatabase()
                ?? $"There is no time zone '{schedule.TimeZoneId}'. Zones are named as in the IANA database, e.g. America/New_York.",
        { Sessions.Count: < 1 or > MaxSessions } => $"A schedule has 1 to {MaxSessions} sessions.",
        { Holidays.Count: > MaxDates } or { EarlyCloses.Count: > MaxDates } =>
            $"A schedule has at most {MaxDates} holidays and {MaxDates} early closes.",
        { RandomEndSeconds: < 0 or > MaxRandomEndSeconds } =>
            $"An auction lasts at most 0 to {MaxRandomEndSeconds} seconds longer than planned.",
        _ => null,
    };

    private static string? FindBrokenPhases(TradingSchedule schedule)
    {
        foreach (var session in schedule.Sessions)
        {
            if (session is null || !Enum.IsDefined(session.Day)) return "A session is on a day of the week.";
            if (FindBroken(session.Phases, schedule.RandomEndSeconds) is { } broken) return $"{session.Day}: {broken}";
        }

        foreach (var early in schedule.EarlyCloses)
        {
            if (early is null) return "An early close has a date.";
            if (FindBroken(early.Phases, schedule.RandomEndSeconds) is { } broken) return $"{TextOf(early.Date)}: {broken}";
        }

        return null;
    }

    private static string? FindBroken(IReadOnlyList<SessionPhase>? phases, int randomEndSeconds)
    {
        if (phases is not { Count: >= 2 and <= MaxPhases }) return $"A session has 2 to {MaxPhases} phases: it opens, and it closes.";
        for (var i = 0; i < phases.Count; i++)
        {
            var phase = phases[i];
            var isLast = i == phases.Count - 1;
            if (!Enum.IsDefined(phase.State) || !IsOfSchedule(phase.State))
                return "The state of a phase is pre-open, opening auction, continuous, closing auction, cancel-only or closed.";
            if (phase.State == TradingState.Closed != isLast)
                return "A session ends with closed, and is not closed before; a break within it is cancel-only.";
            if (phase.Start.Ticks % TimeSpan.TicksPerSecond != 0) return "A phase starts at a whole second.";
            if (phase.DayOffset is < -MaxDayOffset or > MaxDayOffset)
                return $"A phase starts at most {MaxDayOffset} days before or after the session's date.";
            if (i == 0) continue;
            var length = SessionOverlap.LocalTime(phase) - SessionOverlap.LocalTime(phases[i - 1]);
            if (length <= TimeSpan.Zero) return "A phase starts after the one before it.";
            if (phase.State == phases[i - 1].State) return "A phase has another state than the one before it.";
            if (i >= 2 && phases[i - 2].State.IsAuction() && length.TotalSeconds <= randomEndSeconds)
                return "A phase after an auction lasts longer than the random end of the auction.";
        }

        return SessionOverlap.LocalTime(phases[^1]) - SessionOverlap.LocalTime(phases[0]) > OneWeek
            ? "A session lasts at most a week."
            : null;
    }

    private static string? FindBrokenDates(TradingSchedule schedule)
    {
        if (schedule.Holidays.Distinct().Count() != schedule.Holidays.Count) return "A holiday is there twice.";
        if (schedule.EarlyCloses.Select(e => e.Date).Distinct().Count() != schedule.EarlyCloses.Count)
            return "A date has two early closes.";
        var dates = schedule.Holidays.Concat(schedule.EarlyCloses.Select(e => e.Date));
        if (dates.Any(d => d < SessionDates.First || d > SessionDates.Last))
            return $"Dates are from {TextOf(SessionDates.First)} to {TextOf(SessionDates.Last)}.";
        var days = schedule.Sessions.Select(s => s.Day).ToHashSet();
        var holidays = schedule.Holidays.ToHashSet();
        foreach (var early in schedule.EarlyCloses)
        {
            if (holidays.Contains(early.Date)) return $"{TextOf(early.Date)} has an early close and is a holiday.";
            if (!days.Contains(early.Date.DayOfWeek)) return $"{TextOf(early.Date)} has an early close and no session.";
        }

        return null;
    }

    private static string? FindBrokenOrder(TradingSchedule schedule) => SessionOverlap.Find(schedule) is { } early
        ? $"{early}: the session starts before the one before it has closed, or less than {SessionOverlap.PauseAfterAuction.TotalSeconds} "
        + $"seconds (or the random end) after an auction."
        : null;

    private static bool IsOfSchedule(TradingState state) => state switch
    {
        TradingState.PreOpen or TradingState.OpeningAuction or TradingState.Continuous or TradingState.ClosingAuction
            or TradingState.CancelOnly or TradingState.Closed => true,
        TradingState.Halted or TradingState.VolatilityAuction => false,
    };

    internal static string TextOf(DateOnly date) => date.ToString("yyyy-MM-dd");
}
