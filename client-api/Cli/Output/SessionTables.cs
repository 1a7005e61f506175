using Spectre.Console;
using Spectre.Console.Rendering;

namespace Rtx.Cli.Output;

/// <summary>What an instrument's book does and when.</summary>
internal sealed record SessionView(InstrumentStatus Status, InstrumentSchedule Schedule);

/// <summary>Sessions as tables for people.</summary>
internal static class SessionTables
{
    public static IRenderable Session(SessionView view) => new Rows(Status(view.Status), Schedule(view.Schedule));

    public static IRenderable Schedule(InstrumentSchedule schedule) => schedule.Schedule is { } hours
        ? new Rows(
            Tables.Of(["Day", $"Phases ({hours.TimeZoneId})"], Days(hours)),
            new Text(hours.RandomEndSeconds == 0 ? "Auctions end on time.\n" : $"Auctions end up to {hours.RandomEndSeconds} seconds late, at random.\n"))
        : new Text($"{schedule.Symbol} has no schedule: it trades round the clock.\n");

    private static IRenderable Status(InstrumentStatus status) => Tables.Of(
        ["Symbol", "State", "Next (UTC)", "Closes (UTC)", "Reference", "Indicative"],
        [
            [
                status.Symbol, $"{status.State}", status is { NextState: { } next, NextChangeTime: { } time } ? $"{next} {Time(time)}" : "",
                status.CloseTime is { } close ? Time(close) : "",
                Tables.Number(status.ReferencePrice), status.IndicativePrice is { } price
                    ? $"{Tables.Number(status.IndicativeQty)} at {Tables.Number(price)}"
                    : "",
            ],
        ]);

    private static IEnumerable<string[]> Days(TradingSchedule schedule) =>
    [
        .. schedule.Sessions.Select(session => new[] { $"{session.Day}", TextOf(session.Phases) }),
        .. schedule.EarlyCloses.Select(early => new[] { $"{early.Date:yyyy-MM-dd}", TextOf(early.Phases) }),
        .. schedule.Holidays.Select(holiday => new[] { $"{holiday:yyyy-MM-dd}", "holiday" }),
    ];

    private static string TextOf(IEnumerable<SessionPhase> phases) => string.Join(", ", phases.Select(phase =>
        $"{WireTimeOfDayConverter.ToText(phase.Start)}{(phase.DayOffset == 0 ? "" : $" ({phase.DayOffset:+0;-0} d)")} {phase.State}"));

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss");
}
