using Microsoft.Extensions.Time.Testing;
using Rtx.Actors.Accounts;

namespace Rtx.Cluster.Tests.Accounts;

public sealed class CountdownTests
{
    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public void A_clock_that_is_set_changes_nothing(int seconds)
    {
        FakeTimeProvider clock = new();
        var countdown = new Countdown(clock);
        countdown.Begin(TimeSpan.FromSeconds(10));

        clock.Advance(TimeSpan.FromSeconds(4));
        clock.AdjustTime(clock.GetUtcNow().AddSeconds(seconds));
        Assert.Equal(TimeSpan.FromSeconds(6), countdown.Left);

        clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(TimeSpan.Zero, countdown.Left);
    }
}
