using Rtx.Domain.Matching.Memory;
using Rtx.Model;

namespace Rtx.Domain.Matching.Rules;

/// <content>Chapter "States": what a change of trading state does to orders.</content>
public sealed partial class OrderBook
{
    /// <summary>
    /// Changes the trading state: uncrosses, ends the orders of the old state, and releases those of the new one. Setting the current state
    /// again changes nothing. The state itself is not in any event: the instrument keeps it.
    /// </summary>
    public ReadOnlySpan<BookEvent> SetState(TradingState state, Timestamp now)
    {
        Begin(now);
        if (state != State) ChangeState(state);
        return End();
    }

    private void ChangeState(TradingState next)
    {
        var interrupts = next is TradingState.Halted or TradingState.CancelOnly;
        var (wasOpening, wasClosing) = (State == TradingState.OpeningAuction, State == TradingState.ClosingAuction);
        if ((State.IsAuction() && !interrupts) || next == TradingState.Continuous) Uncross();
        if ((wasOpening && !interrupts) || next is TradingState.Continuous or TradingState.Closed)
            CloseAll(n => Node(n).TimeInForce == TimeInForce.AtTheOpen, ExecType.Expired, ExecReason.SessionEnded);
        if ((wasClosing && !interrupts) || next is TradingState.Continuous or TradingState.Closed)
            CloseAll(
                n => Node(n).TimeInForce == TimeInForce.AtTheClose && (next == TradingState.Closed || Node(n).Place != OrderPlace.Held),
                ExecType.Expired, ExecReason.SessionEnded);
        if (next == TradingState.Continuous)
            CloseAll(
                n => Node(n) is { Place: OrderPlace.Book } node && !node.Is(OrderTraits.MayRest), ExecType.Canceled, ExecReason.Remainder);
        if (next == TradingState.Closed)
            CloseAll(n => Node(n).TimeInForce == TimeInForce.Day, ExecType.Expired, ExecReason.SessionEnded);
        State = next;
        if (next == TradingState.ClosingAuction) ReleaseForClose();
    }

    private void ReleaseForClose()
    {
        _selected.Clear();
        foreach (var n in _state.OpenNodes())
        {
            if (Node(n) is { TimeInForce: TimeInForce.AtTheClose, Place: OrderPlace.Held }) _selected.Add(Node(n).OrderId);
        }

        _selected.Sort();
        foreach (var id in _selected)
        {
            var n = _state.Find(new OrderId(id));
            ref var node = ref Node(n);
            _state.TakeOut(n, ref node);
            Enter(ref node, n, ExecType.Triggered, ExecReason.Released);
        }
    }
}
