using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>A period in which an instrument traded but no tick arrived.</summary>
public sealed record TickGap
{
    /// <summary>Time of the last tick before the gap, or the start of trading or of the range.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset From { get; init; }

    /// <summary>Time of the next tick, or the end of trading or of the range.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset To { get; init; }
}

/// <summary>Which gaps to look for. Sessions are those of the instrument's schedule; without one it always trades.</summary>
public sealed record GapFilter
{
    /// <summary>Looks for gaps of one provider; null for periods without a tick from any provider.</summary>
    public short? ProviderId { get; init; }

    /// <summary>Shorter gaps are left out; whole seconds, at most 31 days.</summary>
    public TimeSpan LongerThan { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Start of the range, inclusive; null for 24 hours before the end.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>End of the range, exclusive, at most 31 days after the start; null for now. Time in the future is never a gap.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Maximum number of items, 1 to 1,000.</summary>
    public int Limit { get; init; } = 500;
}
