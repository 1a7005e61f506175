using Rtx.Model;

namespace Rtx.Benchmarks.Matching.Replays;

/// <summary>The time that books are told: a microsecond per command, whatever the machine's clock says.</summary>
internal static class ReplayClock
{
    private const long Start = 1_704_153_600_000_000;

    /// <summary>When a command is sent.</summary>
    /// <param name="index">Of the command, from 0.</param>
    public static Timestamp At(int index) => new(Start + index);
}
