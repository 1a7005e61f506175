using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>Chapter "Matching", rule 2.</summary>
public sealed partial class ReferenceBook
{
    /// <summary>Whether the aggressor asks that it does not trade with this order.</summary>
    private static bool IsSelfTrade(ReferenceOrder aggressor, ReferenceOrder resting) =>
        aggressor.Asked.SelfTradePrevention != SelfTradePrevention.None
        && (aggressor.Account == resting.Account || (aggressor.Asked.TradeGroup != 0 && aggressor.Asked.TradeGroup == resting.Asked.TradeGroup));

    private void PreventSelfTrade(ReferenceOrder resting, ReferenceOrder aggressor)
    {
        var mode = aggressor.Asked.SelfTradePrevention;
        if (mode == SelfTradePrevention.DecrementAndCancel)
        {
            var quantity = Math.Min(resting.LeavesQty, aggressor.LeavesQty);
            Lose(resting, quantity, ExecReason.SelfTradePrevention);
            Lose(aggressor, quantity, ExecReason.SelfTradePrevention);
            return;
        }

        if (mode is SelfTradePrevention.CancelResting or SelfTradePrevention.CancelBoth) Cancel(resting, ExecReason.SelfTradePrevention);
        if (mode is SelfTradePrevention.CancelAggressing or SelfTradePrevention.CancelBoth) Cancel(aggressor, ExecReason.SelfTradePrevention);
    }

    /// <summary>The order gets smaller where it is, or is canceled when nothing is left.</summary>
    private void Lose(ReferenceOrder order, long quantity, ExecReason reason)
    {
        if (!order.IsOpen) return;
        if (order.LeavesQty <= quantity)
        {
            Cancel(order, reason);
            return;
        }

        order.ChangeLeaves(order.LeavesQty - quantity);
        Tell(order, ExecType.Restated, reason);
    }
}
