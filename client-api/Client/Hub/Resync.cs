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

/// <summary>Why live data is missing.</summary>
[JsonConverter(typeof(WireEnumConverter<ResyncReason>))]
public enum ResyncReason
{
    /// <summary>It may have been lost before it came to the API, e.g. while Redis was away.</summary>
    SourceGap = 1,

    /// <summary>The connection was too far behind.</summary>
    SlowConsumer = 2,
}

/// <summary>Something of a subscription is missing.</summary>
public sealed record Resync
{
    /// <summary>Which data.</summary>
    public required LiveKind Kind { get; init; }

    /// <summary>Of which instrument; null for executions.</summary>
    public string? Symbol { get; init; }

    /// <summary>Of which account; null for all but executions.</summary>
    public long? AccountId { get; init; }

    /// <summary>Why.</summary>
    public ResyncReason Reason { get; init; } = ResyncReason.SourceGap;
}
