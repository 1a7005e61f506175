using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>A batch of ticks that was in the stream and could not be stored. It waits until somebody has it stored.</summary>
public sealed record DeadLetter
{
    /// <summary>Its name.</summary>
    public required string Id { get; init; }

    /// <summary>When it was taken.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset AddedAt { get; init; }

    /// <summary><c>undecodable</c>, or <c>undeliverable</c> when it was not stored in time.</summary>
    public required string Reason { get; init; }

    /// <summary>Its size.</summary>
    public required long Bytes { get; init; }
}

/// <summary>What became of a dead letter.</summary>
public sealed record RestoredTicks
{
    /// <summary>Ticks that were missing and are stored now.</summary>
    public required int Stored { get; init; }

    /// <summary>Ticks that were stored already.</summary>
    public required int Duplicates { get; init; }
}
