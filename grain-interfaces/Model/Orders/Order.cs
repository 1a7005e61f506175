namespace Rtx.Model;

/// <summary>The state of an order as it is in SQL.</summary>
[GenerateSerializer, Immutable, Alias("rtx.Order")]
public sealed record Order
{
    /// <summary>The order; zero for one that its account refused before any book saw it.</summary>
    [Id(0)] public required OrderId OrderId { get; init; }

    /// <summary>The client's name for it.</summary>
    [Id(1)] public required ClientOrderId ClientOrderId { get; init; }

    /// <summary>Whose it is.</summary>
    [Id(2)] public required AccountId AccountId { get; init; }

    /// <summary>The instrument.</summary>
    [Id(3)] public required InstrumentId InstrumentId { get; init; }

    /// <summary>Buy or sell.</summary>
    [Id(4)] public required Side Side { get; init; }

    /// <summary>Order type (FIX 40).</summary>
    [Id(5)] public required OrderType OrderType { get; init; }

    /// <summary>How long it lives.</summary>
    [Id(6)] public required TimeInForce TimeInForce { get; init; }

    /// <summary>Limit price; for a market order its protection price; null when it was refused before it had one.</summary>
    [Id(7)] public Price? Price { get; init; }

    /// <summary>Total quantity (FIX 38).</summary>
    [Id(8)] public required Quantity OrderQty { get; init; }

    /// <summary>Traded quantity (FIX 14).</summary>
    [Id(9)] public required Quantity CumQty { get; init; }

    /// <summary>Working quantity (FIX 151): 0 when closed.</summary>
    [Id(10)] public required Quantity LeavesQty { get; init; }

    /// <summary>Sum of price × quantity over its trades in ticks × lots; divided by <see cref="CumQty"/> it is AvgPx (FIX 6).</summary>
    [Id(11)] public required decimal CumTickLots { get; init; }

    /// <summary>State.</summary>
    [Id(12)] public required OrdStatus Status { get; init; }

    /// <summary>Why it was refused; <see cref="RejectReason.None"/> otherwise.</summary>
    [Id(13)] public RejectReason RejectReason { get; init; }

    /// <summary>Sequence of the event that gave it its place in the queue; the key of time priority.</summary>
    [Id(14)] public required long PrioritySequence { get; init; }

    /// <summary>Sequence of its last event in the book.</summary>
    [Id(15)] public required long Sequence { get; init; }

    /// <summary>When it was accepted or refused.</summary>
    [Id(16)] public required Timestamp CreatedAt { get; init; }

    /// <summary>When its last event happened.</summary>
    [Id(17)] public required Timestamp UpdatedAt { get; init; }

    /// <summary>Where it is.</summary>
    [Id(18)] public OrderPlace Place { get; init; }

    /// <summary>Quantity that the book shows at the moment; null when it shows all.</summary>
    [Id(19)] public Quantity? DisplayedQty { get; init; }

    /// <summary>All else it asks, as it is now; null for nothing.</summary>
    [Id(20)] public OrderInstructions? Instructions { get; init; }

    /// <summary>Why its last event happened.</summary>
    [Id(21)] public ExecReason Reason { get; init; }
}
