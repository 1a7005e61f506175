using Rtx.Model;

namespace Rtx.Storage.Trading;

/// <summary>An order as it is, with the terms it began with: those of its first event, or of its request when its account refused it.</summary>
/// <param name="Order">Its present state.</param>
public sealed record PlacedOrder(Order Order)
{
    /// <summary>Its first price: the limit, or the protection price of a market-like order; null when it was refused without one.</summary>
    public required Price? FirstPrice { get; init; }

    /// <summary>Its first quantity.</summary>
    public required Quantity FirstOrderQty { get; init; }

    /// <summary>Its first instructions; null for none.</summary>
    public required OrderInstructions? FirstInstructions { get; init; }

    /// <summary>The limit offset of its request; known of a refused order only.</summary>
    public required long? FirstLimitOffset { get; init; }

    /// <summary>The numbers that decided a refusal of its account, for people; null otherwise.</summary>
    public string? RefusalDetail { get; init; }

    /// <summary>Whether its account refused it before any book saw it.</summary>
    public bool IsRefusedByAccount => Order.OrderId == default;

    /// <summary>
    /// Whether the request is the one that made the order. What the server gives by itself (a missing price, the first trigger price of a trailing order, the end of a day
    /// order's session, the place in a list) is not compared, nor is the connection: a request is repeated over the next one when the first has gone.
    /// </summary>
    public bool IsAnswerTo(NewOrder request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Order.InstrumentId == request.InstrumentId && Order.Side == request.Side && Order.OrderType == request.OrderType
            && Order.TimeInForce == request.TimeInForce && FirstOrderQty == request.OrderQty
            && WithoutGiven(FirstInstructions, request) == WithoutGiven(request.Instructions, request)
            && (IsRefusedByAccount ? FirstPrice == request.Price && FirstLimitOffset == request.LimitOffset : IsPriceOf(request));
    }

    private static OrderInstructions WithoutGiven(OrderInstructions? instructions, NewOrder request)
    {
        instructions ??= new OrderInstructions();
        return instructions with
        {
            StopPx = request.OrderType.IsTrailing() && request.Instructions?.StopPx is null ? null : instructions.StopPx,
            ExpireTime = request.TimeInForce == TimeInForce.Day ? null : instructions.ExpireTime,
            ConnectionId = 0,
            ListId = default,
            ListIndex = 0,
        };
    }

    private bool IsPriceOf(NewOrder request) => request.OrderType switch
    {
        OrderType.Limit when request.Instructions?.PostOnly == PostOnly.Slide => IsAtMost(request.Price),
        OrderType.Limit or OrderType.StopLimit or OrderType.LimitIfTouched => FirstPrice == request.Price,
        OrderType.Market or OrderType.Stop or OrderType.MarketIfTouched or OrderType.MarketToLimit => request.Price is null || IsAtMost(request.Price),
        OrderType.TrailingStop => request.Price is null,
        OrderType.TrailingStopLimit => request.Price is null && LimitOffset == request.LimitOffset,
    };

    // A book moves a price only to where it costs less than was asked: into the price band, to the best opposite price, or behind it.
    private bool IsAtMost(Price? asked) => FirstPrice is { } first && asked is { } price && (Order.Side == Side.Buy ? first <= price : first >= price);

    private long? LimitOffset => FirstPrice is { } price && FirstInstructions?.StopPx is { } stop ? Order.Side.Sign() * (price.Ticks - stop.Ticks) : null;
}
