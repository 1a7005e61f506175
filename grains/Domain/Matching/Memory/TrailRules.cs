using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Domain.Matching.Memory;

/// <summary>
/// How a trailing trigger follows its reference price. Works with keys: the price for a sell, its negative for a buy. A reference price is better, a trigger price tighter, the
/// higher its key, and a trigger is reached when the reference's key is not above its own.
/// </summary>
internal static class TrailRules
{
    /// <summary>A reference that no price comes near.</summary>
    internal const long Never = long.MaxValue;

    private const int All = 10_000;

    /// <summary>The key of a price; of a key its price.</summary>
    internal static long Key(Side side, long price) => -side.Sign() * price;

    /// <summary>The trigger that a reference asks for, without the bounds of legal prices. Never falls while the reference rises.</summary>
    internal static long Asked(TrailOffset offset, long reference) =>
        reference - (offset.IsBasisPoints ? (long)((((Int128)Math.Abs(reference) * offset.Value) + All - 1) / All) : offset.Value);

    /// <summary>The lowest reference that asks for a trigger above this one.</summary>
    internal static long FirstAbove(TrailOffset offset, long trigger)
    {
        if (!offset.IsBasisPoints) return trigger + offset.Value + 1;
        // Rounded up, the distance takes a share of what is above zero and adds one to what is below.
        var aim = (Int128)trigger + 1;
        var share = aim > 0 ? All - offset.Value : All + offset.Value;
        var reference = aim * All / share;
        if (aim > 0 && reference * share < aim * All) reference++;
        return (long)Int128.Min(reference, Never);
    }

    /// <summary>The reference that an order follows first whose own trigger came last.</summary>
    internal static long FirstAwaited(TrailOffset offset, long trigger, long bound) => trigger >= bound ? Never : FirstAbove(offset, trigger);

    /// <summary>The highest legal key.</summary>
    internal static long HighestKey(Side side, long lowestPrice) => Key(side, side == Side.Sell ? OrderChecks.MaxPriceTicks : lowestPrice);

    /// <summary>The tightest trigger that keeps trigger and price legal, which move by the same number of ticks.</summary>
    /// <param name="trigger">The present trigger.</param>
    /// <param name="price">The present price.</param>
    /// <param name="highest">The highest legal key.</param>
    internal static long Bound(long trigger, long price, long highest) => highest - Math.Max(0, price - trigger);
}
