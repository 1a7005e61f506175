namespace Rtx.Model;

/// <summary>A time in which an instrument traded and no tick came.</summary>
/// <param name="From">The last tick before, or where trading or the range began.</param>
/// <param name="To">The next tick, or where trading or the range ended.</param>
[GenerateSerializer, Immutable, Alias("rtx.TickGap")]
public readonly record struct TickGap(Timestamp From, Timestamp To);
