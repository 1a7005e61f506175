using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>A time in which an instrument traded and no tick came.</summary>
public sealed record TickGap
{
    /// <summary>The last tick before, or where trading or the range began.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset From { get; init; }

    /// <summary>The next tick, or where trading or the range ended.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset To { get; init; }
}

/// <summary>Which gaps to look for. Sessions are those of the instrument's schedule; without one it trades always.</summary>
public sealed record GapFilter
{
    /// <summary>Of one provider; for null times in which none had a tick.</summary>
    public short? ProviderId { get; init; }

    /// <summary>Shorter ones are left out; whole seconds, at most 31 days.</summary>
    public TimeSpan LongerThan { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Start, included; null for 24 hours before the end.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>End, not included, at most 31 days later; null for now. The future is no gap.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>At most so many, 1 to 1,000.</summary>
    public int Limit { get; init; } = 500;
}
