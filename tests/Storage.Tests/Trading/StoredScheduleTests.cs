using Rtx.Model;
using Rtx.Storage.Rows;

namespace Rtx.Storage.Tests.Trading;

/// <summary>The lines of <c>trading-schedules.jsonl</c> are in databases: they stay as they are, new ones are added at the end.</summary>
public sealed class StoredScheduleTests
{
    /// <summary>A week that spans midnights, and one with everything.</summary>
    internal static TradingSchedule[] Schedules { get; } =
    [
        new()
        {
            TimeZoneId = "America/New_York",
            Sessions = [new WeeklySession(
                DayOfWeek.Sunday,
                [new SessionPhase(new(17, 0), TradingState.Continuous), new SessionPhase(new(17, 0), TradingState.Closed, DayOffset: 5)])],
        },
        new()
        {
            TimeZoneId = "Europe/Berlin",
            Sessions =
            [
                new WeeklySession(
                    DayOfWeek.Monday,
                    [
                        new SessionPhase(new(0, 0), TradingState.PreOpen, DayOffset: -1),
                        new SessionPhase(new(8, 50, 30), TradingState.OpeningAuction), new SessionPhase(new(9, 0), TradingState.Continuous),
                        new SessionPhase(new(12, 0), TradingState.CancelOnly), new SessionPhase(new(17, 30), TradingState.ClosingAuction),
                        new SessionPhase(new(17, 35), TradingState.Closed),
                    ]),
                new WeeklySession(
                    DayOfWeek.Saturday,
                    [new SessionPhase(new(9, 0), TradingState.Continuous), new SessionPhase(new(14, 0), TradingState.Closed)]),
            ],
            Holidays = [new(2026, 12, 26), new(2027, 1, 2)],
            EarlyCloses = [new EarlyClose(
                new(2026, 12, 28),
                [new SessionPhase(new(9, 0), TradingState.Continuous), new SessionPhase(new(14, 0), TradingState.Closed)])],
            RandomEndSeconds = 30,
        },
    ];

    [Fact]
    public void Schedules_are_written_as_the_lines_of_the_file() => Assert.Equal(Lines(), Schedules.Select(StoredSchedule.Write));

    [Fact]
    public void The_lines_of_the_file_are_read_as_the_schedules() =>
        Assert.Equivalent(Schedules, Lines().Select(StoredSchedule.Read), strict: true);

    private static string[] Lines()
    {
        using var reader = new StreamReader(typeof(StoredScheduleTests).Assembly.GetManifestResourceStream("trading-schedules.jsonl")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
