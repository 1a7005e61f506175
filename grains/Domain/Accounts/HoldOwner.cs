namespace Rtx.Domain.Accounts;

/// <summary>An order, or the orders of a list, that something is held for together.</summary>
internal abstract class HoldOwner
{
    private OrderHold _held;

    internal InstrumentHolding Holding { get; private protected set; } = null!;

    /// <summary>What is held at the moment.</summary>
    internal ref OrderHold Held => ref _held;

    /// <summary>What must be held.</summary>
    internal abstract OrderHold Needed();
}
