using Rtx.Model;

namespace Rtx.Domain.Orders;

/// <summary>Which terms of an order fit together: the table "InvalidTerms of a new order" of docs/matching.md.</summary>
public static class OrderRules
{
    private static readonly OrderInstructions AsksForNothing = new();

    /// <summary>Whether the terms do not contradict each other.</summary>
    public static bool AreTermsLegal(Instrument instrument, in BookOrder order, bool isInList) => FindContradiction(instrument, order, isInList) is null;

    /// <summary>The first term that has no legal value or contradicts another, by its name outside, as a sentence for people; null when they fit together.</summary>
    public static string? FindContradiction(Instrument instrument, in BookOrder order, bool isInList)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        if (order.Side is not (Side.Buy or Side.Sell)) return "side is buy or sell";
        if (!IsLifetimeOf(order.OrderType, order.TimeInForce)) return "timeInForce is none that this orderType has";
        var instructions = order.Instructions ?? AsksForNothing;
        if (!AreKnown(instructions)) return "triggerSource, selfTradePrevention, postOnly or listRole has no legal value";
        if ((instructions.ListRole != ListRole.None) != isInList) return "listRole is for orders of a list, and each of those has one";
        if (isInList && order.TimeInForce is (TimeInForce.AtTheOpen or TimeInForce.AtTheClose)) return "timeInForce of an order in a list is no auction";
        if (instructions.StopPx is not null != order.OrderType.HasTrigger()) return "stopPx is for the orderTypes with a trigger, which need it";
        if (instructions.TrailOffset is not null != order.OrderType.IsTrailing()) return "trailingOffset or trailingOffsetPercent is for trailing orderTypes, which need one of them";
        if (!IsExpireTimeOf(order.TimeInForce, instructions.ExpireTime)) return "expireTime is for timeInForce gtd, which needs it";
        if (instructions.DisplayQty is not null && !IsRestingLimit(order)) return "displayQty is for limit orders that may rest";
        if (instructions.PostOnly != PostOnly.No && !IsRestingLimit(order)) return "postOnly is for limit orders that may rest";
        if (instructions.MinQty is not null && !MayAskForMinimum(order, instructions)) return "minQty is for limit and market orders that may trade at once, and not for fok or postOnly";
        return instructions.ReduceOnly && instrument.Kind == InstrumentKind.Spot ? "reduceOnly is for margined instruments" : null;
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
