namespace Rtx.Domain.Accounts.Holdings;

/// <summary>An order, or the orders of a list, that something is held for together.</summary>
internal abstract class HoldOwner
{
    private OrderHold _held;

    internal InstrumentHolding Holding { get; private protected set; } = null!;

    /// <summary>What is held at the moment.</summary>
    internal ref OrderHold Held => ref _held;

    /// <summary>Whether its instrument counts it among those that must be looked at one by one (see <see cref="InstrumentHolding.MustLookAtOrders"/>).</summary>
    internal bool IsCountedSpecial { get; set; }

    /// <summary>Whether what it keeps at a mark does not follow from its lots and its worst price alone.</summary>
    internal abstract bool IsSpecial { get; }

    /// <summary>What must be held.</summary>
    internal OrderHold Needed() => NeededAt(new HoldRates(Holding));

    /// <summary>What it keeps by some rates.</summary>
    internal abstract OrderHold NeededAt(in HoldRates rates);
}
