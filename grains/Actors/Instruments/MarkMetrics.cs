using System.Diagnostics.Metrics;

namespace Rtx.Actors.Instruments;

/// <summary>Metrics of mark prices.</summary>
internal static class MarkMetrics
{
    private static readonly Meter Meter = new("Rtx.Actors");

    /// <summary>Prices that were too far from the mark to be accepted without confirmation.</summary>
    public static Counter<long> HeldBack { get; } = Meter.CreateCounter<long>("rtx.marks.held_back", "{price}", "Prices too far from the mark to be believed at once");
}
