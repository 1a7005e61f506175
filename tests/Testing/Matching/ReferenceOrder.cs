using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>
/// An open order of the reference book: its terms as submitted and its current state. Prices in ticks, quantities in lots.
/// </summary>
internal sealed class ReferenceOrder(BookOrder terms, OrderInstructions asked, bool hasInstructions)
{
    internal ReferenceOrder(BookOrder terms)
        : this(terms, terms.Instructions ?? new OrderInstructions(), terms.Instructions is not null)
    {
    }

    internal OrderId Id => terms.OrderId;

    internal AccountId Account => terms.AccountId;

    internal Side Side => terms.Side;

    internal OrderType Type => terms.OrderType;

    internal TimeInForce TimeInForce => terms.TimeInForce;

    /// <summary>The instructions that never change.</summary>
    internal OrderInstructions Asked => asked;

    internal long Price { get; set; } = terms.Price.Ticks;

    internal long? StopPx { get; set; } = asked.StopPx?.Ticks;

    /// <summary>The reference price that a trailing order's trigger price has followed since its last event; null for none.</summary>
    internal long? Followed { get; set; }

    internal long? DisplayQty { get; set; } = asked.DisplayQty?.Lots;

    /// <summary>Null when none was set, and once it has been checked.</summary>
    internal long? MinQty { get; set; } = asked.MinQty?.Lots;

    internal Timestamp? ExpireTime { get; set; } = asked.ExpireTime;

    internal long CumQty { get; set; }

    internal long LeavesQty { get; set; } = terms.OrderQty.Lots;

    internal long OrderQty => CumQty + LeavesQty;

    internal long Displayed { get; set; }

    internal long Priority { get; set; }

    internal OrderPlace Place { get; set; } = OrderPlace.Held;

    /// <summary>Whether it has ended although its last event is still due.</summary>
    internal bool IsOver { get; set; }

    internal bool IsOpen => Place != OrderPlace.None;

    /// <summary>Whether its trigger price was reached.</summary>
    internal bool IsTriggered { get; set; }

    internal bool HasTrigger =>
        Type is OrderType.Stop or OrderType.StopLimit or OrderType.MarketIfTouched or OrderType.LimitIfTouched || IsTrailing;

    internal bool IsTrailing => Type is OrderType.TrailingStop or OrderType.TrailingStopLimit;

    internal bool IsMarketLike => IsMarketLikeType(Type);

    /// <summary>Whether it may wait in a book that trades continuously.</summary>
    internal bool MayRest => TimeInForce is not (TimeInForce.Ioc or TimeInForce.Fok) && !IsMarketLike;

    internal static bool IsMarketLikeType(OrderType type) =>
        type is OrderType.Market or OrderType.Stop or OrderType.TrailingStop or OrderType.MarketIfTouched;

    /// <summary>Resets the displayed quantity: all of it, or the display quantity again.</summary>
    internal void Refresh() => Displayed = Math.Min(DisplayQty ?? LeavesQty, LeavesQty);

    /// <summary>Changes the open quantity; queue priority stays and the displayed quantity does not grow.</summary>
    internal void ChangeLeaves(long leavesQty)
    {
        LeavesQty = leavesQty;
        Displayed = DisplayQty is null ? leavesQty : Math.Min(Displayed, leavesQty);
    }

    /// <summary>The instructions as they are now.</summary>
    internal OrderInstructions? Instructions() => !hasInstructions
        ? null
        : asked with
        {
            StopPx = StopPx is { } stopPx ? new Price(stopPx) : null,
            DisplayQty = DisplayQty is { } displayQty ? new Quantity(displayQty) : null,
            MinQty = MinQty is { } minQty ? new Quantity(minQty) : null,
            ExpireTime = ExpireTime,
        };
}
