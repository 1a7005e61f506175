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

    /// <summary>Order type (FIX 40).</summary>
    [Id(3)] public required OrderType OrderType { get; init; }

    /// <summary>How long it lives.</summary>
    [Id(4)] public required TimeInForce TimeInForce { get; init; }

    /// <summary>Lots to trade.</summary>
    [Id(5)] public required Quantity OrderQty { get; init; }

    /// <summary>
    /// Limit price; for a market-like order the protection price, null for the instrument's own. Null for trailing types, where
    /// <see cref="LimitOffset"/> says how far the limit is from the trigger.
    /// </summary>
    [Id(6)] public Price? Price { get; init; }

    /// <summary>All else it asks; null asks for nothing.</summary>
    [Id(7)] public OrderInstructions? Instructions { get; init; }

    /// <summary>Ticks from the trigger to the limit price of a trailing stop-limit order, 0 or more; null for all other types.</summary>
    [Id(8)] public long? LimitOffset { get; init; }
}

/// <summary>How the orders of a list hang together (FIX 1385).</summary>
public enum ContingencyType
{
    /// <summary>One cancels the others.</summary>
    Oco = 1,

    /// <summary>The first triggers the others.</summary>
    Oto = 2,

    /// <summary>Entry with a stop loss and take profits (a ladder), or only these for a position that exists.</summary>
    Bracket = 3,
}

/// <summary>
/// A request to place several orders of one instrument that hang together: all are accepted or none. The roles of its orders are in their
/// <see cref="OrderInstructions.ListRole"/>.
/// </summary>
/// <param name="ContingencyType">How they hang together.</param>
/// <param name="Orders">The orders: OCO two or more legs; OTO the entry and its children; a bracket the entry (optional), one stop loss and the take profits.</param>
[GenerateSerializer, Immutable, Alias("rtx.NewOrderList")]
public sealed record NewOrderList(ContingencyType ContingencyType, IReadOnlyList<NewOrder> Orders)
{
    /// <summary>Most orders of one list.</summary>
    public const int MaxOrders = 16;
}

/// <summary>A request to change an order (FIX G) in one step. Null leaves a field as it is. Only a lower quantity keeps the priority.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="OrderQty">New total quantity, traded part included.</param>
/// <param name="Price">New limit price.</param>
[GenerateSerializer, Immutable, Alias("rtx.AmendOrder")]
public sealed record AmendOrder(OrderId OrderId, Quantity? OrderQty = null, Price? Price = null)
{
    /// <summary>New trigger price, while it has not been reached.</summary>
    [Id(3)] public Price? StopPx { get; init; }

    /// <summary>New display quantity.</summary>
    [Id(4)] public Quantity? DisplayQty { get; init; }

    /// <summary>New expire time of a GTD order.</summary>
    [Id(5)] public Timestamp? ExpireTime { get; init; }

    /// <summary>New name; alone, or with a lower quantity, it keeps the priority.</summary>
    [Id(6)] public ClientOrderId? NewClientOrderId { get; init; }
}

/// <summary>A request to cancel an order (FIX F).</summary>
/// <param name="OrderId">The order.</param>
[GenerateSerializer, Immutable, Alias("rtx.CancelOrder")]
public sealed record CancelOrder(OrderId OrderId);

/// <summary>Which of an account's open orders a mass cancel takes (FIX q); null takes all.</summary>
/// <param name="InstrumentId">Of this instrument.</param>
/// <param name="Side">Of this side.</param>
/// <param name="TagNumber">The <see cref="Tag"/> as older silos and API processes send it.</param>
/// <param name="ConnectionId">Of this connection.</param>
[GenerateSerializer, Immutable, Alias("rtx.MassCancel")]
public sealed record MassCancel(InstrumentId? InstrumentId = null, Side? Side = null, int? TagNumber = null, long? ConnectionId = null)
{
    // Older silos know no texts. They must see a tag that no order has: without any they would cancel all.
    private const int NoNumber = int.MinValue;

    [Id(4)] private readonly OrderTag _tagText;

    /// <summary>Of this tag; none takes all.</summary>
    public OrderTag Tag
    {
        get => _tagText.IsNone && TagNumber is { } number ? OrderTag.Of(number) : _tagText;
        init
        {
            TagNumber = value.IsNone ? null : value.Number ?? NoNumber;
            _tagText = value.Number is null ? value : default;
        }
    }
}
