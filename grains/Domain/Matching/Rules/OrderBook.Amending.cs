using Rtx.Domain.Matching.Memory;
using Rtx.Model;

namespace Rtx.Domain.Matching.Rules;

/// <content>Chapter "Amend".</content>
public sealed partial class OrderBook
{
    /// <summary>
    /// Changes an open order of the account in one step. Only a lower quantity keeps the priority; with any other change the order enters
    /// again, and trades as aggressor if it then crosses. The book does not keep client order ids: a new one just gives a Replaced event.
    /// </summary>
    /// <param name="account">The account that must own the order.</param>
    /// <param name="amend">The order and its new terms.</param>
    /// <param name="now">The current time; orders that it expires come first, even when the amendment is refused.</param>
    /// <param name="events">The events; valid until the next command.</param>
    /// <returns>Why it was refused; None when the order was changed.</returns>
    public RejectReason Amend(AccountId account, AmendOrder amend, Timestamp now, out ReadOnlySpan<BookEvent> events)
    {
        ArgumentNullException.ThrowIfNull(amend);
        Begin(now);
        CloseIfOver(amend.OrderId);
        var reason = CheckAmend(account, amend, now, out var n);
        if (reason == RejectReason.None) Amend(n, amend);
        events = End();
        return reason;
    }

    private RejectReason CheckAmend(AccountId account, AmendOrder amend, Timestamp now, out int n)
    {
        n = 0;
        if (State == TradingState.Halted) return RejectReason.InstrumentHalted;
        var reason = _checks.Check(amend);
        if (reason != RejectReason.None) return reason;
        if (State == TradingState.Closed) return RejectReason.MarketClosed;
        if (State == TradingState.CancelOnly) return RejectReason.CancelOnly;
        n = FindOf(account, amend.OrderId);
        if (n == 0) return RejectReason.UnknownOrder;
        if (!HasAmendedTerms(n, amend)) return RejectReason.InvalidTerms;
        _state.CatchUp(n);

        ref var node = ref Node(n);
        var price = amend.Price ?? new Price(node.Price);
        var orderQty = amend.OrderQty ?? new Quantity(node.Cum + node.Leaves);
        reason = _checks.CheckAmended(amend, price, orderQty, new Quantity(node.Cum), amend.DisplayQty ?? DisplayQtyOf(node));
        if (amend.ExpireTime <= now) reason = Lowest(reason, RejectReason.InvalidExpireTime);
        if (reason != RejectReason.None) return reason;
        if (amend.Price is not null && !node.OrderType.IsMarketLike() && !node.Is(OrderTraits.Untriggered)
            && IsOutsideStaticBand(price.Ticks))
            return RejectReason.PriceOutsideBand;
        return node.Place == OrderPlace.Book && !KeepsPriority(node, amend) && ViolatesPostOnly(node.Side, price.Ticks, PostOnlyOf(node))
            ? RejectReason.PostOnlyWouldTrade
            : RejectReason.None;
    }

    private bool HasAmendedTerms(int n, AmendOrder amend)
    {
        ref var node = ref Node(n);
        return (amend.StopPx is null || node.Is(OrderTraits.Untriggered))
            && (amend.DisplayQty is null || DisplayQtyOf(node) is not null)
            && (amend.ExpireTime is null || node.TimeInForce == TimeInForce.Gtd);
    }

    private Quantity? DisplayQtyOf(in OrderNode node) =>
        node.Extra != 0 && _pool.Extras[node.Extra].Display is > 0 and var display ? new Quantity(display) : null;

    private static bool KeepsPriority(in OrderNode node, AmendOrder amend) =>
        amend is { Price: null, StopPx: null, DisplayQty: null, ExpireTime: null }
            && (amend.OrderQty is not { } orderQty || orderQty.Lots <= node.Cum + node.Leaves);

    private void Amend(int n, AmendOrder amend)
    {
        ref var node = ref Node(n);
        var leaves = amend.OrderQty is { } orderQty ? orderQty.Lots - node.Cum : node.Leaves;
        if (KeepsPriority(node, amend))
        {
            _state.Shrink(ref node, node.Leaves - leaves);
            Emit(node, ExecType.Replaced, ExecReason.None);
            return;
        }

        var isHeld = node.Place == OrderPlace.Held;
        if (!isHeld) _state.TakeOut(n, ref node);
        if (amend.Price is { } price) node.Price = price.Ticks;
        _state.ChangeTerms(n, amend, leaves);
        if (!isHeld)
        {
            Enter(ref node, n, ExecType.Replaced, ExecReason.None);
            return;
        }

        node.Priority = Sequence + 1;
        Emit(node, ExecType.Replaced, ExecReason.None);
    }
}
