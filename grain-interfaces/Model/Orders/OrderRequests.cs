namespace Rtx.Model;

/// <summary>A request to place an order (FIX D). The client order id makes it idempotent.</summary>
[GenerateSerializer, Immutable, Alias("rtx.NewOrder")]
public sealed record NewOrder
{
    /// <summary>The client's own unique name for the order.</summary>
    [Id(0)] public required ClientOrderId ClientOrderId { get; init; }

    /// <summary>What to trade.</summary>
    [Id(1)] public required InstrumentId InstrumentId { get; init; }

    /// <summary>Buy or sell.</summary>
    [Id(2)] public required Side Side { get; init; }

    /// <summary>Market or limit.</summary>
    [Id(3)] public required OrderType OrderType { get; init; }

    /// <summary>How long it lives. Market orders are IOC or FOK.</summary>
    [Id(4)] public required TimeInForce TimeInForce { get; init; }

    /// <summary>Lots to trade.</summary>
    [Id(5)] public required Quantity OrderQty { get; init; }

    /// <summary>Limit price; null for a market order.</summary>
    [Id(6)] public Price? Price { get; init; }
}

/// <summary>A request to change an order (FIX G). Null leaves a field as it is.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="OrderQty">New total quantity, traded part included. Down keeps priority.</param>
/// <param name="Price">New limit price. Any change loses priority.</param>
[GenerateSerializer, Immutable, Alias("rtx.AmendOrder")]
public sealed record AmendOrder(OrderId OrderId, Quantity? OrderQty, Price? Price);

/// <summary>A request to cancel an order (FIX F).</summary>
/// <param name="OrderId">The order.</param>
[GenerateSerializer, Immutable, Alias("rtx.CancelOrder")]
public sealed record CancelOrder(OrderId OrderId);
