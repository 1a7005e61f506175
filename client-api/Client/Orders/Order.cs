using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>The committed state of an order.</summary>
[JsonNumberHandling(WireNumbers.AsText)]
public sealed record Order
{
    /// <summary>The order; 0 for one that its account refused before any book saw it.</summary>
    public required long OrderId { get; init; }

    /// <summary>Your own name for it.</summary>
    public required string ClientOrderId { get; init; }

    /// <summary>Whose it is.</summary>
    [JsonNumberHandling(WireNumbers.AsNumber)]
    public required long AccountId { get; init; }

    /// <summary>What it trades.</summary>
    public required string Symbol { get; init; }

    /// <summary>Buy or sell.</summary>
    public required Side Side { get; init; }

    /// <summary>Market or limit.</summary>
    public required OrderType OrderType { get; init; }

    /// <summary>How long it lives.</summary>
    public required TimeInForce TimeInForce { get; init; }

    /// <summary>Limit price; for a market order its protection price; null when it was refused before it had one.</summary>
    public decimal? Price { get; init; }

    /// <summary>Total quantity (FIX 38).</summary>
    public required decimal OrderQty { get; init; }

    /// <summary>Traded quantity (FIX 14).</summary>
    public required decimal CumQty { get; init; }

    /// <summary>Working quantity (FIX 151): 0 when closed.</summary>
    public required decimal LeavesQty { get; init; }

    /// <summary>Average price of its trades (FIX 6), rounded half to even to eight decimals more than the price increment has; null before the first.</summary>
    public decimal? AvgPx { get; init; }

    /// <summary>State.</summary>
    public required OrdStatus Status { get; init; }

    /// <summary>Error code that says why it was refused (<see cref="RtxErrorCodes"/>); null otherwise.</summary>
    public string? RejectCode { get; init; }

    /// <summary>Sequence of its last event in the book.</summary>
    [JsonNumberHandling(WireNumbers.AsNumber)]
    public required long Sequence { get; init; }

    /// <summary>When it was accepted or refused.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its last event happened.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>One trade of an order.</summary>
[JsonNumberHandling(WireNumbers.AsText)]
public sealed record Fill
{
    /// <summary>The trade.</summary>
    public required long TradeId { get; init; }

    /// <summary>Price (FIX 31).</summary>
    public required decimal LastPx { get; init; }

    /// <summary>Quantity (FIX 32).</summary>
    public required decimal LastQty { get; init; }

    /// <summary>The order that was in the book.</summary>
    public required long RestingOrderId { get; init; }
}

/// <summary>The answer to a request about one order; everything it says is committed.</summary>
public sealed record OrderReply
{
    /// <summary>The order after the request.</summary>
    public required Order Order { get; init; }

    /// <summary>Trades that the request caused, in order; empty when none, and in the repeated answer to a repeated request.</summary>
    public IReadOnlyList<Fill> Fills { get; init; } = [];
}

/// <summary>The answer to an order request over the hub: either <see cref="Reply"/> or <see cref="Error"/>.</summary>
public sealed record OrderResult
{
    /// <summary>What was done; null on an error.</summary>
    public OrderReply? Reply { get; init; }

    /// <summary>Why nothing was done; null on success.</summary>
    public ErrorDetail? Error { get; init; }
}
