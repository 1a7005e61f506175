using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>Why a tick was quarantined instead of stored.</summary>
[JsonConverter(typeof(WireEnumConverter<QuarantineReason>))]
public enum QuarantineReason
{
    /// <summary>Its bid is above its offer.</summary>
    Crossed = 1,

    /// <summary>It is older than the gateway accepts.</summary>
    Stale = 2,

    /// <summary>It is further in the future than clock differences allow.</summary>
    Future = 3,

    /// <summary>Its sequence is below that of an earlier tick in the batch.</summary>
    OutOfOrder = 4,

    /// <summary>Its price is too far from the last accepted one of its provider, and not confirmed yet.</summary>
    Outlier = 5,
}

/// <summary>A quarantined tick of a batch.</summary>
/// <param name="Index">Its index in the batch, from 0.</param>
/// <param name="Reason">The reason.</param>
public sealed record QuarantinedElement(int Index, QuarantineReason Reason);

/// <summary>A tick that was quarantined. It is not stored; if it was right, send it again with a new sequence.</summary>
public sealed record QuarantinedTick
{
    /// <summary>Its id in the quarantine.</summary>
    public required string Id { get; init; }

    /// <summary>The reason.</summary>
    public required QuarantineReason Reason { get; init; }

    /// <summary>When it arrived.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>As it was sent.</summary>
    public required Tick Tick { get; init; }
}
