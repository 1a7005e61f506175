using Rtx.Actors.Accounts;

namespace Rtx.Actors.Tests.Accounts;

public sealed class CountdownTests
{
    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public void A_clock_that_is_set_changes_nothing(int seconds)
    {
        var clock = new SetClock();
        var countdown = new Countdown(clock);
        countdown.Begin(TimeSpan.FromSeconds(10));

        clock.Pass(TimeSpan.FromSeconds(4));
        clock.Set(TimeSpan.FromSeconds(seconds));
        Assert.Equal(TimeSpan.FromSeconds(6), countdown.Left);

        clock.Pass(TimeSpan.FromSeconds(6));
        Assert.Equal(TimeSpan.Zero, countdown.Left);
    }

    /// <summary>A clock whose wall time is set while time passes.</summary>
    private sealed class SetClock : TimeProvider
    {
        private DateTimeOffset _now = DateTimeOffset.UnixEpoch;
        private TimeSpan _passed;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time) => (_now, _passed) = (_now + time, _passed + time);

        public void Set(TimeSpan by) => _now += by;

        public override DateTimeOffset GetUtcNow() => _now;

        public override long GetTimestamp() => _passed.Ticks;
    }
}
