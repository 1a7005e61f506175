using Rtx.Domain.Matching.Rules;
using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>Chapter "Commands": what is due expires first, then comes the command, then settling.</summary>
public sealed partial class ReferenceBook
{
    /// <summary>Takes an order.</summary>
    public ReadOnlySpan<BookEvent> Submit(in BookOrder order, Timestamp now)
    {
        Begin(now);
        var reason = FindFault(order, listIndex: null);
        if (reason == RejectReason.None) Enter(Accept(new ReferenceOrder(order)), ExecType.New, ExecReason.None);
        else TellRejected(order, reason);
        return Settled();
    }

    /// <summary>Takes all orders of a list or none.</summary>
    public ReadOnlySpan<BookEvent> SubmitList(ReadOnlySpan<BookOrder> orders, Timestamp now)
    {
        Begin(now);
        TakeList(orders.ToArray());
        return Settled();
    }

    /// <summary>Changes an open order; a refusal is no event.</summary>
    public RejectReason Amend(AccountId account, AmendOrder amend, Timestamp now, out ReadOnlySpan<BookEvent> events)
    {
        ArgumentNullException.ThrowIfNull(amend);
        Begin(now);
        if (FindOpen(amend.OrderId) is { IsOver: true } over) CloseOver(over);
        var reason = FindFault(account, amend);
        if (reason == RejectReason.None) Replace(FindOpen(amend.OrderId)!, amend);
        events = Settled();
        return reason;
    }

    /// <summary>Cancels an open order, in every state; a refusal is no event.</summary>
    public RejectReason Cancel(AccountId account, OrderId id, Timestamp now, out ReadOnlySpan<BookEvent> events)
    {
        Begin(now);
        if (FindOpen(id) is { IsOver: true } over) CloseOver(over);
        var order = FindOpen(id);
        var isKnown = order is not null && order.Account == account;
        if (isKnown) Cancel(order!, ExecReason.None);
        events = Settled();
        return isKnown ? RejectReason.None : RejectReason.UnknownOrder;
    }

    /// <summary>Cancels all open orders of the account that fit, by order id.</summary>
    public ReadOnlySpan<BookEvent> MassCancel(AccountId account, MassCancel filter, ExecReason reason, Timestamp now)
    {
        ArgumentNullException.ThrowIfNull(filter);
        Begin(now);
        foreach (var order in _open.Where(Fits).ToList())
        {
            if (order is { IsOpen: true, IsOver: true }) CloseOver(order);
            else Cancel(order, reason);
        }

        return Settled();

        bool Fits(ReferenceOrder order) =>
            order.Account == account
            && (filter.Side is null || order.Side == filter.Side)
            && (filter.Tag.IsNone || order.Asked.Tag == filter.Tag)
            && (filter.ConnectionId is null || order.Asked.ConnectionId == filter.ConnectionId);
    }

    /// <summary>Changes the trading state.</summary>
    public ReadOnlySpan<BookEvent> SetState(TradingState state, Timestamp now)
    {
        Begin(now);
        if (state != State) ChangeState(state);
        return Settled();
    }

    /// <summary>A new mark price.</summary>
    public ReadOnlySpan<BookEvent> SetMarkPrice(Price mark, Timestamp now)
    {
        Begin(now);
        MarkPrice = mark;
        return Settled();
    }

    /// <summary>Expires what is due, one slice of it.</summary>
    public ReadOnlySpan<BookEvent> Expire(Timestamp now)
    {
        Begin(now);
        TellSlice();
        return Settled();
    }

    /// <summary>A new centre of the static band; null for none.</summary>
    public void SetReference(Price? reference) => ReferencePrice = reference;

    /// <summary>What an account brings with it.</summary>
    public void SetPosition(AccountId account, long lots) => _positions[account] = lots;

    private void Begin(Timestamp now)
    {
        _events.Clear();
        _prints.Clear();
        _now = now;
        EndWhatIsDue();
        if (OverOrderCount <= limits.EventsPerSlice) TellSlice();
    }

    private ReadOnlySpan<BookEvent> Settled()
    {
        Settle();
        CancelLeftBehind();
        return Events();
    }
}
