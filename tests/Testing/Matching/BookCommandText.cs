using System.Text;
using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>Formats orders as one line of text with the fields that are set, so that a shrunk stream is readable.</summary>
internal static class BookCommandText
{
    internal static string Of(OrderId id) => $"{id.Value & ((1L << OrderId.SequenceBits) - 1)}";

    internal static string Of(in BookOrder order)
    {
        var text = new StringBuilder($"{Of(order.OrderId)}: account {order.AccountId} {order.Side} {order.OrderQty.Lots}");
        text.Append($" {order.OrderType} @ {order.Price.Ticks} {order.TimeInForce}");
        if (order.Instructions is not { } asked) return text.ToString();
        text.Append(" {");
        if (asked.StopPx is { } stopPx) text.Append($" stop {stopPx.Ticks} by {asked.TriggerSource}");
        if (asked.TrailOffset is { } trail) text.Append($" trail {trail.Value}{(trail.IsBasisPoints ? " bp" : "")}");
        if (asked.DisplayQty is { } displayQty) text.Append($" display {displayQty.Lots}");
        if (asked.MinQty is { } minQty) text.Append($" min {minQty.Lots}");
        if (asked.PostOnly != PostOnly.No) text.Append($" post-only {asked.PostOnly}");
        if (asked.ReduceOnly) text.Append(" reduce-only");
        if (asked.ExpireTime is { } expireTime) text.Append($" until {expireTime.UnixMicroseconds}");
        if (asked.SelfTradePrevention != SelfTradePrevention.None) text.Append($" {asked.SelfTradePrevention}");
        if (asked.TradeGroup != 0) text.Append($" group {asked.TradeGroup}");
        if (!asked.Tag.IsNone) text.Append($" tag {asked.Tag}");
        if (asked.ConnectionId != 0) text.Append($" connection {asked.ConnectionId}");
        if (asked.ListRole != ListRole.None) text.Append($" {asked.ListRole}");
        return text.Append(" }").ToString();
    }

    internal static string Of(AmendOrder amend)
    {
        var text = new StringBuilder(Of(amend.OrderId));
        if (amend.OrderQty is { } orderQty) text.Append($" to {orderQty.Lots}");
        if (amend.Price is { } price) text.Append($" @ {price.Ticks}");
        if (amend.StopPx is { } stopPx) text.Append($" stop {stopPx.Ticks}");
        if (amend.DisplayQty is { } displayQty) text.Append($" display {displayQty.Lots}");
        if (amend.ExpireTime is { } expireTime) text.Append($" until {expireTime.UnixMicroseconds}");
        if (amend.NewClientOrderId is { } name) text.Append($" named {name}");
        return text.ToString();
    }
}
