using System.Runtime.CompilerServices;
using Rtx.Domain.Matching.Memory;
using Rtx.Model;

namespace Rtx.Domain.Matching.Rules;

/// <content>Chapter "Matching": the aggressor against the other side.</content>
public sealed partial class OrderBook
{
    private readonly List<(OrderList List, ListRole Role, long Lots)> _metMembers = [];

    private void Match(int a)
    {
        ref var aggressor = ref Node(a);
        var opposite = _state.SideOf(aggressor.Side.Opposite());
        var limit = aggressor.Price;
        var band = DynamicBand();
        if (aggressor.Is(OrderTraits.FillOrKill | OrderTraits.AsksForMinimum) && !CheckAvailability(a, band)) return;

        // Aggressor's instructions never change while it trades.
        var prevention = aggressor.Extra == 0 ? SelfTradePrevention.None : PreventionOf(aggressor);
        while (_state.Aggressor == a && opposite.IsCrossedBy(limit))
        {
            var m = opposite.Levels[opposite.Best].First;
            if (opposite.IsBestUncovered) CloseOrder(m, ExecType.Canceled, ExecReason.PriceBand);
            else if (prevention != SelfTradePrevention.None && IsSameTrader(a, m)) PreventSelfTrade(a, m, prevention);
            else if (!band.Contains(opposite.BestPrice)) StopAtBand(a);
            else if (MayTrade(m, a, out var most)) Trade(m, a, opposite, most);
        }

        if (_state.Aggressor == a) EndAggressor(a);
    }

    /// <summary>Trades the resting order with the aggressor.</summary>
    private void Trade(int m, int a, PriceLadder opposite, long most)
    {
        var price = opposite.BestPrice;
        ref var resting = ref Node(m);
        ref var aggressor = ref Node(a);
        var lots = Math.Min(Math.Min(_pool.ShownOf(resting), aggressor.Leaves), most);
        NoteTrade(price);
        _state.MovePosition(resting.AccountId, resting.Side, lots);
        _state.MovePosition(aggressor.AccountId, aggressor.Side, lots);
        Fill(ref resting, m, Liquidity.Maker, aggressor.OrderId, price, lots);

        aggressor.Cum += lots;
        aggressor.Leaves -= lots;
        _state.Refresh(aggressor);
        if (aggressor.Leaves == 0) _state.TakeOut(a, ref aggressor);
        else if (aggressor.Is(OrderTraits.MayRest) && !opposite.IsCrossedBy(aggressor.Price)) _state.PutAggressorInBook();
        EmitTrade(aggressor, Liquidity.Taker, resting.OrderId, price, lots);
        EndTrade(ref resting, m, ref aggressor, a, lots);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void NoteTrade(long price)
    {
        _state.LastTradePrice = new Price(price);
        if (_state.Triggers.Count != 0) _prints.Add(Sequence, ClampToCovered(price));
    }

    /// <summary>Takes traded lots from an order in the book, refreshes what it shows, and emits the event.</summary>
    private void Fill(ref OrderNode node, int n, Liquidity liquidity, long contraOrderId, long lastPx, long lots)
    {
        node.Cum += lots;
        var shown = _pool.ShownOf(node);
        if (shown == lots)
        {
            // The shown quantity is used up: the order leaves the queue, and rejoins at the end if it hides more.
            _state.TakeOut(n, ref node);
            node.Leaves -= lots;
            _state.Refresh(node);
            if (node.Leaves > 0)
            {
                node.Priority = Sequence + 1;
                _state.PutInBook(n, ref node);
            }
        }
        else
        {
            _state.Shrink(ref node, lots, shown - lots);
        }

        EmitTrade(node, liquidity, contraOrderId, lastPx, lots);
    }

    /// <summary>Closes filled orders after a trade and applies its effects on linked and reduce-only orders.</summary>
    private void EndTrade(ref OrderNode resting, int m, ref OrderNode aggressor, int a, long lots)
    {
        var restingIsFilled = resting.Leaves == 0;
        var aggressorIsFilled = aggressor.Leaves == 0;
        var traits = resting.Traits | aggressor.Traits;
        if ((traits & (OrderTraits.ReduceOnly | OrderTraits.Linked)) == OrderTraits.None)
        {
            if (restingIsFilled) _state.Close(m, ref resting);
            if (aggressorIsFilled) _state.Close(a, ref aggressor);
            return;
        }

        var restingIsLinked = resting.Is(OrderTraits.Linked);
        var aggressorIsLinked = aggressor.Is(OrderTraits.Linked);
        if (restingIsFilled) _state.Close(m, ref resting);
        if (aggressorIsFilled) _state.Close(a, ref aggressor);
        EndReducing(m, restingIsFilled);
        EndReducing(a, aggressorIsFilled);
        if (restingIsLinked) AfterTrade(m, lots, restingIsFilled);
        if (aggressorIsLinked) AfterTrade(a, lots, aggressorIsFilled);
    }

    private void EndAggressor(int a)
    {
        if (!Node(a).Is(OrderTraits.MayRest)) CloseOrder(a, ExecType.Canceled, ExecReason.Remainder);
        else Book(a);
    }

    private void Book(int a)
    {
        _state.PutAggressorInBook();
        Emit(Node(a), ExecType.Restated, ExecReason.Booked);
    }

    /// <summary>Checks once whether enough quantity is available; closes the order if not.</summary>
    private bool CheckAvailability(int a, in PriceBand band)
    {
        ref var aggressor = ref Node(a);
        var asksForMinimum = aggressor.Is(OrderTraits.AsksForMinimum);
        aggressor.Traits &= ~OrderTraits.AsksForMinimum;
        var enough = asksForMinimum ? _state.Extra(a).Instructions!.MinQty!.Value.Lots : aggressor.Leaves;
        if (IsAvailable(a, enough, band)) return true;
        CloseOrder(a, ExecType.Canceled, asksForMinimum ? ExecReason.MinQty : ExecReason.Remainder);
        return false;
    }

    private bool IsAvailable(int a, long enough, in PriceBand band)
    {
        ref var aggressor = ref Node(a);
        if (aggressor.Is(OrderTraits.ReduceOnly) && _state.Accounts[aggressor.AccountId].Reducible(aggressor.Side) < enough) return false;
        var opposite = _state.SideOf(aggressor.Side.Opposite());
        var prevention = aggressor.Extra == 0 ? SelfTradePrevention.None : PreventionOf(aggressor);
        var worst = opposite.KeyOf(aggressor.Price);
        var missing = enough;
        _metMembers.Clear();
        for (var level = opposite.Best; level >= 0; level = opposite.Worse(level))
        {
            var price = opposite.PriceOf(level);
            if (opposite.KeyOf(price) < worst) return false;
            var isUncovered = opposite.KeyOf(price) > opposite.CoveredKey;
            if (!isUncovered && !band.Contains(price)) return false;
            var isLast = false;
            if (_state.ConditionalCount != 0 || prevention != SelfTradePrevention.None)
                missing -= CountLevel(a, opposite.Levels[level].First, prevention, isUncovered, out isLast);
            else if (!isUncovered)
                missing -= opposite.Levels[level].Total;
            if (missing <= 0) return true;
            if (isLast) return false;
        }

        return false;
    }

    /// <summary>Lots of a queue that the aggressor can count on; the count stops at an own order that would cancel the aggressor.</summary>
    private long CountLevel(int a, int first, SelfTradePrevention prevention, bool isUncovered, out bool isLast)
    {
        long all = 0, shown = 0;
        isLast = false;
        for (var n = first; n != 0; n = _pool.Links[n].Next)
        {
            ref var node = ref Node(n);
            var isOwn = !isUncovered && prevention != SelfTradePrevention.None && IsSameTrader(a, n);
            if ((isOwn && prevention != SelfTradePrevention.CancelResting) || AreLegsOfOneList(a, n))
            {
                isLast = true;
                return shown;
            }

            var mayTrade = !isUncovered && !isOwn;
            var lots = node.Is(OrderTraits.Linked) ? CountMember(n, mayTrade) : node.Leaves;
            if (!mayTrade || node.Is(OrderTraits.ReduceOnly)) continue;
            all += lots;
            shown += Math.Min(_pool.ShownOf(node), lots);
        }

        return all;
    }

    /// <summary>The lots of a list member that remain after everything met before it has traded or ended.</summary>
    private long CountMember(int n, bool mayTrade)
    {
        ref var extra = ref _state.Extra(n);
        var (list, role) = (extra.List!, extra.Instructions!.ListRole);
        var lots = Node(n).Leaves;
        foreach (var met in _metMembers)
        {
            if (met.List != list) continue;
            if (role == ListRole.OcoLeg || (role == ListRole.TakeProfit && met.Role == ListRole.StopLoss)) lots = 0;
            else if (role == ListRole.StopLoss && met.Role == ListRole.TakeProfit) lots = Math.Max(0, lots - met.Lots);
        }

        // The end of an OCO leg cancels the other legs, however it ends.
        if (mayTrade || role == ListRole.OcoLeg) _metMembers.Add((list, role, lots));
        return lots;
    }

    private bool AreLegsOfOneList(int a, int n) =>
        Node(a).Is(OrderTraits.Linked) && Node(n).Is(OrderTraits.Linked)
            && _state.Extra(a) is { Instructions.ListRole: ListRole.OcoLeg, List: var list } && _state.Extra(n).List == list;

    private SelfTradePrevention PreventionOf(in OrderNode node) =>
        _pool.Extras[node.Extra].Instructions?.SelfTradePrevention ?? SelfTradePrevention.None;

    private bool IsSameTrader(int a, int m)
    {
        ref var one = ref Node(a);
        ref var other = ref Node(m);
        if (one.AccountId == other.AccountId) return true;
        var group = TradeGroupOf(one);
        return group != 0 && group == TradeGroupOf(other);
    }

    private long TradeGroupOf(in OrderNode node) => node.Extra == 0 ? 0 : _pool.Extras[node.Extra].Instructions?.TradeGroup ?? 0;

    private void PreventSelfTrade(int a, int m, SelfTradePrevention prevention)
    {
        switch (prevention)
        {
            case SelfTradePrevention.None:
                break;
            case SelfTradePrevention.CancelResting:
                CloseOrder(m, ExecType.Canceled, ExecReason.SelfTradePrevention);
                break;
            case SelfTradePrevention.CancelAggressing:
                CloseOrder(a, ExecType.Canceled, ExecReason.SelfTradePrevention);
                break;
            case SelfTradePrevention.CancelBoth:
                CloseOrder(m, ExecType.Canceled, ExecReason.SelfTradePrevention);
                if (_state.Aggressor == a) CloseOrder(a, ExecType.Canceled, ExecReason.SelfTradePrevention);
                break;
            case SelfTradePrevention.DecrementAndCancel:
                var lots = Math.Min(Node(a).Leaves, Node(m).Leaves);
                Reduce(m, lots, ExecReason.SelfTradePrevention);
                if (_state.Aggressor == a) Reduce(a, Math.Min(lots, Node(a).Leaves), ExecReason.SelfTradePrevention);
                break;
        }
    }

    /// <summary>Reduces an open order in place; cancels it when no lots are left.</summary>
    private void Reduce(int n, long lots, ExecReason reason)
    {
        if (lots == 0) return;
        if (lots == Node(n).Leaves)
        {
            CloseOrder(n, ExecType.Canceled, reason);
            return;
        }

        ref var node = ref Node(n);
        _state.Shrink(ref node, lots);
        Emit(node, ExecType.Restated, reason);
    }

    /// <summary>
    /// The most that two orders may trade because of reduce-only; false when one of them was cancelled because it may not trade at all.
    /// </summary>
    private bool MayTrade(int m, int a, out long most)
    {
        most = long.MaxValue;
        return ((Node(m).Traits | Node(a).Traits) & OrderTraits.ReduceOnly) == OrderTraits.None
            || (MayReduce(m, ref most) && MayReduce(a, ref most));
    }

    private bool MayReduce(int n, ref long most)
    {
        ref var node = ref Node(n);
        if (!node.Is(OrderTraits.ReduceOnly)) return true;
        most = Math.Min(most, _state.Accounts[node.AccountId].Reducible(node.Side));
        if (most > 0) return true;
        CloseOrder(n, ExecType.Canceled, ExecReason.ReduceOnly);
        return false;
    }

    private void EndReducing(int n, bool isFilled)
    {
        ref var node = ref Node(n);
        if (!isFilled && node.Is(OrderTraits.ReduceOnly) && _state.Accounts[node.AccountId].Reducible(node.Side) == 0)
            CloseOrder(n, ExecType.Canceled, ExecReason.ReduceOnly);
    }

    private PriceBand DynamicBand() => _rules.DynamicBandBasisPoints == 0 || LastTradePrice is not { } last
        ? PriceBand.Unlimited
        : PriceBand.Around(last.Ticks, BandWidth(last, _rules.DynamicBandBasisPoints));

    /// <summary>
    /// Called when the aggressor would trade outside the dynamic band. Only an order that stays for the auction may start one:
    /// the others would interrupt trading for nothing, again and again.
    /// </summary>
    private void StopAtBand(int a)
    {
        if (!_rules.InterruptsOnVolatility || !Node(a).TimeInForce.MayRest())
        {
            CloseOrder(a, ExecType.Canceled, ExecReason.PriceBand);
            return;
        }

        State = TradingState.VolatilityAuction;
        Book(a);
    }

    /// <summary>The range of prices in ticks at which trades are allowed, inclusive.</summary>
    private readonly record struct PriceBand(long Low, long High)
    {
        internal static PriceBand Unlimited => new(long.MinValue, long.MaxValue);

        internal static PriceBand Around(long middle, long width) => new(middle - width, middle + width);

        internal bool Contains(long price) => price >= Low && price <= High;
    }
}
