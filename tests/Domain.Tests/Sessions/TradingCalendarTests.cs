using Rtx.Domain.Sessions;
using Rtx.Model;
using static Rtx.Domain.Tests.Sessions.TestSchedules;

namespace Rtx.Domain.Tests.Sessions;

public class TradingCalendarTests
{
    private const long Seed = 42;

    /// <summary>Schedule, moment, state and since when. All times are UTC.</summary>
    public static TheoryData<string, string, TradingState, string> Moments => new()
    {
        // Winter: New York is five hours behind.
        { "NewYork", "2026-01-05 12:29:59", TradingState.Closed, "2026-01-02 21:00" },
        { "NewYork", "2026-01-05 12:30", TradingState.PreOpen, "2026-01-05 12:30" },
        { "NewYork", "2026-01-05 14:28", TradingState.OpeningAuction, "2026-01-05 14:28" },
        { "NewYork", "2026-01-05 14:30", TradingState.Continuous, "2026-01-05 14:30" },
        { "NewYork", "2026-01-05 20:49:59.999999", TradingState.Continuous, "2026-01-05 14:30" },
        { "NewYork", "2026-01-05 20:50", TradingState.ClosingAuction, "2026-01-05 20:50" },
        { "NewYork", "2026-01-05 21:00", TradingState.Closed, "2026-01-05 21:00" },
        // The clocks change on Sunday 8 March and back on Sunday 1 November.
        { "NewYork", "2026-03-06 14:30", TradingState.Continuous, "2026-03-06 14:30" },
        { "NewYork", "2026-03-09 13:30", TradingState.Continuous, "2026-03-09 13:30" },
        { "NewYork", "2026-10-30 20:00", TradingState.Closed, "2026-10-30 20:00" },
        { "NewYork", "2026-11-02 20:00", TradingState.Continuous, "2026-11-02 14:30" },
        // A holiday, the early close after it, and the weekend after that.
        { "NewYork", "2026-11-26 16:00", TradingState.Closed, "2026-11-25 21:00" },
        { "NewYork", "2026-11-27 14:29", TradingState.PreOpen, "2026-11-27 12:30" },
        { "NewYork", "2026-11-27 18:00", TradingState.Closed, "2026-11-27 18:00" },
        { "NewYork", "2026-11-30 12:00", TradingState.Closed, "2026-11-27 18:00" },
        // Berlin changes on 29 March and 25 October, in other weeks than New York.
        { "Frankfurt", "2026-03-27 08:00", TradingState.Continuous, "2026-03-27 08:00" },
        { "Frankfurt", "2026-03-30 07:00", TradingState.Continuous, "2026-03-30 07:00" },
        { "Frankfurt", "2026-10-26 16:35", TradingState.Closed, "2026-10-26 16:35" },
        // India is five and a half hours ahead, always.
        { "Mumbai", "2026-07-01 03:45", TradingState.Continuous, "2026-07-01 03:45" },
        { "Mumbai", "2026-07-01 06:45", TradingState.CancelOnly, "2026-07-01 06:30" },
        { "Mumbai", "2026-07-01 10:00", TradingState.Closed, "2026-07-01 10:00" },
        // Over midnight, and over the weekend.
        { "DayAndNight", "2026-01-06 00:30", TradingState.Continuous, "2026-01-05 21:00" },
        { "DayAndNight", "2026-01-06 02:30", TradingState.Closed, "2026-01-06 02:30" },
        { "DayAndNight", "2026-01-10 02:00", TradingState.Continuous, "2026-01-09 21:00" },
        { "DayAndNight", "2026-01-12 08:59", TradingState.Closed, "2026-01-10 02:30" },
        // One session from Sunday to Friday, whose ends move with the clocks.
        { "CurrencyWeek", "2026-01-07 12:00", TradingState.Continuous, "2026-01-04 22:00" },
        { "CurrencyWeek", "2026-03-08 20:59:59", TradingState.Closed, "2026-03-06 22:00" },
        { "CurrencyWeek", "2026-03-08 21:00", TradingState.Continuous, "2026-03-08 21:00" },
        { "CurrencyWeek", "2026-10-30 21:00", TradingState.Closed, "2026-10-30 21:00" },
        { "CurrencyWeek", "2026-11-01 22:00", TradingState.Continuous, "2026-11-01 22:00" },
        { "CurrencyDays", "2026-01-07 22:00", TradingState.Continuous, "2026-01-07 22:00" },
        // 02:15 and 02:45 do not exist on 8 March: both are 03:00, and the later one wins.
        { "America/New_York", "2026-03-08 06:59:59", TradingState.PreOpen, "2026-03-08 06:30" },
        { "America/New_York", "2026-03-08 07:00", TradingState.Continuous, "2026-03-08 07:00" },
        { "Europe/Berlin", "2026-03-29 01:00", TradingState.Continuous, "2026-03-29 01:00" },
        // 01:30 occurs twice on 1 November: the first one counts.
        { "America/New_York", "2026-11-01 05:30", TradingState.PreOpen, "2026-11-01 05:30" },
        { "America/New_York", "2026-11-01 06:45", TradingState.PreOpen, "2026-11-01 05:30" },
        { "America/New_York", "2026-11-01 07:15", TradingState.OpeningAuction, "2026-11-01 07:15" },
        // In Berlin, 02:15 and 02:45 occur twice.
        { "Europe/Berlin", "2026-10-25 00:15", TradingState.OpeningAuction, "2026-10-25 00:15" },
        { "Europe/Berlin", "2026-10-25 01:20", TradingState.Continuous, "2026-10-25 00:45" },
    };

    [Theory]
    [MemberData(nameof(Moments))]
    public void Moment_has_the_state_of_the_local_clock(string schedule, string at, TradingState state, string since) =>
        Assert.Equal(new SessionMoment(state, Utc(since)), new TradingCalendar(ByName(schedule), Seed).PhaseAt(Utc(at)));

    /// <summary>Schedule, moment, then the next change: when and to what.</summary>
    public static TheoryData<string, string, string, TradingState> Changes => new()
    {
        { "NewYork", "2026-01-05 12:29:59.999999", "2026-01-05 12:30", TradingState.PreOpen },
        { "NewYork", "2026-01-05 12:30", "2026-01-05 14:28", TradingState.OpeningAuction },
        { "NewYork", "2026-12-24 21:00", "2026-12-28 12:30", TradingState.PreOpen },
        { "CurrencyWeek", "2026-03-06 22:00", "2026-03-08 21:00", TradingState.Continuous },
        { "CurrencyDays", "2026-01-07 12:00", "2026-01-07 22:00", TradingState.Continuous },
        { "America/New_York", "2026-03-08 06:30", "2026-03-08 07:00", TradingState.Continuous },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Next_change_is_after_the_moment(string schedule, string after, string time, TradingState state)
    {
        var change = new TradingCalendar(ByName(schedule), Seed).NextChange(Utc(after));

        Assert.Equal((Utc(time), state), (change!.Value.Time, change.Value.State));
        Assert.Equal(change.Value.Time, change.Value.Planned);
    }

    /// <summary>Schedule, moment, then session end, start of the session after it, trading day.</summary>
    public static TheoryData<string, string, string, string, string> Ends => new()
    {
        { "NewYork", "2026-01-05 15:00", "2026-01-05 21:00", "2026-01-06 12:30", "2026-01-05" },
        { "NewYork", "2026-01-05 21:00", "2026-01-06 21:00", "2026-01-07 12:30", "2026-01-06" },
        { "NewYork", "2026-11-25 22:00", "2026-11-27 18:00", "2026-11-30 12:30", "2026-11-27" },
        { "DayAndNight", "2026-01-05 23:00", "2026-01-06 02:30", "2026-01-06 09:00", "2026-01-05" },
        { "CurrencyWeek", "2026-01-07 12:00", "2026-01-09 22:00", "2026-01-11 22:00", "2026-01-04" },
        { "CurrencyDays", "2026-01-04 23:00", "2026-01-05 22:00", "2026-01-05 22:00", "2026-01-05" },
        { "CurrencyDays", "2026-01-09 23:00", "2026-01-12 22:00", "2026-01-12 22:00", "2026-01-12" },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void Session_of_a_moment_ends_with_the_next_close(string schedule, string at, string end, string next, string day)
    {
        var calendar = new TradingCalendar(ByName(schedule), Seed);

        Assert.Equal(Utc(end), calendar.SessionEnd(Utc(at)));
        Assert.Equal(Utc(next), calendar.NextSession(Utc(at)));
        Assert.Equal(DateOnly.Parse(day), calendar.TradingDay(Utc(at)));
    }

    [Fact]
    public void Without_a_schedule_trading_never_stops_and_days_end_at_midnight()
    {
        var calendar = new TradingCalendar(schedule: null, Seed);
        var at = Utc("2026-03-08 23:59:59");

        Assert.Equal(new SessionMoment(TradingState.Continuous, Since: null), calendar.PhaseAt(at));
        Assert.Null(calendar.NextChange(at));
        Assert.Equal(Utc("2026-03-09 00:00"), calendar.SessionEnd(at));
        Assert.Equal(Utc("2026-03-10 00:00"), calendar.SessionEnd(Utc("2026-03-09 00:00")));
        Assert.Equal(Utc("2026-03-09 00:00"), calendar.NextSession(at));
        Assert.Equal(new DateOnly(2026, 3, 8), calendar.TradingDay(at));
    }

    [Fact]
    public void Changes_at_the_same_moment_keep_their_order()
    {
        var skipped = new TradingCalendar(Nightly("America/New_York"), Seed).ChangesAfter(Utc("2026-03-08 06:30")).Take(3)
            .Select(c => (c.Time, c.State));
        Assert.Equal(
            [(Utc("2026-03-08 07:00"), TradingState.OpeningAuction), (Utc("2026-03-08 07:00"), TradingState.Continuous),
                (Utc("2026-03-08 09:00"), TradingState.Closed)], skipped);

        var touching = new TradingCalendar(CurrencyDays, Seed).ChangesAfter(Utc("2026-01-06 00:00")).Take(2).Select(c => (c.Time, c.State));
        Assert.Equal([(Utc("2026-01-06 22:00"), TradingState.Closed), (Utc("2026-01-06 22:00"), TradingState.Continuous)], touching);
    }

    [Fact]
    public void Many_holidays_in_a_row_are_skipped()
    {
        var holidays = Enumerable.Range(0, 400).Select(i => new DateOnly(2026, 1, 1).AddDays(i)).ToArray();
        var calendar = new TradingCalendar(Frankfurt with { Holidays = holidays }, Seed);

        Assert.Equal(new SessionMoment(TradingState.Closed, Utc("2025-12-31 16:35")), calendar.PhaseAt(Utc("2027-02-03 12:00")));
        Assert.Equal(Utc("2027-02-05 06:30"), calendar.NextChange(Utc("2026-01-01 00:00"))!.Value.Time);
    }

    public static TheoryData<string> Names =>
        ["NewYork", "Frankfurt", "Mumbai", "DayAndNight", "CurrencyWeek", "CurrencyDays", "America/New_York", "Europe/Berlin"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Phase_agrees_with_going_from_change_to_change_over_a_year(string schedule)
    {
        var calendar = new TradingCalendar(ByName(schedule) with { RandomEndSeconds = 30 }, Seed);
        var (time, end) = (Utc("2026-01-05 12:45"), Utc("2027-01-05 00:00"));
        var state = calendar.PhaseAt(time).State;
        var random = new Random(7);
        while (time < end)
        {
            var next = calendar.NextChange(time)!.Value;
            var length = next.Time.UnixMicroseconds - time.UnixMicroseconds;
            Assert.True(length > 0);
            var between = new Timestamp(time.UnixMicroseconds + random.NextInt64(length));
            Assert.Equal(state, calendar.PhaseAt(between).State);
            Assert.Equal(next, calendar.NextChange(between));
            Assert.Equal(state, calendar.PhaseAt(new Timestamp(next.Time.UnixMicroseconds - 1)).State);
            Assert.Equal(new SessionMoment(next.State, next.Time), calendar.PhaseAt(next.Time));
            (time, state) = (next.Time, next.State);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Phase_agrees_with_the_local_clock_every_few_minutes(string name)
    {
        var schedule = ByName(name);
        var (calendar, zone) = (new TradingCalendar(schedule, Seed), TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZoneId));
        for (var time = Utc("2026-01-01 00:00").ToDateTime(); time.Year == 2026; time = time.AddMinutes(37))
        {
            var local = TimeZoneInfo.ConvertTimeFromUtc(time, zone);
            if (zone.IsAmbiguousTime(local)) continue; // The second pass of an hour does not repeat its changes.
            Assert.True(NaiveState(schedule, local) == calendar.PhaseAt(Timestamp.From(time)).State, $"{time:u}, local {local:s}");
        }
    }

    // The last phase that has started in local time, of all sessions of the surrounding weeks.
    private static TradingState NaiveState(TradingSchedule schedule, DateTime local)
    {
        var today = DateOnly.FromDateTime(local);
        var (started, state) = (DateTime.MinValue, TradingState.Closed);
        for (var date = today.AddDays(-14); date <= today.AddDays(2); date = date.AddDays(1))
        {
            if (schedule.Holidays.Contains(date)) continue;
            var early = schedule.EarlyCloses.Where(e => e.Date == date).Select(e => e.Phases).ToList();
            var phases = early.Count > 0 ? early[0] : schedule.Sessions.Where(s => s.Day == date.DayOfWeek).SelectMany(s => s.Phases);
            foreach (var phase in phases)
            {
                var start = date.AddDays(phase.DayOffset).ToDateTime(phase.Start);
                // Where a close and an opening coincide, the opening wins.
                if (start <= local && (start > started || (start == started && phase.State != TradingState.Closed)))
                    (started, state) = (start, phase.State);
            }
        }

        return state;
    }

    [Fact]
    public void An_invalid_schedule_is_refused() =>
        Assert.Throws<ArgumentException>(() => new TradingCalendar(Frankfurt with { TimeZoneId = "Europe/Atlantis" }, Seed));
}
