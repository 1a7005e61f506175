namespace Rtx.Domain.Accounts.Holdings;

/// <summary>An order, or the orders of a list, with one common hold.</summary>
internal abstract class HoldOwner
{
    private OrderHold _held;

    internal InstrumentHolding Holding { get; private protected set; } = null!;

    /// <summary>The current hold.</summary>
    internal ref OrderHold Held => ref _held;

    /// <summary>
    /// Whether its instrument counts it among those that must be valued one by one (see <see cref="InstrumentHolding.MustLookAtOrders"/>).
    /// </summary>
    internal bool IsCountedSpecial { get; set; }

    /// <summary>Whether its need at a mark depends on more than its lots and its worst price.</summary>
    internal abstract bool IsSpecial { get; }

    /// <summary>The hold that it needs.</summary>
    internal OrderHold Needed() => NeededAt(new HoldRates(Holding));

    /// <summary>The hold that it needs at the given rates.</summary>
    internal abstract OrderHold NeededAt(in HoldRates rates);
}
