namespace Rtx.Model;

/// <summary>
/// When the book of an instrument does what: weekly sessions in the time of a place, and the dates that differ. An instrument without a schedule trades round the
/// clock, and its day orders end at 00:00 UTC. Schedules are not compared by value.
/// </summary>
[GenerateSerializer, Immutable, Alias("rtx.TradingSchedule")]
public sealed record TradingSchedule
{
    /// <summary>Name of the time zone in the IANA database, e.g. <c>America/New_York</c>. All dates and times of the schedule are local there.</summary>
    [Id(0)] public required string TimeZoneId { get; init; }

    /// <summary>The sessions of a week; they do not overlap. At least one.</summary>
    [Id(1)] public required IReadOnlyList<WeeklySession> Sessions { get; init; }

    /// <summary>Dates whose sessions do not take place.</summary>
    [Id(2)] public IReadOnlyList<DateOnly> Holidays { get; init; } = [];

    /// <summary>Dates whose sessions have other phases.</summary>
    [Id(3)] public IReadOnlyList<EarlyClose> EarlyCloses { get; init; } = [];

    /// <summary>Most seconds that an auction of the schedule lasts longer than planned, at random, so that nobody can time its end; 0 ends it on time.</summary>
    [Id(4)] public int RandomEndSeconds { get; init; }
}

/// <summary>A session that takes place every week. It belongs to one date, also when it spans several: holidays and early closes go by that date.</summary>
/// <param name="Day">Day of the week of its date.</param>
/// <param name="Phases">Its phases, in order. The last one, and only that, is <see cref="TradingState.Closed"/>, which lasts until the next session.</param>
[GenerateSerializer, Immutable, Alias("rtx.WeeklySession")]
public sealed record WeeklySession(DayOfWeek Day, IReadOnlyList<SessionPhase> Phases);

/// <summary>A stretch of a session; it ends where the next one starts.</summary>
/// <param name="Start">When it starts, local time in whole seconds. A time that a change of the clocks skips is the moment of the change; one that happens twice is the first.</param>
/// <param name="State">What the book does meanwhile.</param>
/// <param name="DayOffset">Days from the session's date to that of the start: −1 is the evening before, 5 the Friday of a session that belongs to a Sunday.</param>
[GenerateSerializer, Immutable, Alias("rtx.SessionPhase")]
public readonly record struct SessionPhase(TimeOnly Start, TradingState State, int DayOffset = 0);

/// <summary>A date with one session of other phases in place of its weekly ones.</summary>
/// <param name="Date">The date; it has a session and is no holiday.</param>
/// <param name="Phases">The phases of that date, as in <see cref="WeeklySession"/>.</param>
[GenerateSerializer, Immutable, Alias("rtx.EarlyClose")]
public sealed record EarlyClose(DateOnly Date, IReadOnlyList<SessionPhase> Phases);
