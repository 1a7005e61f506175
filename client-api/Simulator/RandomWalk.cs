namespace Rtx.Simulator;

/// <summary>A price that moves by seeded chance and is drawn back to where it belongs. The same seed gives the same walk.</summary>
/// <param name="random">Chance.</param>
/// <param name="start">First price in ticks.</param>
/// <param name="reference">Price that it is drawn to, in ticks.</param>
/// <param name="stepTicks">The farthest that it moves at once.</param>
internal sealed class RandomWalk(Random random, long start, long reference, int stepTicks)
{
    // Of its distance from the reference it loses this share per step, so that an evening's walk stays in sight.
    private const int PullDivisor = 2_000;

    /// <summary>The present price in ticks; never below one step.</summary>
    public long Ticks { get; private set; } = start;

    public void Step() =>
        Ticks = Math.Max(stepTicks, Ticks + random.Next(-stepTicks, stepTicks + 1) + ((reference - Ticks) / PullDivisor));
}
