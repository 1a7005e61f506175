using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>Chapters "Entering" and "Amend".</summary>
public sealed partial class ReferenceBook
{
    /// <summary>Begins to keep a new order.</summary>
    private ReferenceOrder Accept(ReferenceOrder order)
    {
        Add(order);
        return order;
    }

    /// <summary>Gives an order that was accepted, triggered, released or replaced its place; trades it where it aggresses.</summary>
    private void Enter(ReferenceOrder order, ExecType execType, ExecReason reason)
    {
        order.Priority = Sequence + 1;
        order.Refresh();
        if (order.HasTrigger && !order.IsTriggered) order.Place = OrderPlace.Trigger;
        else if (order.TimeInForce == TimeInForce.AtTheClose && State != TradingState.ClosingAuction) order.Place = OrderPlace.Held;
        else
        {
            EnterTrading(order, execType, reason);
            return;
        }

        Tell(order, execType, reason);
    }

    private void EnterTrading(ReferenceOrder order, ExecType execType, ExecReason reason)
    {
        ClampIntoStaticBand(order);
        if (State == TradingState.Continuous)
        {
            EnterContinuous(order, execType, reason);
            return;
        }

        order.Place = OrderPlace.Book;
        Tell(order, execType, reason);
    }

    private void EnterContinuous(ReferenceOrder order, ExecType execType, ExecReason reason)
    {
        order.Place = OrderPlace.Aggressing;
        var ends = ExecReason.None;
        if (order.Type == OrderType.MarketToLimit && execType != ExecType.Replaced && !TakeBestPrice(order)) ends = ExecReason.NoLiquidity;
        if (order.Asked.PostOnly != PostOnly.No && Crosses(order) && !Slide(order)) ends = ExecReason.PostOnly;
        if (ends == ExecReason.None && order is { MinQty: null, MayRest: true } && !Crosses(order)) order.Place = OrderPlace.Book;
        Tell(order, execType, reason);
        if (ends != ExecReason.None) Cancel(order, ends);
        else if (order.Place == OrderPlace.Aggressing) Match(order);
    }

    /// <summary>False when there is no best opposite price within the order's own.</summary>
    private bool TakeBestPrice(ReferenceOrder order)
    {
        if (BestOf(OtherSide(order.Side)) is not { } best || !Crosses(order.Side, order.Price, best)) return false;
        order.Price = best;
        return true;
    }

    /// <summary>False when it may not slide.</summary>
    private bool Slide(ReferenceOrder order)
    {
        var behind = Behind(order.Side, BestOf(OtherSide(order.Side))!.Value);
        if (order.Asked.PostOnly != PostOnly.Slide || !IsLegal(behind)) return false;
        order.Price = behind;
        return true;
    }

    /// <summary>The price of a side that is next to the other side's best without crossing it.</summary>
    private static long Behind(Side side, long otherBest) => side == Side.Buy ? otherBest - 1 : otherBest + 1;

    private void ClampIntoStaticBand(ReferenceOrder order)
    {
        if (order.Type is OrderType.Limit or OrderType.MarketToLimit || StaticBand() is not var (low, high)) return;
        order.Price = order.Side == Side.Buy ? Math.Min(order.Price, high) : Math.Max(order.Price, low);
    }

    private static bool KeepsPriority(ReferenceOrder order, AmendOrder amend) =>
        amend is { Price: null, StopPx: null, DisplayQty: null, ExpireTime: null } && (amend.OrderQty is null || amend.OrderQty.Value.Lots <= order.OrderQty);

    private void Replace(ReferenceOrder order, AmendOrder amend)
    {
        var keepsPriority = KeepsPriority(order, amend);
        order.ChangeLeaves((amend.OrderQty?.Lots ?? order.OrderQty) - order.CumQty);
        order.Price = amend.Price?.Ticks ?? order.Price;
        order.StopPx = amend.StopPx?.Ticks ?? order.StopPx;
        order.DisplayQty = amend.DisplayQty?.Lots ?? order.DisplayQty;
        order.ExpireTime = amend.ExpireTime ?? order.ExpireTime;
        if (keepsPriority)
        {
            Tell(order, ExecType.Replaced);
        }
        else if (order.Place == OrderPlace.Held)
        {
            order.Priority = Sequence + 1;
            order.Refresh();
            Tell(order, ExecType.Replaced);
        }
        else
        {
            Enter(order, ExecType.Replaced, ExecReason.None);
        }
    }
}
