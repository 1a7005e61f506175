using Rtx.Domain.Sessions;
using Rtx.Model;
using static Rtx.Domain.Tests.Sessions.TestSchedules;

namespace Rtx.Domain.Tests.Sessions;

public class RandomEndTests
{
    private static readonly TradingSchedule Schedule = Frankfurt with { RandomEndSeconds = 30 };

    [Fact]
    public void Only_the_ends_of_auctions_move_and_by_no_more_than_the_limit()
    {
        var calendar = new TradingCalendar(Schedule, seed: 1);

        var delays = Year(calendar).Select(c => (c.State, Seconds: (c.Time.UnixMicroseconds - c.Planned.UnixMicroseconds) / 1e6)).ToList();

        Assert.All(
            delays.Where(d => d.State is TradingState.PreOpen or TradingState.OpeningAuction or TradingState.ClosingAuction),
            d => Assert.Equal(0, d.Seconds));
        var ends = delays.Where(d => d.State is TradingState.Continuous or TradingState.Closed).Select(d => d.Seconds).ToList();
        Assert.All(ends, s => Assert.InRange(s, 0, 30));
        Assert.InRange(ends.Average(), 12, 18);
        Assert.Equal(ends.Count, ends.Distinct().Count());
    }

    [Fact]
    public void The_same_seed_gives_the_same_ends_and_another_seed_gives_others()
    {
        var ends = Year(new TradingCalendar(Schedule, seed: 1)).Select(c => c.Time).ToList();

        Assert.Equal(ends, Year(new TradingCalendar(Schedule, seed: 1)).Select(c => c.Time));
        Assert.NotEqual(ends, Year(new TradingCalendar(Schedule, seed: 2)).Select(c => c.Time));
    }

    [Fact]
    public void The_session_ends_at_the_latest_end_of_its_auction()
    {
        var calendar = new TradingCalendar(Schedule, seed: 1);
        var inAuction = Utc("2026-01-05 16:31");

        Assert.Equal(Utc("2026-01-05 16:35:30"), calendar.SessionEnd(inAuction));
        Assert.InRange(
            calendar.NextChange(inAuction)!.Value.Time.UnixMicroseconds, Utc("2026-01-05 16:35").UnixMicroseconds,
            Utc("2026-01-05 16:35:30").UnixMicroseconds);
        Assert.Equal(Utc("2026-01-05 16:35"), calendar.NextChange(inAuction)!.Value.Planned);
    }

    [Fact]
    public void A_random_end_does_not_overtake_a_change_moved_by_the_clocks()
    {
        // In the night of the clock change, the auction and the two phases after it start at the same moment.
        var schedule = new TradingSchedule
        {
            TimeZoneId = "America/New_York",
            Sessions = [new WeeklySession(
                DayOfWeek.Sunday, Phases("02:05 OpeningAuction", "02:15 Continuous", "02:45 CancelOnly", "05:00 Closed"))],
            RandomEndSeconds = 600,
        };

        var changes = new TradingCalendar(schedule, seed: 3).ChangesAfter(Utc("2026-03-08 00:00")).Take(4).ToList();

        Assert.Equal(
            [Utc("2026-03-08 07:00"), Utc("2026-03-08 07:00"), Utc("2026-03-08 07:00"), Utc("2026-03-08 09:00")],
            changes.Select(c => c.Time));
        Assert.Equal(changes[0].Planned, changes[1].Latest);
    }

    private static List<SessionChange> Year(TradingCalendar calendar) =>
        [.. calendar.ChangesAfter(Utc("2026-01-01 00:00")).TakeWhile(c => c.Time < Utc("2027-01-01 00:00"))];
}
