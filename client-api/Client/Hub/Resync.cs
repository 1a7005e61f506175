using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>Kinds of live data.</summary>
[JsonConverter(typeof(WireEnumConverter<LiveKind>))]
public enum LiveKind
{
    /// <summary>Best bid and offer.</summary>
    Quotes = 1,

    /// <summary>Levels of a book.</summary>
    Depth = 2,

    /// <summary>Trades.</summary>
    Trades = 3,

    /// <summary>Candles.</summary>
    Candles = 4,

    /// <summary>Events of an account's orders.</summary>
    Executions = 5,

    /// <summary>Orders of a book.</summary>
    Orders = 6,
}

/// <summary>Why live data was missed.</summary>
[JsonConverter(typeof(WireEnumConverter<ResyncReason>))]
public enum ResyncReason
{
    /// <summary>Data may have been lost before it reached the API, e.g. while Redis was unavailable.</summary>
    SourceGap = 1,

    /// <summary>The connection fell too far behind.</summary>
    SlowConsumer = 2,
}

/// <summary>A subscription has missed data.</summary>
public sealed record Resync
{
    /// <summary>The kind of data.</summary>
    public required LiveKind Kind { get; init; }

    /// <summary>The instrument's symbol; null for executions.</summary>
    public string? Symbol { get; init; }

    /// <summary>The account; null for everything but executions.</summary>
    public long? AccountId { get; init; }

    /// <summary>The reason.</summary>
    public ResyncReason Reason { get; init; } = ResyncReason.SourceGap;
}
