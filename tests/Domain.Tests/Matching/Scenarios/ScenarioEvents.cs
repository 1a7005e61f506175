using Rtx.Domain.Matching.Rules;
using Rtx.Model;

namespace Rtx.Domain.Tests.Matching.Scenarios;

/// <summary>
/// Events as sentences: <c>s1 new</c>, <c>s1 gave 2 @ 101, 2 of 5</c> (traded as maker), <c>took</c> (as taker), <c>swapped</c> (in an
/// auction), <c>s1 canceled (Remainder), 2 of 5</c>, <c>s1 replaced, 3 @ 101, keeps place</c>. <c>waits for 95</c> is the trigger price of
/// a waiting order, <c>held</c> means that it waits for something else, <c>now @ 99</c> that the book changed the price, and <c>last in
/// queue</c> after a trade that an iceberg was refreshed.
/// </summary>
internal sealed class ScenarioEvents
{
    private readonly Dictionary<OrderId, (Price Price, Quantity OrderQty)> _known = [];

    /// <param name="e">The event.</param>
    /// <param name="name">The order's name in the scenario.</param>
    /// <param name="asked">Its original price.</param>
    internal string Describe(in BookEvent e, string name, Price asked)
    {
        // A closing event has no working quantity; the order keeps its total.
        var before = _known.TryGetValue(e.OrderId, out var known) ? known : (Price: asked, OrderQty: e.CumQty + e.LeavesQty);
        var isClosedWithRest = e.Place == OrderPlace.None && e.ExecType != ExecType.Trade;
        var orderQty = isClosedWithRest ? before.OrderQty : e.CumQty + e.LeavesQty;
        _known[e.OrderId] = (e.Price, orderQty);
        var why = e.Reason == ExecReason.None ? "" : $" ({e.Reason})";
        var total = $"{e.CumQty.Lots} of {orderQty.Lots}";
        var place = PlaceOf(e);
        var queue = e.PrioritySequence == e.Sequence ? "last in queue" : "keeps place";
        var price = e.Price == before.Price ? "" : $", now @ {e.Price.Ticks}";
        var refreshed = e.Place == OrderPlace.Book && e.PrioritySequence == e.Sequence ? ", last in queue" : "";
        return e.ExecType switch
        {
            ExecType.New => $"{name} new{price}{place}",
            ExecType.Rejected => $"{name} rejected: {e.RejectReason}",
            ExecType.Canceled => $"{name} canceled{why}, {total}",
            ExecType.Expired => $"{name} expired{why}, {total}",
            ExecType.Replaced => $"{name} replaced, {e.LeavesQty.Lots} @ {e.Price.Ticks}, {queue}{place}",
            ExecType.Restated => $"{name} restated{why}, {e.LeavesQty.Lots} @ {e.Price.Ticks}{place}",
            ExecType.Triggered => $"{name} {(e.Reason == ExecReason.Released ? "released" : "triggered")}{price}{place}",
            ExecType.Trade => $"{name} {Verb(e.Liquidity)} {e.LastQty.Lots} @ {e.LastPx.Ticks}, {total}{refreshed}",
        };
    }

    private static string PlaceOf(in BookEvent e) => e.Place switch
    {
        OrderPlace.Trigger => $", waits for {e.StopPx.Ticks}",
        OrderPlace.Held => ", held",
        OrderPlace.None or OrderPlace.Aggressing or OrderPlace.Book => "",
    };

    private static string Verb(Liquidity liquidity) => liquidity switch
    {
        Liquidity.Maker => "gave",
        Liquidity.Taker => "took",
        Liquidity.Auction => "swapped",
        Liquidity.None => "traded without liquidity",
    };
}
