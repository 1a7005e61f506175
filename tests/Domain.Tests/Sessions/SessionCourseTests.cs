using static Rtx.Model.TradingState;

namespace Rtx.Domain.Tests.Sessions;

/// <summary>
/// Frankfurt in January: pre-open 06:30, opening auction 07:50, continuous 08:00, closing auction 16:30, closed 16:35 UTC. 5 January is a
/// Monday.
/// </summary>
public class SessionCourseTests
{
    [Fact]
    public void The_book_follows_the_calendar_through_a_day()
    {
        var course = new CourseScenario(TestSchedules.Frankfurt, "2026-01-05 00:00");

        Assert.Equal([Closed], course.At("2026-01-05 00:00"));
        Assert.Equal([PreOpen], course.At("2026-01-05 06:30"));
        Assert.Empty(course.At("2026-01-05 07:49:59"));
        Assert.Equal([OpeningAuction], course.At("2026-01-05 07:50"));
        Assert.Equal([Continuous], course.At("2026-01-05 08:00"));
        Assert.Equal([ClosingAuction], course.At("2026-01-05 16:30"));
        Assert.Equal([Closed], course.At("2026-01-05 16:35"));
        Assert.Empty(course.At("2026-01-05 23:00"));
    }

    [Fact]
    public void A_clock_that_is_set_back_does_not_reopen_a_session()
    {
        var course = new CourseScenario(TestSchedules.Frankfurt, "2026-01-05 16:31");
        course.At("2026-01-05 16:31");
        Assert.Equal([Closed], course.At("2026-01-05 16:35"));

        Assert.Empty(course.At("2026-01-05 16:34:58"));
        Assert.Empty(course.At("2026-01-05 16:35"));
        Assert.Equal([PreOpen], course.At("2026-01-06 06:30"));
    }

    [Fact]
    public void Missed_changes_happen_in_order()
    {
        var course = new CourseScenario(TestSchedules.Frankfurt, "2026-01-05 07:00");
        course.At("2026-01-05 07:00");

        Assert.Equal(
            [OpeningAuction, Continuous, ClosingAuction, Closed, PreOpen, OpeningAuction, Continuous], course.At("2026-01-06 09:00"));
    }

    [Fact]
    public void After_a_long_gap_only_the_first_and_the_last_session_happen()
    {
        var course = new CourseScenario(TestSchedules.Frankfurt, "2026-01-05 16:31");
        course.At("2026-01-05 16:31");

        Assert.Equal([Closed, PreOpen, OpeningAuction, Continuous], course.At("2026-03-02 09:00"));
        Assert.Equal([ClosingAuction, Closed], course.At("2026-04-02 20:00"));
    }

    [Fact]
    public void A_close_is_given_before_a_session_that_follows_immediately()
    {
        var course = new CourseScenario(TestSchedules.CurrencyDays, "2026-01-05 12:00");
        course.At("2026-01-05 12:00");

        Assert.Equal([Closed, Continuous], course.At("2026-01-05 22:00"));
    }

    [Fact]
    public void Only_failed_steps_are_given_again()
    {
        var course = new CourseScenario(TestSchedules.Frankfurt, "2026-01-05 16:31");
        course.At("2026-01-05 16:31");

        Assert.Equal([Closed], course.At("2026-01-06 06:31", failAfter: 1));
        Assert.Equal([PreOpen], course.At("2026-01-06 06:32"));
    }

    [Fact]
    public void A_halt_overrides_the_calendar_and_its_end_returns_to_the_calendar()
    {
        var course = new CourseScenario(TestSchedules.Frankfurt, "2026-01-05 09:00");
        course.At("2026-01-05 09:00");

        Assert.Equal([Halted], course.Ask(Halted, "2026-01-05 10:00"));
        Assert.Null(course.Next("2026-01-05 10:00"));
        Assert.Empty(course.At("2026-01-05 16:30"));
        Assert.Equal([ClosingAuction], course.Ask(Continuous, "2026-01-05 16:32"));
    }

    [Fact]
    public void Day_orders_of_a_halted_book_expire_with_the_close_and_no_auction_takes_place()
    {
        var course = new CourseScenario(TestSchedules.Frankfurt, "2026-01-05 09:00");
        course.Ask(Halted, "2026-01-05 10:00");

        Assert.Equal([Closed, Halted], course.At("2026-01-05 16:35"));
        Assert.Empty(course.At("2026-01-06 08:00"));
        Assert.Equal([Continuous], course.Ask(Continuous, "2026-01-06 09:00"));
    }

    [Fact]
    public void A_close_missed_during_a_halt_is_given_when_the_halt_ends()
    {
        var course = new CourseScenario(TestSchedules.Frankfurt, "2026-01-05 09:00");
        course.Ask(Halted, "2026-01-05 10:00");

        Assert.Equal([Closed, Continuous], course.Ask(Continuous, "2026-01-07 09:00"));
    }

    [Fact]
    public void A_close_missed_before_a_halt_is_given_before_it()
    {
        var course = new CourseScenario(TestSchedules.Frankfurt, "2026-01-05 09:00");
        course.At("2026-01-05 09:00");

        Assert.Equal([Closed, Halted], course.Ask(Halted, "2026-01-06 09:00"));
    }

    [Fact]
    public void Repeating_a_request_drops_no_change()
    {
        var course = new CourseScenario(TestSchedules.Frankfurt, "2026-01-05 16:31");
        course.At("2026-01-05 16:31");

        Assert.Equal([Closed, PreOpen], course.Ask(Continuous, "2026-01-06 07:00"));
    }

    [Fact]
    public void Without_a_schedule_an_operator_sets_the_state()
    {
        var course = new CourseScenario(schedule: null, "2026-01-05 00:00");

        Assert.Empty(course.At("2026-01-05 00:00"));
        Assert.Equal([OpeningAuction], course.Ask(OpeningAuction, "2026-01-05 09:00"));
        Assert.Equal([Halted], course.Ask(Halted, "2026-01-05 09:01"));
        Assert.Equal([Continuous], course.Ask(Continuous, "2026-01-05 09:02"));
        Assert.Empty(course.At("2026-06-05 00:00"));
        Assert.Null(course.Next("2026-06-05 00:00"));
    }

    [Fact]
    public void A_new_schedule_is_in_force_immediately_without_its_past_changes()
    {
        var course = new CourseScenario(schedule: null, "2026-01-05 09:00");
        course.Ask(PreOpen, "2026-01-05 09:00");

        Assert.Equal([ClosingAuction], course.Replace(TestSchedules.Frankfurt, "2026-01-05 16:31"));
        Assert.Equal([Continuous], course.Replace(TestSchedules.NewYork, "2026-01-05 16:32"));
        Assert.Equal([Closed], course.Replace(TestSchedules.Mumbai, "2026-01-05 16:33"));
        Assert.Equal([Continuous], course.Replace(schedule: null, "2026-01-05 16:34"));
    }

    [Fact]
    public void A_missed_close_is_given_although_the_schedule_is_replaced()
    {
        var course = new CourseScenario(TestSchedules.Frankfurt, "2026-01-05 16:31");
        course.At("2026-01-05 16:31");

        Assert.Equal([Closed, Continuous], course.Replace(schedule: null, "2026-01-05 17:00"));
    }

    [Fact]
    public void A_halt_stays_when_the_schedule_is_replaced()
    {
        var course = new CourseScenario(TestSchedules.Frankfurt, "2026-01-05 09:00");
        course.Ask(Halted, "2026-01-05 10:00");

        Assert.Empty(course.Replace(TestSchedules.NewYork, "2026-01-05 10:01"));
        Assert.Empty(course.Replace(schedule: null, "2026-01-05 10:02"));
        Assert.Equal([Continuous], course.Ask(Continuous, "2026-01-05 10:03"));
    }

    [Fact]
    public void A_volatility_auction_lasts_its_time_and_trading_continues()
    {
        var course = new CourseScenario(TestSchedules.Frankfurt, "2026-01-05 09:00");
        course.At("2026-01-05 09:00");

        course.EnterVolatilityAuction("2026-01-05 10:00", seconds: 120);

        Assert.Equal(VolatilityAuction, course.StateAt("2026-01-05 10:01:59"));
        Assert.Equal((TestSchedules.Utc("2026-01-05 10:02"), Continuous), course.Next("2026-01-05 10:01"));
        Assert.Equal(TestSchedules.Utc("2026-01-05 10:02"), course.WakeAt("2026-01-05 10:01"));
        Assert.Empty(course.At("2026-01-05 10:01:59"));
        Assert.Equal([Continuous], course.At("2026-01-05 10:02"));
        Assert.Equal((TestSchedules.Utc("2026-01-05 16:30"), ClosingAuction), course.Next("2026-01-05 10:02"));
    }

    [Fact]
    public void The_closing_auction_takes_over_from_a_volatility_auction()
    {
        var course = new CourseScenario(TestSchedules.Frankfurt, "2026-01-05 09:00");
        course.At("2026-01-05 09:00");
        course.EnterVolatilityAuction("2026-01-05 16:29", seconds: 120);

        Assert.Equal((TestSchedules.Utc("2026-01-05 16:30"), ClosingAuction), course.Next("2026-01-05 16:29"));
        Assert.Equal([ClosingAuction], course.At("2026-01-05 16:30"));
        Assert.Empty(course.At("2026-01-05 16:31"));
    }

    [Fact]
    public void A_volatility_auction_does_not_come_back_after_a_break()
    {
        var course = new CourseScenario(TestSchedules.Mumbai, "2026-01-05 06:00");
        course.At("2026-01-05 06:00");
        course.EnterVolatilityAuction("2026-01-05 06:29", seconds: 3_600);

        Assert.Equal([CancelOnly], course.At("2026-01-05 06:30"));
        Assert.Equal([Continuous], course.At("2026-01-05 07:00"));
    }

    [Fact]
    public void A_missed_end_of_a_volatility_auction_comes_before_the_next_change()
    {
        var course = new CourseScenario(TestSchedules.Frankfurt, "2026-01-05 09:00");
        course.At("2026-01-05 09:00");
        course.EnterVolatilityAuction("2026-01-05 10:00", seconds: 120);

        Assert.Equal([Continuous, ClosingAuction, Closed], course.At("2026-01-05 17:00"));
    }

    [Fact]
    public void A_volatility_auction_reported_after_its_end_ends_immediately()
    {
        var course = new CourseScenario(TestSchedules.Frankfurt, "2026-01-05 09:00");
        course.At("2026-01-05 09:00");

        course.EnterVolatilityAuction("2026-01-05 10:00", seconds: 120, reported: "2026-01-05 10:05");

        Assert.Equal([Continuous], course.At("2026-01-05 10:05"));
    }

    [Fact]
    public void A_repeated_report_does_not_prolong_a_volatility_auction()
    {
        var course = new CourseScenario(TestSchedules.Frankfurt, "2026-01-05 09:00");
        course.At("2026-01-05 09:00");
        course.EnterVolatilityAuction("2026-01-05 10:00", seconds: 120);

        course.EnterVolatilityAuction("2026-01-05 10:01", seconds: 120);
        Assert.Equal(TestSchedules.Utc("2026-01-05 10:02"), course.WakeAt("2026-01-05 10:01"));
        course.EnterVolatilityAuction("2026-01-05 10:03", seconds: 120);

        Assert.Equal([Continuous], course.At("2026-01-05 10:03"));
        course.EnterVolatilityAuction("2026-01-05 10:04", seconds: 120);
        Assert.Equal([Continuous], course.At("2026-01-05 10:06"));
    }

    [Fact]
    public void A_book_whose_state_is_unknown_is_given_the_state()
    {
        var course = new CourseScenario(TestSchedules.Frankfurt, "2026-01-05 09:00", knowsBook: false);

        Assert.Equal([Continuous], course.At("2026-01-05 09:00"));
        Assert.Empty(course.At("2026-01-05 09:01"));
    }

    [Fact]
    public void A_volatility_auction_reported_in_another_phase_changes_nothing()
    {
        var course = new CourseScenario(TestSchedules.Frankfurt, "2026-01-05 09:00");
        course.At("2026-01-05 09:00");

        course.EnterVolatilityAuction("2026-01-05 16:29:59", seconds: 120, reported: "2026-01-05 16:30:01");

        Assert.Equal([ClosingAuction], course.At("2026-01-05 16:30:01"));
    }

    [Fact]
    public void A_halt_interrupts_a_volatility_auction_and_does_not_prolong_it()
    {
        var course = new CourseScenario(TestSchedules.Frankfurt, "2026-01-05 09:00");
        course.At("2026-01-05 09:00");
        course.EnterVolatilityAuction("2026-01-05 10:00", seconds: 120);

        Assert.Equal([Halted], course.Ask(Halted, "2026-01-05 10:01"));
        Assert.Equal([VolatilityAuction], course.Ask(Continuous, "2026-01-05 10:01:30"));
        Assert.Equal([Halted], course.Ask(Halted, "2026-01-05 10:01:40"));
        Assert.Equal([ClosingAuction], course.Ask(Continuous, "2026-01-05 16:31"));
    }

    [Fact]
    public void Without_a_schedule_a_volatility_auction_ends_too()
    {
        var course = new CourseScenario(schedule: null, "2026-01-05 09:00");
        course.EnterVolatilityAuction("2026-01-05 10:00", seconds: 60);

        Assert.Equal(TestSchedules.Utc("2026-01-05 10:01"), course.WakeAt("2026-01-05 10:00"));
        Assert.Equal([Continuous], course.At("2026-01-05 10:01"));
        Assert.Null(course.WakeAt("2026-01-05 10:01"));
    }

    [Fact]
    public void The_outlook_has_the_close_and_keeps_day_orders_until_the_next_session()
    {
        var course = new CourseScenario(TestSchedules.Frankfurt with { RandomEndSeconds = 20 }, "2026-01-05 09:00");

        var outlook = course.OutlookAt("2026-01-05 09:00");

        Assert.Equal(
            (Continuous, ClosingAuction, TestSchedules.Utc("2026-01-05 16:30")),
            (outlook.State, outlook.NextState, outlook.NextChangeTime));
        Assert.Equal(
            (TestSchedules.Utc("2026-01-05 16:35:20"), TestSchedules.Utc("2026-01-06 06:30")), (outlook.CloseTime, outlook.SessionEnd));
        Assert.Equal(TestSchedules.Utc("2026-01-05 16:30"), outlook.ValidUntil);
    }

    [Fact]
    public void The_outlook_does_not_reveal_a_random_end()
    {
        var course = new CourseScenario(TestSchedules.Frankfurt with { RandomEndSeconds = 20 }, "2026-01-05 09:00");

        Assert.Equal(
            (Closed, TestSchedules.Utc("2026-01-05 16:35")),
            (course.OutlookAt("2026-01-05 16:31").NextState, course.OutlookAt("2026-01-05 16:31").NextChangeTime));
        Assert.NotEqual(TestSchedules.Utc("2026-01-05 16:35"), course.WakeAt("2026-01-05 16:31"));
    }

    [Fact]
    public void The_outlook_without_a_schedule_holds_until_midnight()
    {
        var outlook = new CourseScenario(schedule: null, "2026-01-05 09:00").OutlookAt("2026-01-05 09:00");

        Assert.Equal((Continuous, null, null, null), (outlook.State, outlook.NextState, outlook.NextChangeTime, outlook.CloseTime));
        Assert.Equal(
            (TestSchedules.Utc("2026-01-06 00:00"), TestSchedules.Utc("2026-01-06 00:00")), (outlook.SessionEnd, outlook.ValidUntil));
    }

    [Theory]
    [MemberData(nameof(TradingCalendarTests.Names), MemberType = typeof(TradingCalendarTests))]
    public void The_book_always_reaches_the_right_state_and_sees_the_close_of_each_session(string schedule)
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var random = new Random(seed);
            var course = new CourseScenario(TestSchedules.ByName(schedule), "2026-01-01 00:00", seed);
            for (var i = 0; i < 60; i++)
            {
                var (before, wasClosed) = (course.Now, course.BookState == Closed);
                var now = before.Plus(TimeSpan.FromMinutes(random.NextDouble() * (random.Next(4) == 0 ? 5_000 : 200)));
                var taken = random.Next(8) switch
                {
                    0 => course.Ask(Halted, now),
                    1 or 2 => course.Ask(Continuous, now),
                    3 => course.EnterVolatilityAuction(now, seconds: 600),
                    4 => course.At(now, failAfter: random.Next(3)),
                    _ => course.At(now),
                };
                taken.AddRange(course.At(now));

                Assert.Equal(course.StateAt(now), course.BookState);
                // A book that was closed the whole time has no day orders.
                var needsClose = course.ClosesBetween(before, now).Any() && !(wasClosed && taken.Count <= 1);
                Assert.True(!needsClose || taken.Contains(Closed), $"seed {seed}, {before} to {now}: {string.Join(", ", taken)}");
            }
        }
    }
}
