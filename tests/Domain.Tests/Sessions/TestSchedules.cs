using System.Globalization;
using Rtx.Model;

namespace Rtx.Domain.Tests.Sessions;

/// <summary>Schedules of several markets, and shorthands for times.</summary>
internal static class TestSchedules
{
    private static readonly DayOfWeek[] Workdays = [
        DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    /// <summary>New York: pre-open 07:30, opening auction 09:28, continuous 09:30, closing auction 15:50, closed 16:00.</summary>
    public static TradingSchedule NewYork { get; } = OnWorkdays(
        "America/New_York", "07:30 PreOpen", "09:28 OpeningAuction", "09:30 Continuous", "15:50 ClosingAuction", "16:00 Closed") with
    {
        Holidays = [new(2026, 1, 1), new(2026, 11, 26), new(2026, 12, 25)],
        EarlyCloses = [new EarlyClose(new(2026, 11, 27), Phases("07:30 PreOpen", "09:30 Continuous", "13:00 Closed"))],
    };

    /// <summary>Frankfurt: pre-open 07:30, opening auction 08:50, continuous 09:00, closing auction 17:30, closed 17:35.</summary>
    public static TradingSchedule Frankfurt { get; } =
        OnWorkdays("Europe/Berlin", "07:30 PreOpen", "08:50 OpeningAuction", "09:00 Continuous", "17:30 ClosingAuction", "17:35 Closed");

    /// <summary>
    /// Mumbai, with a half-hour offset and no clock changes: continuous 09:15, a break from 12:00 to 12:30, closed 15:30.
    /// </summary>
    public static TradingSchedule Mumbai { get; } = OnWorkdays(
        "Asia/Kolkata", "09:15 Continuous", "12:00 CancelOnly", "12:30 Continuous", "15:30 Closed");

    /// <summary>Two sessions per day in UTC, the second over midnight.</summary>
    public static TradingSchedule DayAndNight { get; } = new()
    {
        TimeZoneId = "UTC",
        Sessions =
        [
            .. Workdays.Select(d => new WeeklySession(d, Phases("21:00 Continuous", "02:30+1 Closed"))),
            .. Workdays.Select(d => new WeeklySession(d, Phases("09:00 Continuous", "15:00 Closed"))),
        ],
    };

    /// <summary>Currencies: one session from Sunday 17:00 to Friday 17:00 New York.</summary>
    public static TradingSchedule CurrencyWeek { get; } = new()
    {
        TimeZoneId = "America/New_York",
        Sessions = [new WeeklySession(DayOfWeek.Sunday, Phases("17:00 Continuous", "17:00+5 Closed"))],
    };

    /// <summary>Currencies by trading day: each session starts at 17:00 the evening before, immediately after the previous close.</summary>
    public static TradingSchedule CurrencyDays { get; } = OnWorkdays("America/New_York", "17:00-1 Continuous", "17:00 Closed");

    /// <summary>A session whose phases fall into the clock changes on Sundays in New York and Berlin.</summary>
    public static TradingSchedule Nightly(string zone) => new()
    {
        TimeZoneId = zone,
        Sessions = [new WeeklySession(
            DayOfWeek.Sunday, Phases("01:30 PreOpen", "02:15 OpeningAuction", "02:45 Continuous", "05:00 Closed"))],
    };

    public static TradingSchedule ByName(string name) => name switch
    {
        nameof(NewYork) => NewYork,
        nameof(Frankfurt) => Frankfurt,
        nameof(Mumbai) => Mumbai,
        nameof(DayAndNight) => DayAndNight,
        nameof(CurrencyWeek) => CurrencyWeek,
        nameof(CurrencyDays) => CurrencyDays,
        _ => Nightly(name),
    };

    public static TradingSchedule OnWorkdays(string zone, params string[] phases) => new()
    {
        TimeZoneId = zone, Sessions = [.. Workdays.Select(d => new WeeklySession(d, Phases(phases)))],
    };

    /// <summary>Phases such as <c>17:00+5 Closed</c>: local time, days from the session's date, state.</summary>
    public static IReadOnlyList<SessionPhase> Phases(params string[] texts) => [.. texts.Select(Phase)];

    /// <summary>An instant such as <c>2026-03-08 07:00</c> in UTC.</summary>
    public static Timestamp Utc(string text) =>
        Timestamp.From(DateTime.Parse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal));

    public static Timestamp Plus(this Timestamp time, TimeSpan span) => Timestamp.From(time.ToDateTime() + span);

    private static SessionPhase Phase(string text)
    {
        var (when, state) = (text.Split(' ')[0], Enum.Parse<TradingState>(text.Split(' ')[1]));
        var sign = when.IndexOfAny(['+', '-']);
        return sign < 0
            ? new SessionPhase(TimeOnly.Parse(when, CultureInfo.InvariantCulture), state)
            : new SessionPhase(
                TimeOnly.Parse(when[..sign], CultureInfo.InvariantCulture), state, int.Parse(when[sign..], CultureInfo.InvariantCulture));
    }
}
