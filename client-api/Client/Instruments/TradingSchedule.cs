using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>The trading hours of an instrument: weekly sessions in local time, and the dates that differ.</summary>
// Members with a default are settable: the source-generated reader assigns every init-only member, so an absent one would get default(T).
public sealed record TradingSchedule
{
    /// <summary>IANA name of the time zone, e.g. <c>America/New_York</c>. All dates and times of the schedule are local to it.</summary>
    public required string TimeZoneId { get; init; }

    /// <summary>The weekly sessions, 1 to 50; they do not overlap.</summary>
    public required IReadOnlyList<WeeklySession> Sessions { get; init; }

    /// <summary>Dates without sessions.</summary>
    public IReadOnlyList<DateOnly> Holidays { get; set; } = [];

    /// <summary>Dates whose weekly sessions are replaced by one session with other phases.</summary>
    public IReadOnlyList<EarlyClose> EarlyCloses { get; set; } = [];

    /// <summary>Maximum random extension of an auction in seconds, so that nobody can time its end: 0 to 600.</summary>
    public int RandomEndSeconds { get; init; }
}

/// <summary>
/// A session that takes place every week. It belongs to one date, even when it spans several: holidays and early closes refer to that date.
/// </summary>
public sealed record WeeklySession
{
    /// <summary>Day of the week of the session's date.</summary>
    [JsonConverter(typeof(WireEnumConverter<DayOfWeek>))]
    public required DayOfWeek Day { get; init; }

    /// <summary>Its phases, in order, 2 to 32. Only the last one is <c>closed</c>, and it lasts until the next session.</summary>
    public required IReadOnlyList<SessionPhase> Phases { get; init; }
}

/// <summary>A phase of a session; it ends where the next one starts.</summary>
public sealed record SessionPhase
{
    /// <summary>
    /// When it starts: local time, e.g. <c>09:00</c> or <c>09:00:30</c>. A time skipped by a clock change is the moment of the change; one
    /// that occurs twice is the first.
    /// </summary>
    [JsonConverter(typeof(WireTimeOfDayConverter))]
    public required TimeOnly Start { get; init; }

    /// <summary>
    /// The state of the book during the phase: pre-open, opening auction, continuous, closing auction, cancel-only or closed.
    /// </summary>
    public required TradingState State { get; init; }

    /// <summary>Days from the session's date to the date of the start, −7 to 7: −1 is the evening before.</summary>
    public int DayOffset { get; init; }
}

/// <summary>A date whose weekly sessions are replaced by one session with other phases.</summary>
public sealed record EarlyClose
{
    /// <summary>The date; it has a session and is not a holiday.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The phases of that date, as in <see cref="WeeklySession"/>.</summary>
    public required IReadOnlyList<SessionPhase> Phases { get; init; }
}

/// <summary>The schedule of an instrument.</summary>
public sealed record InstrumentSchedule
{
    /// <summary>The instrument's symbol.</summary>
    public required string Symbol { get; init; }

    /// <summary>The schedule; null when the instrument trades round the clock and its day orders expire at 00:00 UTC.</summary>
    public TradingSchedule? Schedule { get; init; }
}
