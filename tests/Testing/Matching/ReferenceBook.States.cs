using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>Chapter "States", without the uncrossing.</summary>
public sealed partial class ReferenceBook
{
    private void ChangeState(TradingState next)
    {
        // A halt interrupts an auction without ending it.
        var leaves = next is TradingState.Halted or TradingState.CancelOnly ? (TradingState?)null : State;
        var isAuction = leaves is TradingState.OpeningAuction or TradingState.VolatilityAuction or TradingState.ClosingAuction;
        if (isAuction || next == TradingState.Continuous) Uncross();

        var endsTheOpening = leaves == TradingState.OpeningAuction || next is TradingState.Continuous or TradingState.Closed;
        if (endsTheOpening) EndSessionOf(order => order.TimeInForce == TimeInForce.AtTheOpen);
        if (next == TradingState.Closed) EndSessionOf(order => order.TimeInForce == TimeInForce.AtTheClose);
        else if (leaves == TradingState.ClosingAuction || next == TradingState.Continuous) EndSessionOf(order => order.TimeInForce == TimeInForce.AtTheClose && order.Place != OrderPlace.Held);
        if (next == TradingState.Continuous) CancelWhatMayNotRest();
        if (next == TradingState.Closed) EndSessionOf(order => order.TimeInForce == TimeInForce.Day);

        State = next;
        if (next == TradingState.ClosingAuction) ReleaseForTheClose();
    }

    private void EndSessionOf(Func<ReferenceOrder, bool> isOver)
    {
        foreach (var order in _open.Where(order => !order.IsOver && isOver(order)).ToList()) Close(order, ExecType.Expired, ExecReason.SessionEnded);
    }

    // Such as an immediate-or-cancel child that was released during the auction.
    private void CancelWhatMayNotRest()
    {
        foreach (var order in _open.Where(order => order.Place == OrderPlace.Book && !order.MayRest && !order.IsOver).ToList()) Close(order, ExecType.Canceled, ExecReason.Remainder);
    }

    private void ReleaseForTheClose()
    {
        foreach (var order in _open.Where(order => order is { TimeInForce: TimeInForce.AtTheClose, Place: OrderPlace.Held, IsOver: false }).ToList())
        {
            Enter(order, ExecType.Triggered, ExecReason.Released);
        }
    }
}
