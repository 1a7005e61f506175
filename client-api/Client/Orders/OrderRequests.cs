using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>
/// An order to place. The client order id makes it idempotent: sending the same request again answers with the order's present state and never trades twice.
/// </summary>
[JsonNumberHandling(WireNumbers.AsText)]
public sealed record PlaceOrderRequest
{
    /// <summary>Your own name for the order, unique per account for ever: 1 to 64 printable ASCII characters without space.</summary>
    public required string ClientOrderId { get; init; }

    /// <summary>What to trade, e.g. <c>BTCUSD</c>.</summary>
    public required string Symbol { get; init; }

    /// <summary>Buy or sell.</summary>
    public required Side Side { get; init; }

    /// <summary>Market or limit.</summary>
    public required OrderType OrderType { get; init; }

    /// <summary>How long it lives. Market orders are IOC or FOK. Null: GTC for a limit order, IOC for a market order.</summary>
    public TimeInForce? TimeInForce { get; init; }

    /// <summary>How much, a whole multiple of the instrument's quantity increment.</summary>
    public required decimal OrderQty { get; init; }

    /// <summary>Limit price, a whole multiple of the instrument's price increment; null for a market order.</summary>
    public decimal? Price { get; init; }
}

/// <summary>A change to an open order. Null leaves a field as it is; at least one is given.</summary>
[JsonNumberHandling(WireNumbers.AsText)]
public sealed record AmendOrderRequest
{
    /// <summary>New total quantity, the traded part included. Down keeps the place in the queue.</summary>
    public decimal? OrderQty { get; init; }

    /// <summary>New limit price. Any change loses the place in the queue.</summary>
    public decimal? Price { get; init; }
}
