using Rtx.Domain.Matching.Memory;
using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>Random changes to an order, of each field alone and of several.</summary>
internal sealed class RandomAmendments(Dice dice, RandomOrders orders)
{
    /// <param name="id">The order.</param>
    /// <param name="order">Its state; null when it is not open.</param>
    /// <param name="middle">The mid price.</param>
    /// <param name="now">The time of the command.</param>
    internal AmendOrder Next(OrderId id, BookOrderState? order, int middle, Timestamp now)
    {
        var amend = new AmendOrder(id);
        var side = order?.Side ?? Side.Buy;
        var type = order?.OrderType ?? OrderType.Limit;
        if (dice.PerMille(400)) amend = amend with { OrderQty = NewQuantity(order) };
        if (dice.PerMille(400)) amend = amend with { Price = NewPrice(side, middle) };
        if (dice.PerMille(order?.Place == OrderPlace.Trigger ? 500 : 30))
        {
            amend = amend with { StopPx = new Price(dice.PerMille(40) ? 0 : orders.StopPx(side, type, middle)) };
        }
        if (dice.PerMille(order?.Instructions?.DisplayQty is null ? 20 : 350))
        {
            amend = amend with { DisplayQty = new Quantity(dice.Between(0, 8)) };
        }
        if (dice.PerMille(order?.TimeInForce == TimeInForce.Gtd ? 300 : 15))
        {
            amend = amend with { ExpireTime = dice.PerMille(60) ? now : orders.LaterThan(now) };
        }
        if (dice.PerMille(100)) amend = amend with { NewClientOrderId = new ClientOrderId("renamed") };
        return amend == new AmendOrder(id) && !dice.PerMille(50) ? amend with { OrderQty = NewQuantity(order) } : amend;
    }

    private Price NewPrice(Side side, int middle) => new(dice.Between(0, 999) switch
    {
        < 15 => 0,
        < 30 => middle + dice.Between(-45, 45),
        _ => orders.LimitPrice(side, middle) + (side.Sign() * dice.Between(-1, 4)),
    });

    private Quantity NewQuantity(BookOrderState? order)
    {
        if (order is not { } open || dice.PerMille(300))
        {
            return dice.PerMille(80) ? new Quantity(dice.Pick(0, 45, 1_001, 100_001)) : orders.RandomQuantity();
        }
        var orderQty = open.CumQty.Lots + open.LeavesQty.Lots;
        return new Quantity(dice.Between((int)Math.Max(1, open.CumQty.Lots - 1), (int)orderQty + dice.Between(0, 4)));
    }
}
