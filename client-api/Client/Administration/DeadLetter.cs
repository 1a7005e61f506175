using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>A batch of ticks that was in the stream but could not be stored. It is kept until it is retried.</summary>
public sealed record DeadLetter
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>When it was published.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset AddedAt { get; init; }

    /// <summary><c>undecodable</c>, or <c>undeliverable</c> when it was not stored in time.</summary>
    public required string Reason { get; init; }

    /// <summary>Its size in bytes.</summary>
    public required long Bytes { get; init; }
}

/// <summary>The result of retrying a dead letter.</summary>
public sealed record RestoredTicks
{
    /// <summary>Ticks that were missing and are now stored.</summary>
    public required int Stored { get; init; }

    /// <summary>Ticks that were stored already.</summary>
    public required int Duplicates { get; init; }
}
