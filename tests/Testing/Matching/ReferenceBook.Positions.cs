using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>Chapter "Matching", rule 4: reduce-only orders and the positions that they look at.</summary>
public sealed partial class ReferenceBook
{
    private void Move(ReferenceOrder order, long quantity)
    {
        if (instrument.Kind == InstrumentKind.Spot) return;
        _positions[order.Account] = PositionOf(order.Account) + (order.Side == Side.Buy ? quantity : -quantity);
    }

    /// <summary>How much an order of the side could lower the account's position; 0 when that is on the same side.</summary>
    private long Reducible(AccountId account, Side side)
    {
        var position = PositionOf(account);
        return Math.Max(0, side == Side.Buy ? -position : position);
    }

    /// <summary>How much the order may trade now as far as its account's position counts.</summary>
    private long Reducible(ReferenceOrder order) => order.Asked.ReduceOnly ? Reducible(order.Account, order.Side) : long.MaxValue;

    private bool CancelIfNothingToReduce(ReferenceOrder order)
    {
        if (!order.IsOpen || Reducible(order) != 0) return false;
        Cancel(order, ExecReason.ReduceOnly);
        return true;
    }
}
