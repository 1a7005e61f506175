using Rtx.Gateway.Reads;

namespace Rtx.Api.Tests.Cluster;

public sealed class RecentMissesTests
{
    private readonly Clock _clock = new();
    private readonly RecentMisses<int> _misses;

    public RecentMissesTests() => _misses = new RecentMisses<int>(_clock);

    [Fact]
    public void A_miss_is_forgotten_after_its_time()
    {
        _misses.Add(1);
        Assert.True(_misses.Contains(1));
        Assert.False(_misses.Contains(2));

        _clock.Now = RecentMisses<int>.Lifetime;

        Assert.False(_misses.Contains(1));
    }

    [Fact]
    public void However_many_are_missed_so_many_are_remembered_at_most()
    {
        for (var i = 0; i < 3 * RecentMisses<int>.MaxCount; i++) _misses.Add(i);

        Assert.InRange(Enumerable.Range(0, 3 * RecentMisses<int>.MaxCount).Count(_misses.Contains), 1, RecentMisses<int>.MaxCount);
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
