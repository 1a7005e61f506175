using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>Chapter "Triggers and settling".</summary>
public sealed partial class ReferenceBook
{
    /// <summary>Orders that need no longer wait for another one of their list.</summary>
    private readonly List<ReferenceOrder> _releaseQueue = [];

    /// <summary>Repeats the first thing that applies until none does.</summary>
    private void Settle()
    {
        while (ReleaseFirst() || TrailFirst() || TriggerFirst())
        {
            // Each of the three has done its work.
        }
    }

    private bool ReleaseFirst()
    {
        _releaseQueue.RemoveAll(order => order.Place != OrderPlace.Held);
        if (_releaseQueue.Count == 0 || State is TradingState.Halted or TradingState.CancelOnly or TradingState.Closed) return false;
        var order = _releaseQueue.OrderBy(order => order.Asked.ListId.Value).ThenBy(order => order.Asked.ListIndex).First();
        _releaseQueue.Remove(order);
        Enter(order, ExecType.Triggered, ExecReason.Released);
        return true;
    }

    private bool TrailFirst()
    {
        if (State != TradingState.Continuous) return false;
        foreach (var order in _open)
        {
            if (!order.IsTrailing || order.Place != OrderPlace.Trigger || TrailedStopPx(order) is not { } stopPx) continue;
            order.Price += stopPx - order.StopPx!.Value;
            order.StopPx = stopPx;
            order.Priority = Sequence + 1;
            Tell(order, ExecType.Restated, ExecReason.Trailed);
            return true;
        }

        return false;
    }

    /// <summary>The trigger price that the market asks for; null when that is not better, or makes a price illegal.</summary>
    private long? TrailedStopPx(ReferenceOrder order)
    {
        if (ReferenceOf(order) is not { } reference) return null;
        var offset = order.Asked.TrailOffset!.Value;
        var distance = offset.IsBasisPoints ? (long)(((Int128)Math.Abs(reference) * offset.Value + 9_999) / 10_000) : offset.Value;
        var stopPx = order.Side == Side.Sell ? reference - distance : reference + distance;
        var isBetter = order.Side == Side.Sell ? stopPx > order.StopPx : stopPx < order.StopPx;
        return isBetter && IsLegal(stopPx) && IsLegal(order.Price + stopPx - order.StopPx!.Value) ? stopPx : null;
    }

    private bool TriggerFirst()
    {
        if (State != TradingState.Continuous) return false;
        ReferenceOrder? first = null;
        foreach (var order in _open)
        {
            if (order.Place == OrderPlace.Trigger && IsReached(order) && (first is null || TriggerRank(order).CompareTo(TriggerRank(first)) < 0)) first = order;
        }

        if (first is null) return false;
        first.IsTriggered = true;
        Enter(first, ExecType.Triggered, ExecReason.None);
        return true;
    }

    private bool IsReached(ReferenceOrder order) => IsRising(order) ? ReferenceOf(order) >= order.StopPx : ReferenceOf(order) <= order.StopPx;

    /// <summary>Which of several reached orders comes first: the smallest.</summary>
    private static (int Reference, int Direction, long StopPx, long Priority) TriggerRank(ReferenceOrder order)
    {
        var reference = order.Asked.TriggerSource switch
        {
            TriggerSource.LastTrade => 1,
            TriggerSource.MarkPrice => 2,
            TriggerSource.OppositeBest => order.Side == Side.Sell ? 3 : 4,
        };
        return IsRising(order) ? (reference, 1, order.StopPx!.Value, order.Priority) : (reference, 2, -order.StopPx!.Value, order.Priority);
    }

    private static bool IsRising(ReferenceOrder order)
    {
        var isIfTouched = order.Type is OrderType.MarketIfTouched or OrderType.LimitIfTouched;
        return isIfTouched ? order.Side == Side.Sell : order.Side == Side.Buy;
    }

    private long? ReferenceOf(ReferenceOrder order) => order.Asked.TriggerSource switch
    {
        TriggerSource.LastTrade => LastTradePrice?.Ticks,
        TriggerSource.MarkPrice => MarkPrice?.Ticks,
        TriggerSource.OppositeBest => BestOf(OtherSide(order.Side)),
    };
}
