using Rtx.Model;

namespace Rtx.Domain.Matching;

/// <content>Chapter "Triggers and settling": what a command sets off.</content>
public sealed partial class OrderBook
{
    private readonly long?[] _references = new long?[4];
    private readonly List<int> _trailed = [];

    private void Settle()
    {
        while (ReleaseNext() || (State == TradingState.Continuous && _state.Triggers.Count > 0 && (Trail() || TriggerNext())))
        {
        }
    }

    private bool ReleaseNext()
    {
        if (_state.Releases.Count == 0 || !State.AcceptsOrders()) return false;
        var n = _state.Releases.Min.Node;
        ref var node = ref Node(n);
        _state.TakeOut(n, ref node);
        Enter(ref node, n, ExecType.Triggered, ExecReason.Released);
        return true;
    }

    private bool TriggerNext()
    {
        var n = _state.Triggers.FindReached(ReadReferences());
        if (n == 0) return false;
        ref var node = ref Node(n);
        _state.TakeOut(n, ref node);
        node.Traits &= ~OrderTraits.Untriggered;
        Enter(ref node, n, ExecType.Triggered, ExecReason.None);
        return true;
    }

    /// <summary>Moves the trailing triggers that the market has left behind.</summary>
    private bool Trail()
    {
        var references = ReadReferences();
        _trailed.Clear();
        _state.Triggers.FindTrailing(references, _trailed);
        var hasMoved = false;
        foreach (var n in _trailed) hasMoved |= Trail(n, references);
        return hasMoved;
    }

    private bool Trail(int n, ReadOnlySpan<long?> references)
    {
        ref var node = ref Node(n);
        ref var extra = ref _state.Extra(n);
        var instructions = extra.Instructions!;
        if (references[(int)TriggerLadders.ReferenceOf(node.Side, instructions.TriggerSource)] is not { } reference) return false;
        var by = reference + (node.Side.Sign() * DistanceOf(instructions.TrailOffset!.Value, reference)) - extra.StopPx;
        var isBetter = node.Side == Side.Sell ? by > 0 : by < 0;
        if (!isBetter) return false;
        var price = node.Price + by;
        if (!_checks.IsLegal(new Price(extra.StopPx + by)) || !_checks.IsLegal(new Price(price)))
        {
            _state.Triggers.LookAgain(n);
            return false;
        }

        _state.TakeOut(n, ref node);
        extra.StopPx += by;
        node.Priority = Sequence + 1;
        node.Price = price;
        _state.PutInTriggers(n);
        Tell(node, ExecType.Restated, ExecReason.Trailed);
        return true;
    }

    private static long DistanceOf(TrailOffset offset, long reference) =>
        offset.IsBasisPoints ? (long)((((Int128)Math.Abs(reference) * offset.Value) + 9_999) / 10_000) : offset.Value;

    private long?[] ReadReferences()
    {
        _references[(int)TriggerReference.LastTrade] = LastTradePrice?.Ticks;
        _references[(int)TriggerReference.MarkPrice] = MarkPrice?.Ticks;
        _references[(int)TriggerReference.BestBid] = BestBid?.Ticks;
        _references[(int)TriggerReference.BestAsk] = BestAsk?.Ticks;
        return _references;
    }
}
