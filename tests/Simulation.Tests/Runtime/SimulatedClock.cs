namespace Rtx.Simulation.Tests.Runtime;

/// <summary>A machine's clock. Its time of day is off by something and may be set, back as well; what has passed since it began only rises, at a rate of its own.</summary>
internal sealed class SimulatedClock : TimeProvider
{
    /// <summary>How far the rates of two machines are apart at most.</summary>
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

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => _world.Clock.CreateTimer(callback, state, dueTime, period);

    /// <summary>What it would say if it were as far ahead as it ever was: what was read of it may be of then.</summary>
    public DateTimeOffset LatestTime => _world.Clock.GetUtcNow() + _largestOffset;

    /// <summary>Sets the time of day.</summary>
    public void Set(TimeSpan by)
    {
        _offset += by;
        if (_offset > _largestOffset) _largestOffset = _offset;
    }
}
