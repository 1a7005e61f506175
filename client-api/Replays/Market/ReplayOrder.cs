namespace Rtx.Replays.Market;

/// <summary>An order of the replay that rests in the system's book.</summary>
/// <param name="orderId">The system's number.</param>
/// <param name="placed">The command that placed it.</param>
internal sealed class ReplayOrder(long orderId, PlaceResting placed)
{
    public long OrderId { get; } = orderId;

    /// <summary>Number of the command that placed it.</summary>
    public long Number { get; } = placed.Number;

    public Side Side { get; } = placed.Side;

    public decimal Price { get; } = placed.Price;

    /// <summary>The exchange's number; null for an anonymous lot.</summary>
    public long? RecordedId { get; } = placed.RecordedId;

    public decimal CumQty { get; private set; }

    public decimal LeavesQty { get; private set; } = placed.Quantity;

    public void Reduce(decimal leavesQty) => LeavesQty = leavesQty;

    public void Fill(decimal quantity)
    {
        CumQty += quantity;
        LeavesQty -= quantity;
    }
}
