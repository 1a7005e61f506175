using Rtx.Model;

namespace Rtx.Domain.Sessions;

/// <summary>Finds sessions of a schedule that overlap. Compares local times: converting them to instants keeps their order.</summary>
internal static class SessionOverlap
{
    private const int WindowDays = 14;

    // Any Monday: without special dates, all weeks are the same.
    private static readonly DateOnly AnyWeek = new(2001, 1, 1);

    /// <summary>
    /// The minimum time between a session that ends with an auction and the next one: the auction uncrosses when the book learns of the
    /// close, slightly later than scheduled, and its day orders must not have expired by then.
    /// </summary>
    public static TimeSpan PauseAfterAuction { get; } = TimeSpan.FromMinutes(1);

    /// <summary>The first session that starts too early, as its day of the week or its date; null when there is none.</summary>
    public static string? Find(TradingSchedule schedule)
    {
        // Holidays only remove sessions, so each early close is checked as if there were none.
        var workdays = schedule with { Holidays = [] };
        if (Find(new SessionDates(workdays with { EarlyCloses = [] }), AnyWeek, schedule.RandomEndSeconds) is { } weekly)
            return $"{weekly.DayOfWeek}";
        var dates = new SessionDates(workdays);
        foreach (var early in schedule.EarlyCloses)
        {
            if (Find(dates, early.Date, schedule.RandomEndSeconds) is { } date) return TradingScheduleRules.TextOf(date);
        }

        return null;
    }

    /// <summary>A phase's start in local time, relative to midnight at the start of the session's date.</summary>
    public static TimeSpan LocalTime(SessionPhase phase) => TimeSpan.FromDays(phase.DayOffset) + phase.Start.ToTimeSpan();

    private static DateOnly? Find(SessionDates dates, DateOnly around, int randomEndSeconds)
    {
        var free = DateTime.MinValue;
        foreach (var (date, phases) in dates.From(around.AddDays(-WindowDays)).TakeWhile(s => s.Date <= around.AddDays(WindowDays)))
        {
            var midnight = date.ToDateTime(TimeOnly.MinValue);
            if (midnight + LocalTime(phases[0]) < free) return date;
            free = midnight + LocalTime(phases[^1]) + PauseAfter(phases, randomEndSeconds);
        }

        return null;
    }

    private static TimeSpan PauseAfter(IReadOnlyList<SessionPhase> phases, int randomEndSeconds)
    {
        if (!phases[^2].State.IsAuction()) return TimeSpan.Zero;
        var random = TimeSpan.FromSeconds(randomEndSeconds);
        return random > PauseAfterAuction ? random : PauseAfterAuction;
    }
}
