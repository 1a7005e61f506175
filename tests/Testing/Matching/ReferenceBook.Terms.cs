using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>Chapter "Refusals", InvalidTerms of a new order: one method for each line of the list.</summary>
public sealed partial class ReferenceBook
{
    private bool Contradict(in BookOrder order, OrderInstructions asked, bool isInList) =>
        HasUnknownMember(order, asked)
        || (asked.ListRole != ListRole.None) != isInList
        || HasLifetimeThatItsTypeHasNot(order)
        || HasTriggerThatItsTypeHasNot(order, asked)
        || (asked.DisplayQty is not null && !MayShowPartOrOnlyPost(order))
        || (asked.PostOnly != PostOnly.No && !MayShowPartOrOnlyPost(order))
        || HasMinimumThatItMayNot(order, asked)
        || HasExpireTimeThatItMayNot(order, asked)
        || (asked.ReduceOnly && instrument.Kind == InstrumentKind.Spot)
        || (isInList && order.TimeInForce is TimeInForce.AtTheOpen or TimeInForce.AtTheClose);

    private static bool HasUnknownMember(in BookOrder order, OrderInstructions asked) =>
        order.Side is not (Side.Buy or Side.Sell)
        || (int)order.OrderType is < 1 or > 9
        || (int)order.TimeInForce is < 0 or 5 or > 7
        || (int)asked.TriggerSource is < 0 or > 2
        || (int)asked.SelfTradePrevention is < 0 or > 4
        || (int)asked.PostOnly is < 0 or > 2
        || (int)asked.ListRole is < 0 or > 5;

    private static bool HasLifetimeThatItsTypeHasNot(in BookOrder order) => order.OrderType switch
    {
        OrderType.Limit => false,
        OrderType.Market => order.TimeInForce is TimeInForce.Day or TimeInForce.Gtc or TimeInForce.Gtd,
        OrderType.MarketToLimit or OrderType.Stop or OrderType.StopLimit or OrderType.TrailingStop or OrderType.TrailingStopLimit
            or OrderType.MarketIfTouched or OrderType.LimitIfTouched => order.TimeInForce is not (TimeInForce.Day or TimeInForce.Gtc or TimeInForce.Gtd),
    };

    private static bool HasTriggerThatItsTypeHasNot(in BookOrder order, OrderInstructions asked)
    {
        var hasTrigger = order.OrderType is not (OrderType.Market or OrderType.Limit or OrderType.MarketToLimit);
        var isTrailing = order.OrderType is OrderType.TrailingStop or OrderType.TrailingStopLimit;
        return (asked.StopPx is not null) != hasTrigger || (asked.TrailOffset is not null) != isTrailing;
    }

    private static bool MayShowPartOrOnlyPost(in BookOrder order) =>
        order is { OrderType: OrderType.Limit, TimeInForce: TimeInForce.Day or TimeInForce.Gtc or TimeInForce.Gtd };

    private static bool HasMinimumThatItMayNot(in BookOrder order, OrderInstructions asked) =>
        asked.MinQty is not null
        && (order.OrderType is not (OrderType.Limit or OrderType.Market)
            || order.TimeInForce is TimeInForce.Fok or TimeInForce.AtTheOpen or TimeInForce.AtTheClose
            || asked.PostOnly != PostOnly.No);

    private static bool HasExpireTimeThatItMayNot(in BookOrder order, OrderInstructions asked) => asked.ExpireTime is null
        ? order.TimeInForce == TimeInForce.Gtd
        : order.TimeInForce is not (TimeInForce.Gtd or TimeInForce.Day);
}
