using Rtx.Domain.Matching.Memory;
using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Domain.Matching.Rules;

/// <content>Chapter "Refusals": of all reasons that apply, the one with the lowest number is given.</content>
public sealed partial class OrderBook
{
    // By far the most orders: only their own terms could get them refused.
    private bool IsPlainAndLegal(in BookOrder order) =>
        State == TradingState.Continuous && !_limitsOrders && _checks.IsPlainAndLegal(order);

    /// <summary>Why a new order is refused; None when it is accepted.</summary>
    /// <param name="order">The order.</param>
    /// <param name="now">The time.</param>
    /// <param name="openOrders">Orders of the same list that come before it.</param>
    /// <param name="isInList">Whether it is part of a list.</param>
    private RejectReason CheckNew(in BookOrder order, Timestamp now, int openOrders, bool isInList)
    {
        if (State == TradingState.Halted) return RejectReason.InstrumentHalted;
        var reason = _checks.Check(order, isInList);
        if (reason is not RejectReason.None and <= RejectReason.QuantityTooLarge) return reason;
        if (State != TradingState.Continuous || order.TimeInForce == TimeInForce.AtTheOpen)
        {
            var closed = CheckState(order);
            if (closed != RejectReason.None) return closed;
        }

        if (order.Instructions?.ExpireTime <= now) reason = Lowest(reason, RejectReason.InvalidExpireTime);
        if (reason != RejectReason.None) return reason;
        if (!IsClamped(order.OrderType) && IsOutsideStaticBand(order.Price.Ticks)) return RejectReason.PriceOutsideBand;
        // An order of a list is held first; this is checked when it is released.
        if (order.Instructions is { } instructions && !isInList)
        {
            if (ViolatesPostOnly(order.Side, order.Price.Ticks, instructions.PostOnly)) return RejectReason.PostOnlyWouldTrade;
            if (instructions.ReduceOnly && ReducibleOf(order.AccountId, order.Side) == 0) return RejectReason.NothingToReduce;
        }

        if (_maxOrdersPerAccount != 0 && _state.Accounts[order.AccountId].OpenOrders + openOrders >= _maxOrdersPerAccount)
            return RejectReason.TooManyOrdersInBook;
        return order.TimeInForce is not (TimeInForce.Ioc or TimeInForce.Fok) && IsFull(openOrders)
            ? RejectReason.BookFull
            : RejectReason.None;
    }

    private bool IsFull(int openOrders) =>
        _limits.MaxOrders != 0 && _state.OpenOrderCount - _state.OverCount + openOrders >= _limits.MaxOrders;

    private RejectReason CheckState(in BookOrder order)
    {
        if (State == TradingState.Closed) return RejectReason.MarketClosed;
        if (State == TradingState.CancelOnly) return RejectReason.CancelOnly;
        if (order.TimeInForce == TimeInForce.AtTheOpen)
            return State is TradingState.PreOpen or TradingState.OpeningAuction ? RejectReason.None : RejectReason.NotInThisState;
        var asksForContinuous = order.TimeInForce is TimeInForce.Ioc or TimeInForce.Fok || order.OrderType == OrderType.MarketToLimit
            || order.Instructions?.MinQty is not null;
        return asksForContinuous && State != TradingState.Continuous ? RejectReason.NotInThisState : RejectReason.None;
    }

    private static RejectReason Lowest(RejectReason one, RejectReason other) =>
        one == RejectReason.None || (other != RejectReason.None && other < one) ? other : one;

    /// <summary>Whether a post-only order would trade and can't be moved to a price where it would not.</summary>
    private bool ViolatesPostOnly(Side side, long price, PostOnly postOnly)
    {
        if (postOnly == PostOnly.No || State != TradingState.Continuous || !_state.SideOf(side.Opposite()).IsCrossedBy(price)) return false;
        return postOnly == PostOnly.Reject || !_checks.IsLegal(new Price(SlidPrice(side)));
    }

    /// <summary>One tick behind the best opposite price, which must exist.</summary>
    private long SlidPrice(Side side) => _state.SideOf(side.Opposite()).BestPrice - side.Sign();

    private long ReducibleOf(AccountId account, Side side) => _state.Accounts[account].Reducible(side);

    private bool IsOutsideStaticBand(long price) =>
        _rules.StaticBandBasisPoints != 0 && ReferencePrice is { } reference
            && Math.Abs(price - reference.Ticks) > BandWidth(reference, _rules.StaticBandBasisPoints);

    // Today's band says nothing about the price of an order that may trigger on another day.
    private static bool IsClamped(OrderType type) => type.IsMarketLike() || type.HasTrigger();

    /// <summary>
    /// The price that an order enters with: its own, or no worse than the static band allows if its price was not checked on acceptance.
    /// </summary>
    private long WithinBand(in OrderNode node)
    {
        if (!_hasStaticBand || ReferencePrice is not { } reference || !IsClamped(node.OrderType)) return node.Price;
        var width = BandWidth(reference, _rules.StaticBandBasisPoints);
        return node.Side == Side.Buy ? Math.Min(node.Price, reference.Ticks + width) : Math.Max(node.Price, reference.Ticks - width);
    }

    private static long BandWidth(Price reference, int basisPoints) => (long)((Int128)Math.Abs(reference.Ticks) * basisPoints / 10_000);
}
