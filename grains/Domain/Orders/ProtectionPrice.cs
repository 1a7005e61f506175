using Rtx.Domain.Instruments;
using Rtx.Model;

namespace Rtx.Domain.Orders;

/// <summary>The worst price that a market-like order may trade at, so that its cost is known before it is sent.</summary>
public static class ProtectionPrice
{
    /// <summary>Distance from the reference price as a share of it.</summary>
    public const decimal Band = 0.05m;

    /// <summary>
    /// The band away from the reference in the order's direction, to the next whole tick outside, within the legal prices of the instrument. A reference that is
    /// itself no legal price is allowed: a trigger price comes from the client.
    /// </summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="side">Side of the order.</param>
    /// <param name="reference">The order's trigger price; without trigger the best opposite price, else the last trade.</param>
    public static Price From(Instrument instrument, Side side, Price reference)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        var distance = decimal.Ceiling(Math.Abs((decimal)reference.Ticks) * Band);
        var lowest = InstrumentRules.MayTradeBelowZero(instrument) ? -OrderChecks.MaxPriceTicks : 1;
        return new Price((long)Math.Clamp(reference.Ticks + (side.Sign() * distance), lowest, OrderChecks.MaxPriceTicks));
    }
}
