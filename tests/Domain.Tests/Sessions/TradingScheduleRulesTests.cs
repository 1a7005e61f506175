using Rtx.Domain.Sessions;
using Rtx.Model;
using static Rtx.Domain.Tests.Sessions.TestSchedules;

namespace Rtx.Domain.Tests.Sessions;

public class TradingScheduleRulesTests
{
    public static TheoryData<TradingSchedule, string> InvalidSchedules()
    {
        var good = Frankfurt;
        return new TheoryData<TradingSchedule, string>
        {
            { good with { TimeZoneId = "Europe/Atlantis" }, "no time zone" },
            { good with { TimeZoneId = "../../etc/passwd" }, "no time zone" },
            { good with { TimeZoneId = "" }, "no time zone" },
            { good with { TimeZoneId = null! }, "missing" },
            { good with { Holidays = null! }, "missing" },
            { good with { Sessions = [] }, "1 to 50 sessions" },
            { good with { RandomEndSeconds = -1 }, "longer than planned" },
            { good with { RandomEndSeconds = 601 }, "longer than planned" },
            { good with { Holidays = [.. Enumerable.Range(0, 2_001).Select(i => new DateOnly(2026, 1, 1).AddDays(i))] },
                "at most 2000 holidays" },
            { good with { Sessions = [new WeeklySession((DayOfWeek)7, Phases("09:00 Continuous", "17:00 Closed"))] }, "day of the week" },
            { Only("09:00 Closed"), "2 to 32 phases" },
            { good with { Sessions = [new WeeklySession(DayOfWeek.Monday, null!)] }, "2 to 32 phases" },
            { Only("09:00 Halted", "17:00 Closed"), "state of a phase" },
            { Only("09:00 VolatilityAuction", "17:00 Closed"), "state of a phase" },
            { good with { Sessions = [new WeeklySession(DayOfWeek.Monday, [default, new SessionPhase(new(17, 0), TradingState.Closed)])] },
                "state of a phase" },
            { Only("09:00 Continuous", "17:00 CancelOnly"), "ends with closed" },
            { Only("09:00 Continuous", "12:00 Closed", "13:00 Continuous", "17:00 Closed"), "ends with closed" },
            { Only("09:00:00.5 Continuous", "17:00 Closed"), "whole second" },
            { Only("09:00-8 Continuous", "17:00 Closed"), "at most 7 days" },
            { Only("09:00 Continuous", "09:00 Closed"), "after the one before" },
            { Only("17:00 Continuous", "09:00 Closed"), "after the one before" },
            { Only("09:00 Continuous", "10:00 Continuous", "17:00 Closed"), "another state" },
            { Only("09:00 Continuous", "09:00:01+7 Closed"), "at most a week" },
            { OnWorkdays("UTC", "08:50 OpeningAuction", "09:00 Continuous", "09:00:30 CancelOnly", "17:00 Closed")
                with { RandomEndSeconds = 30 }, "random end" },
            { good with { Holidays = [new(2026, 1, 1), new(2026, 1, 1)] }, "twice" },
            { good with { Holidays = [new(1899, 1, 1)] }, "Dates are from" },
            { good with { EarlyCloses = [Early(2026, 12, 24), Early(2026, 12, 24)] }, "two early closes" },
            { good with { EarlyCloses = [Early(2026, 12, 24)], Holidays = [new(2026, 12, 24)] }, "is a holiday" },
            { good with { EarlyCloses = [Early(2026, 12, 26)] }, "no session" },
            { good with { EarlyCloses = [new EarlyClose(new(2026, 12, 24), Phases("09:00 Continuous"))] }, "2026-12-24: A session has" },
            { OnWorkdays("UTC", "09:00 Continuous", "09:00:01+1 Closed"), "Tuesday: the session starts" },
            { OnWorkdays("UTC", "09:00-1 Continuous", "08:59:30 ClosingAuction", "09:00 Closed"), "Tuesday: the session starts" },
            { OnWorkdays("UTC", "09:02-1 Continuous", "08:50 ClosingAuction", "09:00 Closed") with { RandomEndSeconds = 121 },
                "Tuesday: the session starts" },
            { good with { EarlyCloses = [new EarlyClose(new(2026, 12, 24), Phases("17:34-1 Continuous", "12:00 Closed"))] },
                "2026-12-24: the session starts" },
            { good with { EarlyCloses = [new EarlyClose(new(2026, 12, 23), Phases("09:00 Continuous", "09:00+1 Closed"))] },
                "2026-12-24: the session starts" },
        };
    }

    [Theory]
    [MemberData(nameof(InvalidSchedules), DisableDiscoveryEnumeration = true)]
    public void Broken_rule_is_described(TradingSchedule schedule, string expected) =>
        Assert.Contains(expected, TradingScheduleRules.FindBroken(schedule), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(TradingCalendarTests.Names), MemberType = typeof(TradingCalendarTests))]
    public void Valid_schedule_breaks_no_rule(string name) => Assert.Null(TradingScheduleRules.FindBroken(ByName(name)));

    [Fact]
    public void Holidays_and_early_closes_may_be_in_the_same_week() => Assert.Null(TradingScheduleRules.FindBroken(Frankfurt with
    {
        Holidays = [new(2026, 12, 25)], EarlyCloses = [Early(2026, 12, 24), Early(2026, 12, 23)], RandomEndSeconds = 30,
    }));

    [Fact]
    public void This_machine_has_time_zones() => Assert.Null(TimeZones.FindMissingDatabase());

    private static TradingSchedule Only(params string[] phases) => new()
    {
        TimeZoneId = "UTC", Sessions = [new WeeklySession(DayOfWeek.Monday, Phases(phases))],
    };

    private static EarlyClose Early(int year, int month, int day) => new(new(year, month, day), Phases("09:00 Continuous", "14:00 Closed"));
}
