using Rtx.Domain.Valuation;
using Rtx.Model;

namespace Rtx.Domain.Matching.Rules;

/// <content>Chapter "Left behind": orders in the book that would lose more than their margin, because the mark has moved away from
/// them.</content>
public sealed partial class OrderBook
{
    /// <summary>
    /// Whether the mark has left orders behind that still have to be cancelled: every command cancels a slice of them, and
    /// <see cref="Advance"/> does nothing else.
    /// </summary>
    public bool HasLeftBehind => FindLeftBehind() != 0;

    /// <summary>
    /// Whether an account's hold for an order covers its possible loss: the mark has moved by no more than a margin from the one that the
    /// account used. True where this does not matter.
    /// </summary>
    /// <param name="mark">The mark that the account used; null when it had none.</param>
    public bool IsCovered(Price? mark) => _covered is not { } covered || (mark is { } known && covered.Nearest(known) == known);

    private void Cover(CoveredPrices covered)
    {
        _covered = covered;
        _state.Bids.CoveredKey = _state.Bids.KeyOf(covered.Highest.Ticks);
        _state.Asks.CoveredKey = _state.Asks.KeyOf(covered.Lowest.Ticks);
    }

    private void CancelLeftBehind()
    {
        while (_events.Count < _limits.EventsPerSlice && FindLeftBehind() is > 0 and var n)
        {
            CloseOrder(n, ExecType.Canceled, ExecReason.PriceBand);
            if (_pool.HasExtras) FollowUp();
        }
    }

    private int FindLeftBehind() => State == TradingState.Continuous ? FindUncovered() : 0;

    private int FindUncovered()
    {
        var side = _state.Bids.IsBestUncovered ? _state.Bids : _state.Asks;
        return side.IsBestUncovered ? side.Levels[side.Best].First : 0;
    }

    /// <summary>Cancels crossing orders for which there is no auction price at which neither side loses more than its margin.</summary>
    private void CancelStillCrossing()
    {
        while (IsCrossed) CloseOrder(FindUncovered(), ExecType.Canceled, ExecReason.PriceBand);
    }
}
