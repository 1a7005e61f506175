using Rtx.Domain.Sessions;
using Rtx.Model;
using Rtx.Storage.MarketData;

namespace Rtx.Storage.Tests.MarketData;

/// <summary>
/// Markets with an independent, simple calculation of their trading days: shares and currencies of New York, and one that never closes.
/// </summary>
/// <param name="Instrument">The instrument.</param>
/// <param name="Opening">Local time at which a trading day begins.</param>
/// <param name="DayOffset">Days from the trading day to its start.</param>
/// <param name="Schedule">Its schedule; null for none.</param>
internal sealed record MarketDays(InstrumentId Instrument, TimeOnly Opening, int DayOffset, TradingSchedule? Schedule)
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
    private static readonly DateOnly Holiday = new(2014, 2, 17);

    public static IReadOnlyList<MarketDays> Of(IReadOnlyList<InstrumentId> instruments) =>
    [
        Create(instruments[0], new TimeOnly(9, 30), new TimeOnly(16, 0), dayOffset: 0),
        Create(instruments[1], new TimeOnly(17, 0), new TimeOnly(17, 0), dayOffset: -1),
        new(instruments[2], TimeOnly.MinValue, DayOffset: 0, Schedule: null),
    ];

    public Task CopySessionsAsync(TradingSessionStore store, CancellationToken cancellationToken)
    {
        var (from, until) = (Utc(new DateOnly(2014, 1, 1)), Utc(new DateOnly(2014, 12, 31)));
        var sessions = new TradingCalendar(Schedule, seed: 0).SessionsFrom(from, until).ToList();
        return store.ReplaceAsync(new CopiedSchedule(Instrument, from, until), from, sessions, cancellationToken);
    }

    /// <summary>Start of the day, week or month of a time.</summary>
    public Timestamp PeriodStart(Timestamp time, int minutes)
    {
        var day = TradingDay(time);
        var first = minutes switch
        {
            1_440 => day,
            10_080 => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
            _ => new DateOnly(day.Year, day.Month, 1),
        };
        while (!IsTradingDay(first)) first = first.AddDays(1);
        return StartOf(first);
    }

    private static MarketDays Create(InstrumentId instrument, TimeOnly opening, TimeOnly closing, int dayOffset)
    {
        SessionPhase[] phases = [new(opening, TradingState.Continuous, dayOffset), new(closing, TradingState.Closed)];
        var week = new[] { DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday };
        return new(instrument, opening, dayOffset, new TradingSchedule
        {
            TimeZoneId = NewYork.Id,
            Sessions = [.. week.Select(day => new WeeklySession(day, phases))],
            Holidays = [Holiday],
            EarlyCloses = [new EarlyClose(new DateOnly(2014, 3, 14), [phases[0], new(new TimeOnly(13, 0), TradingState.Closed)])],
        });
    }

    private bool IsTradingDay(DateOnly day) =>
        Schedule is null || (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && day != Holiday);

    private DateOnly TradingDay(Timestamp time)
    {
        if (Schedule is null) return DateOnly.FromDateTime(time.ToDateTime());
        // The latest trading day that has begun.
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(time.ToDateTime(), NewYork)).AddDays(2);
        while (!IsTradingDay(day) || StartOf(day) > time) day = day.AddDays(-1);
        return day;
    }

    private Timestamp StartOf(DateOnly day) => Schedule is null
        ? Utc(day)
        : Timestamp.From(TimeZoneInfo.ConvertTimeToUtc(day.AddDays(DayOffset).ToDateTime(Opening), NewYork));

    private static Timestamp Utc(DateOnly day) => Timestamp.From(day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));
}
