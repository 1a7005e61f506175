namespace Rtx.Domain.Accounts;

/// <summary>An order, or the orders of a list, that something is held for together.</summary>
internal abstract class HoldOwner
{
    internal InstrumentHolding Holding { get; private protected set; } = null!;

    /// <summary>What is held at the moment.</summary>
    internal OrderHold Held { get; set; }

    /// <summary>What must be held.</summary>
    internal abstract OrderHold Needed();
}
