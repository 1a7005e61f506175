using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>Chapter "Triggers and settling".</summary>
public sealed partial class ReferenceBook
{
    /// <summary>In the order in which they follow.</summary>
    private static readonly (TriggerSource, Side)[] TrailingKinds =
    [
        (TriggerSource.LastTrade, Side.Buy), (TriggerSource.LastTrade, Side.Sell), (TriggerSource.MarkPrice, Side.Buy), (TriggerSource.MarkPrice, Side.Sell),
        (TriggerSource.OppositeBest, Side.Sell), (TriggerSource.OppositeBest, Side.Buy),
    ];

    /// <summary>Orders that need no longer wait for another one of their list.</summary>
    private readonly List<ReferenceOrder> _releaseQueue = [];

    /// <summary>The trades of the command, each with the last event before it.</summary>
    private readonly List<(long After, long Price)> _prints = [];

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
        _releaseQueue.RemoveAll(order => order.Place != OrderPlace.Held || order.IsOver);
        if (State is TradingState.Halted or TradingState.CancelOnly or TradingState.Closed) return false;
        var order = _releaseQueue.OrderBy(order => order.Asked.ListId.Value).ThenBy(order => order.Asked.ListIndex).FirstOrDefault(MayWorkNow);
        if (order is null) return false;
        _releaseQueue.Remove(order);
        Enter(order, ExecType.Triggered, ExecReason.Released);
        return true;
    }

    private bool MayWorkNow(ReferenceOrder order) =>
        State == TradingState.Continuous || (order.TimeInForce is not (TimeInForce.Ioc or TimeInForce.Fok) && order is { MinQty: null, Type: not OrderType.MarketToLimit });

    private bool TrailFirst()
    {
        if (State != TradingState.Continuous) return false;
        foreach (var (source, side) in TrailingKinds)
        {
            if (PriceOf(source, side) is not { } reference || !IsLegal(reference)) continue;
            var following = _open.FindAll(order => order.IsTrailing && order.Place == OrderPlace.Trigger && order.Asked.TriggerSource == source && order.Side == side && Awaits(order, reference));
            if (following.Count == 0) continue;
            foreach (var order in following) Follow(order, reference);
            TellFollowed(source, side, reference);
            return true;
        }

        return false;
    }

    /// <summary>Whether a trailing order follows this reference price.</summary>
    private bool Awaits(ReferenceOrder order, long reference)
    {
        if (IsAtItsLimit(order)) return false;
        return order.Followed is { } followed
            ? IsTighter(order.Side, reference, followed)
            : IsTighter(order.Side, AskedStopPx(order, reference), order.StopPx!.Value);
    }

    private void Follow(ReferenceOrder order, long reference)
    {
        order.Followed = reference;
        var asked = AskedStopPx(order, reference);
        // Tick by tick, as far as it may.
        while (IsTighter(order.Side, asked, order.StopPx!.Value) && !IsAtItsLimit(order))
        {
            var by = order.Side == Side.Sell ? 1 : -1;
            order.StopPx += by;
            order.Price += by;
        }
    }

    private bool IsAtItsLimit(ReferenceOrder order)
    {
        var by = order.Side == Side.Sell ? 1 : -1;
        return !IsLegal(order.StopPx!.Value + by) || !IsLegal(order.Price + by);
    }

    private static bool IsTighter(Side side, long price, long than) => side == Side.Sell ? price > than : price < than;

    private static long AskedStopPx(ReferenceOrder order, long reference)
    {
        var offset = order.Asked.TrailOffset!.Value;
        var distance = offset.IsBasisPoints ? (long)(((Int128)Math.Abs(reference) * offset.Value + 9_999) / 10_000) : offset.Value;
        return order.Side == Side.Sell ? reference - distance : reference + distance;
    }

    private bool TriggerFirst()
    {
        var first = FirstReached(IsReachedByATrade) ?? (State == TradingState.Continuous ? FirstReached(IsReached) : null);
        if (first is null) return false;
        if (first.IsOver)
        {
            CloseOver(first);
            return true;
        }

        first.IsTriggered = true;
        first.Price = CoveredPriceOf(first);
        Enter(first, ExecType.Triggered, ExecReason.None);
        return true;
    }

    private ReferenceOrder? FirstReached(Func<ReferenceOrder, bool> isReached)
    {
        ReferenceOrder? first = null;
        foreach (var order in _open)
        {
            if (order.Place == OrderPlace.Trigger && (!order.IsOver || order.IsTrailing) && isReached(order) && (first is null || TriggerRank(order).CompareTo(TriggerRank(first)) < 0)) first = order;
        }

        return first;
    }

    private bool IsReachedByATrade(ReferenceOrder order) =>
        order is { Asked.TriggerSource: TriggerSource.LastTrade, IsTrailing: false }
        && _prints.Exists(print => print.After >= order.Priority && (IsRising(order) ? print.Price >= order.StopPx : print.Price <= order.StopPx));

    private bool IsReached(ReferenceOrder order) => IsRising(order) ? ReferenceOf(order) >= order.StopPx : ReferenceOf(order) <= order.StopPx;

    /// <summary>Which of several reached orders comes first: the smallest.</summary>
    private static (int Reference, int Direction, long StopPx, int Kind, long Distance, long Priority) TriggerRank(ReferenceOrder order)
    {
        var reference = order.Asked.TriggerSource switch
        {
            TriggerSource.LastTrade => 1,
            TriggerSource.MarkPrice => 2,
            TriggerSource.OppositeBest => order.Side == Side.Sell ? 3 : 4,
        };
        var kind = order.Asked.TrailOffset switch
        {
            null => 1,
            { IsBasisPoints: false } => 2,
            { IsBasisPoints: true } => 3,
        };
        var distance = order.Asked.TrailOffset?.Value ?? 0;
        return IsRising(order) ? (reference, 1, order.StopPx!.Value, kind, distance, order.Priority) : (reference, 2, -order.StopPx!.Value, kind, distance, order.Priority);
    }

    private static bool IsRising(ReferenceOrder order)
    {
        var isIfTouched = order.Type is OrderType.MarketIfTouched or OrderType.LimitIfTouched;
        return isIfTouched ? order.Side == Side.Sell : order.Side == Side.Buy;
    }

    private long? ReferenceOf(ReferenceOrder order) => PriceOf(order.Asked.TriggerSource, order.Side);

    private long? PriceOf(TriggerSource source, Side side) => source switch
    {
        TriggerSource.LastTrade => WithinCovered(LastTradePrice?.Ticks),
        TriggerSource.MarkPrice => MarkPrice?.Ticks,
        TriggerSource.OppositeBest => WithinCovered(BestOf(OtherSide(side))),
    };

    private long? WithinCovered(long? price) => price is null || LowestCovered() is not { } low || HighestCovered() is not { } high ? price : Math.Max(low, Math.Min(high, price.Value));

    private long? LowestCovered() => MarkPrice is { } mark && instrument.Kind == InstrumentKind.Margined ? Covered(mark.Ticks, -1) : null;

    private long? HighestCovered() => MarkPrice is { } mark && instrument.Kind == InstrumentKind.Margined ? Covered(mark.Ticks, 1) : null;

    /// <summary>The farthest price from the mark, in a direction, that loses no more than the initial margin together with the higher fee.</summary>
    private long Covered(long mark, int direction)
    {
        var fee = Math.Max(instrument.MakerFeeRate, instrument.TakerFeeRate);
        var margin = instrument.InitialMarginRate * (instrument.AllowsNegativePrices ? Math.Max(1_000, Math.Abs(mark)) : Math.Abs(mark));
        var distance = Math.Max(0, (long)decimal.Floor((margin - (fee * Math.Abs(mark))) / (1 + fee)));
        var price = mark + (direction * distance);
        return IsLegal(price) ? price : direction < 0 ? (instrument.AllowsNegativePrices ? -1_000_000_000_000_000 : 1) : 1_000_000_000_000_000;
    }
}
