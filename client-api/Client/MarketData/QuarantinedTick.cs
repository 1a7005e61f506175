using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>Why a tick was put aside instead of stored.</summary>
[JsonConverter(typeof(WireEnumConverter<QuarantineReason>))]
public enum QuarantineReason
{
    /// <summary>Its bid is above its offer.</summary>
    Crossed = 1,

    /// <summary>It is older than the gateway takes.</summary>
    Stale = 2,

    /// <summary>It is farther in the future than clocks differ.</summary>
    Future = 3,

    /// <summary>Its sequence is below that of a tick before it in the batch.</summary>
    OutOfOrder = 4,

    /// <summary>Its price is too far from the last good one of its provider, and not confirmed yet.</summary>
    Outlier = 5,
}

/// <summary>An element of a batch that was put aside.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
/// <param name="Reason">Why.</param>
public sealed record QuarantinedElement(int Index, QuarantineReason Reason);

/// <summary>A tick that was put aside. It is not stored; send it again under a new sequence if it was right.</summary>
public sealed record QuarantinedTick
{
    /// <summary>Its place in the quarantine.</summary>
    public required string Id { get; init; }

    /// <summary>Why.</summary>
    public required QuarantineReason Reason { get; init; }

    /// <summary>When it came.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>As it was sent.</summary>
    public required Tick Tick { get; init; }
}
