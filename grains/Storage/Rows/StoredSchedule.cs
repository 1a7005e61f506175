using System.Text.Json;
using System.Text.Json.Serialization;
using Rtx.Model;

namespace Rtx.Storage.Rows;

/// <summary>
/// A <see cref="TradingSchedule"/> as it is stored. Names may be added, none renamed or reused. Dates and times as in ISO 8601, days of the week from Sunday 0,
/// states as their numbers.
/// </summary>
internal sealed record StoredSchedule
{
    [JsonPropertyName("zone")]
    public required string TimeZoneId { get; init; }

    [JsonPropertyName("sessions")]
    public required IReadOnlyList<Session> Sessions { get; init; }

    [JsonPropertyName("holidays")]
    public IReadOnlyList<DateOnly>? Holidays { get; init; }

    [JsonPropertyName("early")]
    public IReadOnlyList<Early>? EarlyCloses { get; init; }

    [JsonPropertyName("random_s")]
    public int RandomEndSeconds { get; init; }

    /// <summary>The stored text.</summary>
    public static string Write(TradingSchedule schedule) => JsonSerializer.Serialize(From(schedule), StoredScheduleContext.Default.StoredSchedule);

    /// <summary>Reads a stored text.</summary>
    public static TradingSchedule Read(string json) =>
        (JsonSerializer.Deserialize(json, StoredScheduleContext.Default.StoredSchedule) ?? throw new JsonException("A stored schedule is an object.")).ToModel();

    private static StoredSchedule From(TradingSchedule schedule) => new()
    {
        TimeZoneId = schedule.TimeZoneId,
        Sessions = [.. schedule.Sessions.Select(s => new Session((int)s.Day, Phase.From(s.Phases)))],
        Holidays = schedule.Holidays.Count == 0 ? null : schedule.Holidays,
        EarlyCloses = schedule.EarlyCloses.Count == 0 ? null : [.. schedule.EarlyCloses.Select(e => new Early(e.Date, Phase.From(e.Phases)))],
        RandomEndSeconds = schedule.RandomEndSeconds,
    };

    private TradingSchedule ToModel() => new()
    {
        TimeZoneId = TimeZoneId,
        Sessions = [.. Sessions.Select(s => new WeeklySession((DayOfWeek)s.Day, Phase.ToModel(s.Phases)))],
        Holidays = Holidays ?? [],
        EarlyCloses = EarlyCloses is null ? [] : [.. EarlyCloses.Select(e => new EarlyClose(e.Date, Phase.ToModel(e.Phases)))],
        RandomEndSeconds = RandomEndSeconds,
    };

    internal sealed record Session(
        [property: JsonPropertyName("day"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] int Day, [property: JsonPropertyName("phases")] IReadOnlyList<Phase> Phases);

    internal sealed record Early([property: JsonPropertyName("date")] DateOnly Date, [property: JsonPropertyName("phases")] IReadOnlyList<Phase> Phases);

    internal sealed record Phase(
        [property: JsonPropertyName("at"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] TimeOnly Start,
        [property: JsonPropertyName("state")] int State,
        [property: JsonPropertyName("days")] int DayOffset)
    {
        public static IReadOnlyList<Phase> From(IReadOnlyList<SessionPhase> phases) => [.. phases.Select(p => new Phase(p.Start, (int)p.State, p.DayOffset))];

        public static IReadOnlyList<SessionPhase> ToModel(IReadOnlyList<Phase> phases) => [.. phases.Select(p => new SessionPhase(p.Start, (TradingState)p.State, p.DayOffset))];
    }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(StoredSchedule))]
internal sealed partial class StoredScheduleContext : JsonSerializerContext;
