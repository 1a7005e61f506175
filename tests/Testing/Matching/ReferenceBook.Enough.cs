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
            .Where(order => !IsUncovered(order.Side, order.Price))
            .TakeWhile(order => Crosses(aggressor.Side, aggressor.Price, order.Price) && !IsOutside(order.Price, band))
            .ToList();
        var mode = aggressor.Asked.SelfTradePrevention;
        var own = mode is SelfTradePrevention.None or SelfTradePrevention.CancelResting ? null : queue.Find(order => IsSelfTrade(aggressor, order));
        var total = 0L;
        foreach (var order in queue)
        {
            if (order == own) break;
            if (order.Asked.ReduceOnly || (mode == SelfTradePrevention.CancelResting && IsSelfTrade(aggressor, order))) continue;
            total += order.Price == own?.Price ? order.Displayed : order.LeavesQty;
        }

        return Math.Min(total, Reducible(aggressor));
    }
}
