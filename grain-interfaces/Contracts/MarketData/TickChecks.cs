namespace Rtx.Contracts;

/// <summary>What a tick must be to enter the stream. One that can't be stored would hold up everything behind it, so it is refused at the door.</summary>
public static class TickChecks
{
    /// <summary>The earliest time, included.</summary>
    public static Timestamp MinTime { get; } = Timestamp.From(new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    /// <summary>The latest time, not included.</summary>
    public static Timestamp MaxTime { get; } = Timestamp.From(new DateTime(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    /// <summary>The error in a tick; null when it is valid.</summary>
    public static string? FindFault(in Tick tick)
    {
        if (tick.InstrumentId.Value is < 1 or > InstrumentId.Max) return "The instrument id is out of range.";
        if (tick.Time < MinTime || tick.Time >= MaxTime) return "The time is out of range.";
        if (tick.Sequence < 0) return "The sequence is negative.";
        if (tick.BidQty < Quantity.Zero || tick.AskQty < Quantity.Zero || tick.LastQty < Quantity.Zero) return "A quantity is negative.";
        return Enum.IsDefined(tick.Kind) ? null : "The kind is unknown.";
    }
}
