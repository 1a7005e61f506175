using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>Chapter "Matching", rule 1 and "Enough".</summary>
public sealed partial class ReferenceBook
{
    /// <summary>Looks for all of a fill-or-kill order, or for an order's minimum; cancels it when that is not there.</summary>
    private bool IsEnoughThere(ReferenceOrder aggressor, (long Low, long High)? band)
    {
        var isFillOrKill = aggressor.TimeInForce == TimeInForce.Fok;
        if (!isFillOrKill && aggressor.MinQty is null) return true;
        var needed = isFillOrKill ? aggressor.LeavesQty : aggressor.MinQty!.Value;
        aggressor.MinQty = null;
        if (CountWhatIsThere(aggressor, band) >= needed) return true;
        Cancel(aggressor, isFillOrKill ? ExecReason.Remainder : ExecReason.MinQty);
        return false;
    }

    private long CountWhatIsThere(ReferenceOrder aggressor, (long Low, long High)? band)
    {
        // Behind a price that is outside the band nothing trades.
        var queue = Queue(OtherSide(aggressor.Side))
            .TakeWhile(order => Crosses(aggressor.Side, aggressor.Price, order.Price) && (IsUncovered(order.Side, order.Price) || !IsOutside(order.Price, band)))
            .ToList();
        var mode = aggressor.Asked.SelfTradePrevention;
        var endsOnOwn = mode is not (SelfTradePrevention.None or SelfTradePrevention.CancelResting);
        var end = queue.Find(order => (endsOnOwn && IsMet(order) && IsSelfTrade(aggressor, order)) || IsOtherLeg(aggressor, order));
        var met = new List<(ReferenceOrder Member, long Quantity)>();
        var total = 0L;
        foreach (var order in queue)
        {
            if (order == end) break;
            var mayTrade = IsMet(order) && !(mode == SelfTradePrevention.CancelResting && IsSelfTrade(aggressor, order));
            var quantity = WhatIsLeft(order, met);
            if (order.Asked.ListRole == ListRole.OcoLeg || (order.Asked.ListRole != ListRole.None && mayTrade)) met.Add((order, quantity));
            if (!mayTrade || order.Asked.ReduceOnly) continue;
            total += order.Price == end?.Price ? Math.Min(order.Displayed, quantity) : quantity;
        }

        return Math.Min(total, Reducible(aggressor));
    }

    /// <summary>Whether it trades when it is met, and is not cancelled as left behind.</summary>
    private bool IsMet(ReferenceOrder order) => !IsUncovered(order.Side, order.Price);

    private static bool IsOtherLeg(ReferenceOrder aggressor, ReferenceOrder order) =>
        aggressor.Asked.ListRole == ListRole.OcoLeg && order.Asked.ListId == aggressor.Asked.ListId && order.Asked.ListRole != ListRole.None;

    /// <summary>What is left of a member of a list when those that were met before it have traded or ended.</summary>
    private static long WhatIsLeft(ReferenceOrder order, List<(ReferenceOrder Member, long Quantity)> met)
    {
        var ofList = met.FindAll(other => order.Asked.ListRole != ListRole.None && other.Member.Asked.ListId == order.Asked.ListId);
        return order.Asked.ListRole switch
        {
            ListRole.OcoLeg => ofList.Count == 0 ? order.LeavesQty : 0,
            ListRole.TakeProfit => ofList.Exists(other => other.Member.Asked.ListRole == ListRole.StopLoss) ? 0 : order.LeavesQty,
            ListRole.StopLoss => Math.Max(0, order.LeavesQty - ofList.Where(other => other.Member.Asked.ListRole == ListRole.TakeProfit).Sum(other => other.Quantity)),
            ListRole.None or ListRole.Entry or ListRole.Child => order.LeavesQty,
        };
    }
}
