using Rtx.Domain.Matching.Rules;
using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Domain.Tests.Matching.Streams;

/// <summary>
/// Rules that every venue keeps however its book is built, checked on the events alone. They come from the venues and not from
/// docs/matching.md: the reference book was written from that page, so it shares the page's mistakes.
/// </summary>
internal sealed class VenueRules(Instrument instrument)
{
    // By order: the quantity it entered with, and what it has traded since.
    private readonly Dictionary<OrderId, (long Entered, long Traded)> _entered = [];
    private readonly Dictionary<OrderId, (BookOrder Order, BookEvent Last, bool IsReached)> _waiting = [];
    private Price? _last;
    private (long Low, long High)? _band;

    /// <summary>Fill-or-kill orders that were filled.</summary>
    internal int Filled { get; private set; }

    /// <summary>Fill-or-kill orders that were killed.</summary>
    internal int Killed { get; private set; }

    internal void Take(in BookEvent e, in BookOrder order)
    {
        if (e.OrderId.IsOfBook) return;
        CheckFillOrKill(e, order);
        CheckMinimum(e, order);
        CheckDynamicBand(e);
        FollowStops(e, order);
    }

    /// <summary>What must be true after each command.</summary>
    internal void Check()
    {
        // On every venue a trade at or through the trigger price elects a stop, wherever the market is when the aggressor is done.
        foreach (var (order, last, isReached) in _waiting.Values)
            Assert.False(isReached, $"{order} waits, and a trade has reached it: {last}");
    }

    // Only where there is no mark, which limits the prices that trades count for. Trailing stops move, and expiring ones may have ended.
    private void FollowStops(in BookEvent e, in BookOrder order)
    {
        if (instrument.Kind != InstrumentKind.Spot) return;
        if (e.ExecType == ExecType.Trade)
        {
            foreach (var (id, waiting) in _waiting)
            {
                var waitsForRise = waiting.Order.OrderType is OrderType.Stop or OrderType.StopLimit == (waiting.Order.Side == Side.Buy);
                if (waitsForRise ? e.LastPx >= waiting.Last.StopPx : e.LastPx <= waiting.Last.StopPx)
                    _waiting[id] = waiting with { IsReached = true };
            }
        }

        if (e.Place != OrderPlace.Trigger) _waiting.Remove(e.OrderId);
        else if (order.Instructions is { TriggerSource: TriggerSource.LastTrade, ExpireTime: null, ListRole: ListRole.None }
            && !order.OrderType.IsTrailing())
            _waiting[e.OrderId] = (order, e, _waiting.TryGetValue(e.OrderId, out var known) && known.IsReached);
    }

    // FIX 59=4, on every venue that has it: all or nothing.
    private void CheckFillOrKill(in BookEvent e, in BookOrder order)
    {
        if (order.TimeInForce != TimeInForce.Fok || e.Place != OrderPlace.None || e.ExecType == ExecType.Rejected) return;
        if (e.ExecType == ExecType.Trade)
        {
            Filled++;
            return;
        }

        Assert.True(e.CumQty == Quantity.Zero, $"{e}: a fill-or-kill order ends partly filled");
        Killed++;
    }

    // FIX 110: when the order enters, it trades at least this quantity.
    private void CheckMinimum(in BookEvent e, in BookOrder order)
    {
        if (order.Instructions?.MinQty is not { } minimum) return;
        if (IsEntry(e) && e.ExecType != ExecType.Replaced) _entered[e.OrderId] = (e.LeavesQty.Lots, 0);
        if (!_entered.TryGetValue(e.OrderId, out var since)) return;
        if (e.ExecType == ExecType.Trade) since.Traded += e.LastQty.Lots;
        _entered[e.OrderId] = since;
        if (e.Place == OrderPlace.Aggressing) return;
        _entered.Remove(e.OrderId);
        Assert.True(
            since.Traded == 0 ? e.Place == OrderPlace.None : since.Traded >= Math.Min(minimum.Lots, since.Entered),
            $"{e}: {since.Traded} traded of a minimum of {minimum}");
    }

    // Eurex, Xetra, CME: no execution in continuous trading outside the dynamic range around the last price.
    private void CheckDynamicBand(in BookEvent e)
    {
        var basisPoints = instrument.MatchingRules.DynamicBandBasisPoints;
        if (basisPoints == 0) return;
        if (IsEntry(e) && _last is { } last)
        {
            var distance = (long)((Int128)Math.Abs(last.Ticks) * basisPoints / 10_000);
            _band = (last.Ticks - distance, last.Ticks + distance);
        }

        if (e.ExecType != ExecType.Trade) return;
        _last = e.LastPx;
        if (e.Liquidity == Liquidity.Auction) return;
        if (_band is var (low, high)) Assert.True(e.LastPx.Ticks >= low && e.LastPx.Ticks <= high, $"{e}: outside of {low} to {high}");
    }

    private static bool IsEntry(in BookEvent e) =>
        e is { Place: OrderPlace.Aggressing, ExecType: ExecType.New or ExecType.Triggered or ExecType.Replaced };
}
