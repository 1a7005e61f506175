using Rtx.Model;

namespace Rtx.Domain.Sessions;

/// <summary>Looks for sessions of a schedule that get in each other's way. Local times are compared: converting them to instants keeps their order.</summary>
internal static class SessionOverlap
{
    private const int WindowDays = 14;

    // Any Monday: without dates that differ, all weeks are the same.
    private static readonly DateOnly AnyWeek = new(2001, 1, 1);

    /// <summary>
    /// Least time between a session that ends with an auction and the next one: the auction ends when the book learns of the close, a moment after the clock says so,
    /// and its day orders must still be there.
    /// </summary>
    public static TimeSpan PauseAfterAuction { get; } = TimeSpan.FromMinutes(1);

    /// <summary>The first session that starts too early, by its day of the week or its date; null when there is none.</summary>
    public static string? Find(TradingSchedule schedule)
    {
        // Holidays only make room, so each early close is looked at among all its neighbours.
        var workdays = schedule with { Holidays = [] };
        if (Find(new SessionDates(workdays with { EarlyCloses = [] }), AnyWeek, schedule.RandomEndSeconds) is { } weekly) return $"{weekly.DayOfWeek}";
        var dates = new SessionDates(workdays);
        foreach (var early in schedule.EarlyCloses)
        {
            if (Find(dates, early.Date, schedule.RandomEndSeconds) is { } date) return TradingScheduleRules.TextOf(date);
        }

        return null;
    }

    /// <summary>A phase's start on the local clock, from the midnight that the session's date begins with.</summary>
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
