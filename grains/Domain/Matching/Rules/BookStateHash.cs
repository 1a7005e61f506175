using Rtx.Domain.Matching.Memory;
using Rtx.Model;

namespace Rtx.Domain.Matching.Rules;

/// <summary>
/// A hash to compare the states of two books: sequence, last trade price, the queues (bids best first, then asks best first), then all
/// orders that wait elsewhere, by order id. It does not include trading state, mark and reference price, which belong to the instrument.
/// </summary>
public static class BookStateHash
{
    /// <summary>The hash of a book, from its open orders in the order above.</summary>
    public static ulong Compute(long sequence, Price? lastTradePrice, IEnumerable<BookOrderState> openOrders)
    {
        ArgumentNullException.ThrowIfNull(openOrders);
        var hash = new StateHash().Add(sequence).Add(lastTradePrice is not null).Add(lastTradePrice.GetValueOrDefault().Ticks);
        foreach (var order in openOrders) Add(hash, order);
        return hash.Value;
    }

    private static void Add(StateHash hash, in BookOrderState order)
    {
        hash.Add(order.OrderId.Value).Add(order.AccountId.Value).Add((long)order.Side).Add((long)order.OrderType)
            .Add((long)order.TimeInForce);
        hash.Add(order.Price.Ticks).Add(order.CumQty.Lots).Add(order.LeavesQty.Lots).Add(order.DisplayedQty.Lots)
            .Add(order.PrioritySequence).Add((long)order.Place);
        hash.Add(order.Followed is not null).Add(order.Followed.GetValueOrDefault().Ticks);
        hash.Add(order.Instructions is not null);
        if (order.Instructions is not { } instructions) return;
        Add(hash, instructions);
        // The minimum quantity is checked only when the order enters; nothing depends on it afterwards.
        hash.Add(order.Place == OrderPlace.Held ? instructions.MinQty.GetValueOrDefault().Lots : 0);
    }

    private static void Add(StateHash hash, OrderInstructions instructions)
    {
        hash.Add(instructions.StopPx is not null).Add(instructions.StopPx.GetValueOrDefault().Ticks).Add((long)instructions.TriggerSource);
        hash.Add(instructions.TrailOffset.GetValueOrDefault().Value).Add(instructions.TrailOffset.GetValueOrDefault().IsBasisPoints);
        hash.Add(instructions.DisplayQty.GetValueOrDefault().Lots).Add((long)instructions.PostOnly).Add(instructions.ReduceOnly);
        hash.Add(instructions.ExpireTime.GetValueOrDefault().UnixMicroseconds).Add((long)instructions.SelfTradePrevention)
            .Add(instructions.TradeGroup);
        hash.Add(instructions.Tag.Number ?? 0);
        hash.Add(instructions.ConnectionId).Add(instructions.ListId.Value).Add((long)instructions.ListRole).Add(instructions.ListIndex);
        // Only tags that are not numbers add a text, so that books with numeric tags keep the hashes they had before.
        if (instructions.Tag is { Number: null, Text: { } text }) hash.Add(text);
    }
}
