using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>When the book of an instrument does what: weekly sessions in the time of a place, and the dates that differ.</summary>
public sealed record TradingSchedule
{
    /// <summary>Name of the time zone in the IANA database, e.g. <c>America/New_York</c>. All dates and times of the schedule are local there.</summary>
    public required string TimeZoneId { get; init; }

    /// <summary>The sessions of a week, 1 to 50; they do not overlap.</summary>
    public required IReadOnlyList<WeeklySession> Sessions { get; init; }

    /// <summary>Dates whose sessions do not take place.</summary>
    public IReadOnlyList<DateOnly> Holidays { get; init; } = [];

    /// <summary>Dates with one session of other phases in place of their weekly ones.</summary>
    public IReadOnlyList<EarlyClose> EarlyCloses { get; init; } = [];

    /// <summary>Most seconds that an auction lasts longer than planned, at random, so that nobody can time its end: 0 to 600.</summary>
    public int RandomEndSeconds { get; init; }
}

/// <summary>A session that takes place every week. It belongs to one date, also when it spans several: holidays and early closes go by that date.</summary>
public sealed record WeeklySession
{
    /// <summary>Day of the week of its date.</summary>
    [JsonConverter(typeof(WireEnumConverter<DayOfWeek>))]
    public required DayOfWeek Day { get; init; }

    /// <summary>Its phases, in order, 2 to 32. The last one, and only that, is <c>closed</c>, which lasts until the next session.</summary>
    public required IReadOnlyList<SessionPhase> Phases { get; init; }
}

/// <summary>A stretch of a session; it ends where the next one starts.</summary>
public sealed record SessionPhase
{
    /// <summary>When it starts: local time, e.g. <c>09:00</c> or <c>09:00:30</c>. A time that a change of the clocks skips is the moment of the change; one that happens twice is the first.</summary>
    [JsonConverter(typeof(WireTimeOfDayConverter))]
    public required TimeOnly Start { get; init; }

    /// <summary>What the book does meanwhile: pre-open, opening auction, continuous, closing auction, cancel-only or closed.</summary>
    public required TradingState State { get; init; }

    /// <summary>Days from the session's date to that of the start, −7 to 7: −1 is the evening before.</summary>
    public int DayOffset { get; init; }
}

/// <summary>A date with one session of other phases in place of its weekly ones.</summary>
public sealed record EarlyClose
{
    /// <summary>The date; it has a session and is no holiday.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The phases of that date, as in <see cref="WeeklySession"/>.</summary>
    public required IReadOnlyList<SessionPhase> Phases { get; init; }
}

/// <summary>The schedule of an instrument.</summary>
public sealed record InstrumentSchedule
{
    /// <summary>Of which instrument.</summary>
    public required string Symbol { get; init; }

    /// <summary>The schedule; null when the instrument trades round the clock and its day orders end at 00:00 UTC.</summary>
    public TradingSchedule? Schedule { get; init; }
}
