using Rtx.Model;

namespace Rtx.Domain.Orders;

/// <summary>What an amendment makes of an order's instructions.</summary>
public static class AmendedInstructions
{
    /// <summary>The instructions after an amendment that was accepted: what it names is so, and the rest is as before.</summary>
    public static OrderInstructions After(this OrderInstructions before, AmendOrder amend)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(amend);
        return before with
        {
            StopPx = amend.StopPx ?? before.StopPx,
            DisplayQty = amend.DisplayQty ?? before.DisplayQty,
            ExpireTime = amend.ExpireTime ?? before.ExpireTime,
        };
    }
}
