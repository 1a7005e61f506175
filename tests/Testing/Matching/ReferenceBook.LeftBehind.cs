using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>Chapter "Left behind".</summary>
public sealed partial class ReferenceBook
{
    /// <summary>Bids first, then asks, until enough has been told.</summary>
    private void CancelLeftBehind()
    {
        while (State == TradingState.Continuous && _events.Count < limits.EventsPerSlice && (FirstUncovered(Side.Buy) ?? FirstUncovered(Side.Sell)) is { } order)
        {
            Cancel(order, ExecReason.PriceBand);
            Settle();
        }
    }

    private ReferenceOrder? FirstUncovered(Side side) => First(side) is { } order && IsUncovered(side, order.Price) ? order : null;

    private long CoveredPriceOf(ReferenceOrder order) =>
        order.Side == Side.Buy ? Math.Min(order.Price, HighestCovered() ?? order.Price) : Math.Max(order.Price, LowestCovered() ?? order.Price);

    private bool IsUncovered(Side side, long price) => side == Side.Buy ? price > HighestCovered() : price < LowestCovered();
}
