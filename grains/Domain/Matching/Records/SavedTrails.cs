using Rtx.Domain.Matching.Memory;
using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Domain.Matching.Records;

/// <summary>Brings saved trailing orders to where their triggers are now: a saved order has the trigger price that its last event told.</summary>
internal sealed class SavedTrails
{
    private readonly Dictionary<(TriggerSource, Side), FollowedPrices> _followed = [];
    private readonly long _lowestPrice;

    /// <param name="instrument">The book's instrument.</param>
    /// <param name="followed">What trailing orders have followed, in any order; those that a later and better one outdid may be missing.</param>
    internal SavedTrails(Instrument instrument, IEnumerable<FollowedPrice> followed)
    {
        _lowestPrice = OrderChecks.LowestPriceTicks(instrument);
        foreach (var price in followed.OrderBy(price => price.Sequence))
        {
            if (!_followed.TryGetValue((price.Source, price.Side), out var prices)) _followed.Add((price.Source, price.Side), prices = new FollowedPrices());
            prices.Add(price.Sequence, TrailRules.Key(price.Side, price.Price.Ticks));
        }
    }

    /// <param name="order">The order as it is saved.</param>
    /// <param name="sequence">Its last event.</param>
    internal BookOrderState Bring(in BookOrderState order, long sequence)
    {
        if (order.Place != OrderPlace.Trigger || order.Instructions is not { StopPx: { } stopPx, TrailOffset: { } offset } instructions) return order;
        if (!_followed.TryGetValue((instructions.TriggerSource, order.Side), out var prices) || prices.BestSince(sequence) is not { } reference) return order;
        var trigger = TrailRules.Key(order.Side, stopPx.Ticks);
        var bound = TrailRules.Bound(trigger, TrailRules.Key(order.Side, order.Price.Ticks), TrailRules.HighestKey(order.Side, _lowestPrice));
        if (reference < TrailRules.FirstAwaited(offset, trigger, bound)) return order;
        var by = TrailRules.Key(order.Side, Math.Min(TrailRules.Asked(offset, reference), bound) - trigger);
        return order with
        {
            Price = new Price(order.Price.Ticks + by),
            Instructions = instructions with { StopPx = new Price(stopPx.Ticks + by) },
            Followed = new Price(TrailRules.Key(order.Side, reference)),
        };
    }
}
