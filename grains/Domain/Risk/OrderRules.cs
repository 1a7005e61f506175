using Rtx.Domain.Matching;
using Rtx.Model;

namespace Rtx.Domain.Risk;

/// <summary>Which terms of an order fit together: the table "InvalidTerms of a new order" of docs/matching.md.</summary>
public static class OrderRules
{
    /// <summary>Whether the terms do not contradict each other.</summary>
    public static bool AreTermsLegal(Instrument instrument, in BookOrder order, bool isInList)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        if (order.Side is not (Side.Buy or Side.Sell)) return false;
        if (!IsLifetimeOf(order.OrderType, order.TimeInForce)) return false;
        if (order.Instructions is not { } instructions) return !isInList && order.TimeInForce != TimeInForce.Gtd && !order.OrderType.HasTrigger();
        return AreKnown(instructions)
            && (instructions.ListRole != ListRole.None) == isInList
            && !(isInList && order.TimeInForce is (TimeInForce.AtTheOpen or TimeInForce.AtTheClose))
            && instructions.StopPx is not null == order.OrderType.HasTrigger()
            && instructions.TrailOffset is not null == order.OrderType.IsTrailing()
            && IsExpireTimeOf(order.TimeInForce, instructions.ExpireTime)
            && (instructions.DisplayQty is null || IsRestingLimit(order))
            && (instructions.PostOnly == PostOnly.No || IsRestingLimit(order))
            && (instructions.MinQty is null || MayAskForMinimum(order, instructions))
            && !(instructions.ReduceOnly && instrument.Kind == InstrumentKind.Spot);
    }

    private static bool AreKnown(OrderInstructions instructions) =>
        instructions.TriggerSource is >= TriggerSource.LastTrade and <= TriggerSource.OppositeBest
        && instructions.SelfTradePrevention is >= SelfTradePrevention.None and <= SelfTradePrevention.DecrementAndCancel
        && instructions.PostOnly is >= PostOnly.No and <= PostOnly.Slide
        && instructions.ListRole is >= ListRole.None and <= ListRole.TakeProfit;

    private static bool IsLifetimeOf(OrderType type, TimeInForce timeInForce) => type switch
    {
        OrderType.Limit => timeInForce is TimeInForce.Day or TimeInForce.Gtc or TimeInForce.AtTheOpen or TimeInForce.Ioc or TimeInForce.Fok or TimeInForce.Gtd or TimeInForce.AtTheClose,
        OrderType.Market => timeInForce is TimeInForce.Ioc or TimeInForce.Fok or TimeInForce.AtTheOpen or TimeInForce.AtTheClose,
        >= OrderType.Stop and <= OrderType.MarketToLimit => IsUntilSomeTime(timeInForce),
        _ => false,
    };

    private static bool IsUntilSomeTime(TimeInForce timeInForce) => timeInForce is TimeInForce.Day or TimeInForce.Gtc or TimeInForce.Gtd;

    private static bool IsRestingLimit(in BookOrder order) => order.OrderType == OrderType.Limit && IsUntilSomeTime(order.TimeInForce);

    private static bool MayAskForMinimum(in BookOrder order, OrderInstructions instructions) =>
        order.OrderType is OrderType.Limit or OrderType.Market
        && order.TimeInForce is not (TimeInForce.Fok or TimeInForce.AtTheOpen or TimeInForce.AtTheClose)
        && instructions.PostOnly == PostOnly.No;

    private static bool IsExpireTimeOf(TimeInForce timeInForce, Timestamp? expireTime) => timeInForce switch
    {
        TimeInForce.Gtd => expireTime is not null,
        TimeInForce.Day => true,
        TimeInForce.Gtc or TimeInForce.AtTheOpen or TimeInForce.Ioc or TimeInForce.Fok or TimeInForce.AtTheClose => expireTime is null,
    };
}
