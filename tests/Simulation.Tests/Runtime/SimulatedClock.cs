namespace Rtx.Simulation.Tests.Runtime;

/// <summary>
/// A machine's clock. Its wall clock has an offset and may be set, also backwards; its monotonic time advances at its own rate.
/// </summary>
internal sealed class SimulatedClock : TimeProvider
{
    /// <summary>Maximum difference between the rates of two machines.</summary>
    public const double LargestDrift = 0.01;

    private static readonly TimeSpan LargestSkew = TimeSpan.FromSeconds(2);

    private readonly SimulatedWorld _world;
    private readonly double _rate = 1;
    private readonly long _began;
    private TimeSpan _offset;
    private TimeSpan _largestOffset;

    public SimulatedClock(SimulatedWorld world, bool isExact)
    {
        _world = world;
        if (isExact) return;
        _rate += (world.Next(101) - 50) * LargestDrift / 100;
        _began = world.Next(1_000_000);
        Set(world.UpTo(LargestSkew) - world.UpTo(LargestSkew));
    }

    public override long TimestampFrequency => _world.Clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _world.Clock.GetUtcNow() + _offset;

    public override long GetTimestamp() => _began + (long)(_world.Clock.GetTimestamp() * _rate);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _world.Clock.CreateTimer(callback, state, dueTime, period);

    /// <summary>The time with the largest offset it ever had: an earlier reading may have used that.</summary>
    public DateTimeOffset LatestTime => _world.Clock.GetUtcNow() + _largestOffset;

    /// <summary>Sets the wall clock.</summary>
    public void Set(TimeSpan by)
    {
        _offset += by;
        if (_offset > _largestOffset) _largestOffset = _offset;
    }
}
