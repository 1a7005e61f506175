namespace Rtx.Simulator;

/// <summary>A seeded random walk that reverts to a reference price. The same seed gives the same walk.</summary>
/// <param name="random">The random source.</param>
/// <param name="start">First price in ticks.</param>
/// <param name="reference">Price it reverts to, in ticks.</param>
/// <param name="stepTicks">Largest step in ticks.</param>
internal sealed class RandomWalk(Random random, long start, long reference, int stepTicks)
{
    // Share of the distance to the reference that each step takes back, so that a long walk stays near it.
    private const int PullDivisor = 2_000;

    /// <summary>The current price in ticks; never below one step.</summary>
    public long Ticks { get; private set; } = start;

    public void Step() =>
        Ticks = Math.Max(stepTicks, Ticks + random.Next(-stepTicks, stepTicks + 1) + ((reference - Ticks) / PullDivisor));
}
