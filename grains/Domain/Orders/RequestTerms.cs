using Rtx.Model;

namespace Rtx.Domain.Orders;

/// <summary>What a price is asked for, to complete a request.</summary>
public enum ReferenceNeed
{
    /// <summary>The request is complete.</summary>
    None = 0,

    /// <summary>What the order would trade at now: the best opposite price, else the last trade.</summary>
    TradePrice = 1,

    /// <summary>What the order's trigger compares with: its <see cref="OrderInstructions.TriggerSource"/>.</summary>
    TriggerPrice = 2,
}

/// <summary>
/// Completes a client's request to what a book takes:
/// <list type="bullet">
/// <item>a market-like order without price, and a market-to-limit order without one, gets the <see cref="ProtectionPrice"/> of its reference; that is the
/// trigger price for types with a trigger, else the price that it would trade at;</item>
/// <item>a trailing order without trigger price gets reference − distance (sell) or + distance (buy) as its first one. Its limit price is the trigger −
/// <see cref="NewOrder.LimitOffset"/> (sell) or + (buy), its protection price that of the trigger;</item>
/// <item>a day order expires at the end of the session.</item>
/// </list>
/// Contradictions that a book cannot see are <see cref="RejectReason.InvalidTerms"/>: a price missing or given where <see cref="NewOrder.Price"/> says
/// otherwise, a limit offset of another type than trailing stop-limit or below zero, an expire time of a day order, a request without name.
/// </summary>
public static class RequestTerms
{
    private const decimal BasisPoints = 10_000m;

    /// <summary>
    /// Which price <see cref="Resolve"/> must be given. The trigger source of a request that needs <see cref="ReferenceNeed.TriggerPrice"/> is a known one.
    /// </summary>
    public static ReferenceNeed NeedOf(NewOrder request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request switch
        {
            { OrderType: OrderType.Market or OrderType.MarketToLimit, Price: null } => ReferenceNeed.TradePrice,
            {
                OrderType: OrderType.TrailingStop or OrderType.TrailingStopLimit,
                Instructions: { TrailOffset: not null, StopPx: null, TriggerSource: >= TriggerSource.LastTrade and <= TriggerSource.OppositeBest },
            } => ReferenceNeed.TriggerPrice,
            _ => ReferenceNeed.None,
        };
    }

    /// <summary>Completes a request.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="account">Whose it is.</param>
    /// <param name="request">The request.</param>
    /// <param name="reference">The price that <see cref="NeedOf"/> asks for; null when nobody knows it.</param>
    /// <param name="sessionEnd">End of the session; needed for a day order only.</param>
    public static ResolvedTerms Resolve(Instrument instrument, AccountId account, NewOrder request, Price? reference, Timestamp? sessionEnd)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        ArgumentNullException.ThrowIfNull(request);
        var order = new BookOrder(
            default, account, request.Side, request.OrderType, request.TimeInForce, request.OrderQty, request.Price ?? new Price(1), request.Instructions);
        if (FindContradiction(request) is not null) return new ResolvedTerms(order, RejectReason.InvalidTerms);
        if (request.TimeInForce == TimeInForce.Day && sessionEnd is { } end)
            order = order with { Instructions = (order.Instructions ?? new OrderInstructions()) with { ExpireTime = end } };
        if (request.OrderType.IsTrailing()) return Trailing(instrument, request, order, order.Instructions!, reference);
        if (request.Price is not null) return new ResolvedTerms(order);
        // Only market-like and market-to-limit orders come without a price.
        return (order.Instructions?.StopPx ?? reference) is { } from
            ? new ResolvedTerms(order with { Price = ProtectionPrice.From(instrument, request.Side, from) })
            : new ResolvedTerms(order, RejectReason.NoReferencePrice);
    }

    /// <summary>What in a request contradicts itself, by the names of its fields outside, as a sentence for people; null when it fits together.</summary>
    public static string? FindContradiction(NewOrder request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.ClientOrderId == default) return "clientOrderId is missing";
        if (request.Side is not (Side.Buy or Side.Sell)) return "side is buy or sell";
        if (request.OrderType is < OrderType.Market or > OrderType.MarketToLimit) return "orderType has no legal value";
        if (!IsPriceOf(request)) return ContradictionOfPrice(request);
        if (request.OrderType == OrderType.TrailingStopLimit ? request.LimitOffset is not >= 0 : request.LimitOffset is not null)
            return "limitOffset is for trailing_stop_limit, which needs it, and is not negative";
        return request.TimeInForce == TimeInForce.Day && request.Instructions?.ExpireTime is not null ? "expireTime is not for timeInForce day" : null;
    }

    private static string ContradictionOfPrice(NewOrder request) => request.OrderType switch
    {
        OrderType.Limit or OrderType.StopLimit or OrderType.LimitIfTouched or OrderType.Market or OrderType.MarketToLimit => "price is missing",
        OrderType.Stop or OrderType.MarketIfTouched => "stopPx is missing",
        OrderType.TrailingStop or OrderType.TrailingStopLimit =>
            request.Price is not null ? "price is not for trailing orderTypes" : "trailingOffset or trailingOffsetPercent is missing",
    };

    private static ResolvedTerms Trailing(Instrument instrument, NewOrder request, in BookOrder order, OrderInstructions instructions, Price? reference)
    {
        if (instructions.StopPx is null && reference is null)
            return new ResolvedTerms(order with { Instructions = instructions with { StopPx = new Price(1) } }, RejectReason.NoReferencePrice);
        var stopPx = instructions.StopPx ?? Move(reference!.Value, request.Side, Distance(instructions.TrailOffset!.Value, reference.Value));
        return new ResolvedTerms(order with
        {
            Price = request.LimitOffset is { } offset ? Move(stopPx, request.Side, offset) : ProtectionPrice.From(instrument, request.Side, stopPx),
            Instructions = instructions with { StopPx = stopPx },
        });
    }

    // What is beyond the limits stays beyond them, for the checks of the order to see, and nothing overflows.
    private static decimal Distance(TrailOffset offset, Price reference) => offset.IsBasisPoints
        ? decimal.Ceiling(Math.Abs((decimal)reference.Ticks) * Math.Clamp(offset.Value, 0, OrderChecks.MaxTrailBasisPoints + 1) / BasisPoints)
        : offset.Value;

    private static Price Move(Price from, Side side, decimal ticks) =>
        new((long)Math.Clamp(from.Ticks + (side.Sign() * ticks), -OrderChecks.MaxPriceTicks - 1, OrderChecks.MaxPriceTicks + 1));


    private static bool IsPriceOf(NewOrder request) => request.OrderType switch
    {
        OrderType.Limit or OrderType.StopLimit or OrderType.LimitIfTouched => request.Price is not null,
        OrderType.Market or OrderType.MarketToLimit => true,
        OrderType.Stop or OrderType.MarketIfTouched => request.Price is not null || request.Instructions?.StopPx is not null,
        OrderType.TrailingStop or OrderType.TrailingStopLimit => request.Price is null && request.Instructions?.TrailOffset is not null,
    };
}
