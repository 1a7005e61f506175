using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>Chapter "Lists".</summary>
public sealed partial class ReferenceBook
{
    private void TakeList(BookOrder[] orders)
    {
        var faults = orders.Select((order, index) => FindFault(order, index)).ToArray();
        var hangsTogether = HangsTogether(orders);
        if (!hangsTogether || faults.Any(fault => fault != RejectReason.None))
        {
            var otherwise = hangsTogether ? RejectReason.ListRefused : RejectReason.InvalidList;
            for (var i = 0; i < orders.Length; i++) TellRejected(orders[i], faults[i] == RejectReason.None ? otherwise : faults[i]);
            return;
        }

        var members = orders.Select((order, index) => Accept(Member(order, orders[0].OrderId, index))).ToList();
        foreach (var member in members)
        {
            member.Priority = Sequence + 1;
            member.Refresh();
            Tell(member, ExecType.New);
        }

        var hasEntry = members.Exists(member => member.Asked.ListRole == ListRole.Entry);
        _releaseQueue.AddRange(members.Where(member => !hasEntry || member.Asked.ListRole == ListRole.Entry));
    }

    private static ReferenceOrder Member(in BookOrder order, OrderId list, int index) =>
        new(order with { Instructions = order.Instructions! with { ListId = list, ListIndex = index } });

    private static bool HangsTogether(BookOrder[] orders)
    {
        if (orders.Length is < 2 or > 16 || orders.Any(order => order.AccountId != orders[0].AccountId)) return false;
        var roles = orders.Select(order => order.Instructions?.ListRole ?? ListRole.None).ToArray();
        if (roles.All(role => role == ListRole.OcoLeg)) return true;
        return (roles[0] == ListRole.Entry && roles.Skip(1).All(role => role == ListRole.Child)) || IsBracket(orders, roles);
    }

    private static bool IsBracket(BookOrder[] orders, ListRole[] roles)
    {
        var hasEntry = roles[0] == ListRole.Entry;
        var exits = orders.Skip(hasEntry ? 1 : 0).ToArray();
        var stopLosses = orders.Where((_, index) => roles[index] == ListRole.StopLoss).ToArray();
        var takeProfits = orders.Where((_, index) => roles[index] == ListRole.TakeProfit).ToArray();
        return stopLosses.Length == 1
            && takeProfits.Length >= 1
            && stopLosses.Length + takeProfits.Length == exits.Length
            && exits.All(exit => hasEntry ? (orders[0].Side, exit.Side) is (Side.Buy, Side.Sell) or (Side.Sell, Side.Buy) : exit.Side == exits[0].Side)
            && takeProfits.Sum(order => (decimal)order.OrderQty.Lots) <= stopLosses[0].OrderQty.Lots
            && (!hasEntry || stopLosses[0].OrderQty <= orders[0].OrderQty);
    }

    /// <summary>The open orders of a list, in list order.</summary>
    private List<ReferenceOrder> OpenOthers(ReferenceOrder member) =>
        [.. _open.Where(order => order.Asked.ListId == member.Asked.ListId && order != member).OrderBy(order => order.Asked.ListIndex)];

    /// <summary>Consequences of a trade; those of being filled come last.</summary>
    private void AfterTrade(ReferenceOrder order, long quantity, bool isFilled)
    {
        switch (order.Asked.ListRole)
        {
            case ListRole.OcoLeg:
                CancelOtherLegs(order);
                break;
            case ListRole.TakeProfit:
                if (OpenOthersNotOver(order).Find(other => other.Asked.ListRole == ListRole.StopLoss) is { } stopLoss) Lose(stopLoss, quantity, ExecReason.LinkedOrder);
                break;
            case ListRole.StopLoss:
                LowerTakeProfits(order);
                break;
            case ListRole.Entry when isFilled:
                EndEntry(order);
                break;
            case ListRole.None or ListRole.Entry or ListRole.Child:
                break;
        }
    }

    /// <summary>Consequences of a closing event that is no trade.</summary>
    private void AfterEnd(ReferenceOrder order, ExecReason reason)
    {
        // Otherwise a leg that has traded a part would be closed by those that it closed.
        if (reason == ExecReason.LinkedOrder) return;
        if (order.Asked.ListRole == ListRole.OcoLeg) CancelOtherLegs(order);
        if (order.Asked.ListRole == ListRole.Entry) EndEntry(order);
    }

    private void CancelOtherLegs(ReferenceOrder leg)
    {
        foreach (var other in OpenOthers(leg)) Cancel(other, ExecReason.LinkedOrder);
    }

    /// <summary>The take profits, last of the list first, lose what is more than the stop loss still has.</summary>
    private void LowerTakeProfits(ReferenceOrder stopLoss)
    {
        var takeProfits = OpenOthersNotOver(stopLoss).Where(other => other.Asked.ListRole == ListRole.TakeProfit).ToList();
        var tooMuch = takeProfits.Sum(order => order.LeavesQty) - stopLoss.LeavesQty;
        for (var i = takeProfits.Count - 1; i >= 0 && tooMuch > 0; i--)
        {
            var lost = Math.Min(tooMuch, takeProfits[i].LeavesQty);
            Lose(takeProfits[i], lost, ExecReason.LinkedOrder);
            tooMuch -= lost;
        }
    }

    /// <summary>What waited for the entry is cut to what the entry has traded, and may work then.</summary>
    private void EndEntry(ReferenceOrder entry)
    {
        var waiting = OpenOthersNotOver(entry);
        var leftForTakeProfits = entry.CumQty;
        foreach (var order in waiting)
        {
            var isTakeProfit = order.Asked.ListRole == ListRole.TakeProfit;
            var most = isTakeProfit ? leftForTakeProfits : entry.CumQty;
            if (order.LeavesQty > most) Lose(order, order.LeavesQty - most, ExecReason.LinkedOrder);
            if (isTakeProfit) leftForTakeProfits -= order.LeavesQty;
        }

        _releaseQueue.AddRange(waiting.Where(order => order.IsOpen));
    }
}
