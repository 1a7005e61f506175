using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Domain.Matching.Memory;

/// <summary>
/// How a trailing trigger follows its reference price. Works with keys: the price for a sell, its negative for a buy. The higher the key,
/// the better a reference price and the tighter a trigger price; a trigger is reached when the reference's key is not above its own.
/// </summary>
internal static class TrailRules
{
    /// <summary>A reference that no price reaches.</summary>
    internal const long Never = long.MaxValue;

    private const int All = 10_000;

    /// <summary>The key of a price, or the price of a key.</summary>
    internal static long Key(Side side, long price) => -side.Sign() * price;

    /// <summary>
    /// The trigger that follows from a reference, ignoring the bounds of legal prices. Never falls while the reference rises.
    /// </summary>
    internal static long Asked(TrailOffset offset, long reference) =>
        reference - (offset.IsBasisPoints ? (long)((((Int128)Math.Abs(reference) * offset.Value) + All - 1) / All) : offset.Value);

    /// <summary>The lowest reference that leads to a trigger above this one.</summary>
    internal static long FirstAbove(TrailOffset offset, long trigger)
    {
        if (!offset.IsBasisPoints) return trigger + offset.Value + 1;
        // The distance, rounded up, is subtracted: this shrinks a positive reference and grows the absolute value of a negative one.
        var aim = (Int128)trigger + 1;
        var share = aim > 0 ? All - offset.Value : All + offset.Value;
        var reference = aim * All / share;
        if (aim > 0 && reference * share < aim * All) reference++;
        return (long)Int128.Min(reference, Never);
    }

    /// <summary>The first reference that an order follows, given its own trigger.</summary>
    internal static long FirstAwaited(TrailOffset offset, long trigger, long bound) =>
        trigger >= bound ? Never : FirstAbove(offset, trigger);

    /// <summary>The highest legal key.</summary>
    internal static long HighestKey(Side side, long lowestPrice) => Key(side, side == Side.Sell ? OrderChecks.MaxPriceTicks : lowestPrice);

    /// <summary>The tightest trigger at which trigger and price, which move by the same number of ticks, are both legal.</summary>
    /// <param name="trigger">The current trigger.</param>
    /// <param name="price">The current price.</param>
    /// <param name="highest">The highest legal key.</param>
    internal static long Bound(long trigger, long price, long highest) => highest - Math.Max(0, price - trigger);
}
