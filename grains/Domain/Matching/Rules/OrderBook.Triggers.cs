using Rtx.Domain.Matching.Memory;
using Rtx.Model;

namespace Rtx.Domain.Matching.Rules;

/// <content>Chapter "Triggers and settling": what a command triggers and releases.</content>
public sealed partial class OrderBook
{
    private readonly long?[] _references = new long?[4];

    private void Settle()
    {
        while (ReleaseNext() || (_state.Triggers.Count > 0 && (Trail() || TriggerNext())))
        {
        }
    }

    private bool ReleaseNext()
    {
        if (_state.Releases.Count == 0 || !State.AcceptsOrders()) return false;
        foreach (var (_, _, n) in _state.Releases)
        {
            ref var node = ref Node(n);
            if (State != TradingState.Continuous && IsForContinuousOnly(node)) continue;
            _state.TakeOut(n, ref node);
            Enter(ref node, n, ExecType.Triggered, ExecReason.Released);
            return true;
        }

        return false;
    }

    private static bool IsForContinuousOnly(in OrderNode node) =>
        node.TimeInForce is TimeInForce.Ioc or TimeInForce.Fok || node.Is(OrderTraits.TakesBestPrice | OrderTraits.AsksForMinimum);

    private bool TriggerNext()
    {
        var n = FindReached();
        if (n == 0) return false;
        ref var node = ref Node(n);
        if (_state.IsOver(node))
        {
            CloseOver(n);
            return true;
        }

        _state.TakeOut(n, ref node);
        node.Traits &= ~OrderTraits.Untriggered;
        if (_covered is { } covered) node.Price = covered.WorstOf(node.Side, new Price(node.Price)).Ticks;
        Enter(ref node, n, ExecType.Triggered, ExecReason.None);
        return true;
    }

    // An order that a trade has reached triggers in every state: it takes part in the auction that the next trade started, or in the
    // one that opens the next day.
    private int FindReached()
    {
        if (!_prints.IsEmpty && _state.Triggers.FindReached(_prints) is > 0 and var printed) return printed;
        return State == TradingState.Continuous ? _state.Triggers.FindReached(ReadReferences()) : 0;
    }

    /// <summary>Moves the trailing triggers of one reference price that must follow the market, with one event for all of them.</summary>
    private bool Trail()
    {
        if (State != TradingState.Continuous || !_state.Triggers.HasTrailing) return false;
        var references = ReadReferences();
        for (var number = 0; number < TriggerLadders.Numbers; number++)
        {
            if (references[number >> 1] is not { } price || !_state.Triggers.IsAwaited(number, price) || !_checks.IsLegal(new Price(price)))
                continue;
            _state.Triggers.Follow(number, price, Sequence + 1);
            EmitFollowed(number, price);
            return true;
        }

        return false;
    }

    private void EmitFollowed(int number, long price)
    {
        ref var e = ref _events.Add();
        e = default;
        e.Sequence = ++_state.Sequence;
        e.OrderId = OrderId.OfBook(_instrument.Id);
        e.Price = new Price(price);
        e.PrioritySequence = e.Sequence;
        e.ExecType = ExecType.Restated;
        e.Reason = ExecReason.Trailed;
        e.TrailingSide = TriggerLadders.SideOf(number);
        e.TriggerSource = TriggerLadders.SourceOf(number);
    }

    private long?[] ReadReferences()
    {
        _references[(int)TriggerReference.LastTrade] = ClampToCovered(LastTradePrice);
        _references[(int)TriggerReference.MarkPrice] = MarkPrice?.Ticks;
        _references[(int)TriggerReference.BestBid] = ClampToCovered(BestBid);
        _references[(int)TriggerReference.BestAsk] = ClampToCovered(BestAsk);
        return _references;
    }

    // Two colluding accounts can make a last trade or a best price in a thin book, but not the mark.
    private long ClampToCovered(long price) => _covered is { } covered ? covered.Nearest(new Price(price)).Ticks : price;

    private long? ClampToCovered(Price? price) => price is { } known ? ClampToCovered(known.Ticks) : null;
}
