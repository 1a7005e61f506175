using System.Globalization;
using System.Text;
using System.Text.Json;
using Rtx.Chaos.Faults;

namespace Rtx.Chaos.Reporting;

/// <summary>A report as text and as JSON.</summary>
internal static class ReportWriter
{
    private const int MaxDifferences = 100;

    /// <summary>One fault: when, what, and the longest pause of a book.</summary>
    public static string Line(FaultRecord fault, DateTimeOffset begun)
    {
        var worst = fault.Pauses.MaxBy(pause => pause.Length);
        var pause = worst is null
            ? "no book paused"
            : $"longest pause {Seconds(worst.Length)} ({worst.Symbol}), {fault.Pauses.Count} books paused";
        return Invariant($"{(fault.Begun - begun).TotalSeconds,7:0.0} s  {fault.What}: {pause}, ")
            + Invariant($"all books answered {(fault.Resumed is { } resumed ? $"{Seconds(resumed)} after its end" : "never")}");
    }

    /// <summary>The report for people.</summary>
    public static string Text(ChaosReport report, DateTimeOffset begun)
    {
        var text = new StringBuilder();
        text.AppendLine(
            Invariant($"Chaos run with seed {report.Settings.Seed}: {report.Settings.Silos} silos, {report.Settings.Bots} bots, ")
                + Invariant($"{report.Settings.Instruments} instruments, {report.Time.TotalSeconds:0} s"));
        text.AppendLine().AppendLine("Faults");
        foreach (var fault in report.Faults) text.AppendLine(Line(fault, begun));
        if (report.Failovers.Count > 0)
            text.AppendLine().AppendLine("Failovers: events that were told after the standby had received its last");
        foreach (var fault in report.Failovers) text.AppendLine(Line(fault));
        if (report.Events.Count > 0) text.AppendLine().AppendLine("Besides");
        foreach (var noted in report.Events) text.AppendLine(noted);
        text.AppendLine().AppendLine("Pauses per book, by kind of fault (count, median, longest)");
        foreach (var kind in report.Faults.GroupBy(fault => fault.Kind).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var lengths = kind.SelectMany(fault => fault.Pauses).Select(pause => pause.Length).Order().ToList();
            text.AppendLine(lengths.Count == 0
                ? $"  {kind.Key,-26} none"
                : Invariant($"  {kind.Key,-26} {lengths.Count,4}  {Seconds(lengths[lengths.Count / 2]),8}  {Seconds(lengths[^1]),8}"));
        }

        text.AppendLine();
        text.AppendLine(
            Invariant($"{report.Orders} orders asked for, {report.Acknowledgements} acknowledgements, {report.Fills} fills, ")
                + Invariant($"{report.LeftInDoubt} requests left in doubt"));
        text.AppendLine(
            $"Other answers: {string.Join(", ", report.Failures.Select(failure => Invariant($"{failure.Key} {failure.Value}")))}");
        text.AppendLine(
            Invariant($"Longest answer {Seconds(report.LongestAnswer)}, settled {Seconds(report.SettlementLag)} after the last request, ")
                + Invariant($"{report.Snapshots} snapshots on the way"));
        if (report.Hostile is { } hostile) text.AppendLine().Append(HostileText.Of(hostile));
        text.AppendLine().AppendLine(Invariant($"{report.Differences.Count} differences"));
        foreach (var difference in report.Differences.Take(MaxDifferences)) text.AppendLine($"  {difference.Kind}: {difference.Text}");
        return text.ToString();
    }

    /// <summary>The report for programs, in one line.</summary>
    public static string Json(ChaosReport report) => JsonSerializer.Serialize(
        new
        {
            seed = report.Settings.Seed,
            silos = report.Settings.Silos,
            bots = report.Settings.Bots,
            orders = report.Orders,
            acknowledgements = report.Acknowledgements,
            fills = report.Fills,
            kills = report.Faults.Count(
                fault => fault.Kind.EndsWith("_kill", StringComparison.Ordinal) || fault.Kind.EndsWith("_crash", StringComparison.Ordinal)),
            faults = report.Faults.GroupBy(fault => fault.Kind)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Count()),
            differences = report.Differences.Count,
            failovers = report.Failovers.Select(fault => new
            {
                kind = fault.Kind,
                acceptedAfterMs = Math.Round(fault.Failover!.AcceptedAfter?.TotalMilliseconds ?? 0),
                told = fault.Failover.Loss!.Told.Count,
                beyondBorder = fault.Failover.Loss.Beyond.Count,
                lost = fault.Failover.Loss.Lost.Count,
                lostElse = fault.Failover.Loss.LostElse,
            }),
            leftInDoubt = report.LeftInDoubt,
            snapshots = report.Snapshots,
            longestPauseMs = Math.Round(report.LongestPause?.Length.TotalMilliseconds ?? 0),
            longestPausePlannedMs = Planned(report),
            resumedAfterDatabaseMsMax = Math.Round(
                report.Faults.Where(fault => fault.DatabaseOutage is not null).Max(fault => fault.Resumed)?.TotalMilliseconds ?? 0),
            longestAnswerMs = Math.Round(report.LongestAnswer.TotalMilliseconds),
            settlementLagMs = Math.Round(report.SettlementLag.TotalMilliseconds),
            seconds = Math.Round(report.Time.TotalSeconds, 1),
            hostile = report.Hostile is { } hostile ? HostileText.Summary(hostile) : null,
        });

    private static string Line(FaultRecord fault)
    {
        var (failover, loss) = (fault.Failover!, fault.Failover!.Loss!);
        var accepted = failover.AcceptedAfter is { } after
            ? $"orders accepted {Seconds(after)} after the primary's end"
            : "not all books accepted orders again";
        var lost = Invariant($"{loss.Lost.Count} lost, and {loss.LostElse} refusals and movements of money");
        return Invariant($"  {fault.Kind}: {loss.Told.Count} told, {loss.Beyond.Count} of them beyond the standby, {lost}; {accepted}");
    }

    private static double Planned(ChaosReport report) => Math.Round(
        report.Faults.Where(fault => fault.Kind is "silo_stop" or "rolling_restart")
            .SelectMany(fault => fault.Pauses)
            .Select(pause => pause.Length.TotalMilliseconds)
            .DefaultIfEmpty()
            .Max());

    private static string Seconds(TimeSpan time) => Invariant($"{time.TotalSeconds:0.00} s");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
