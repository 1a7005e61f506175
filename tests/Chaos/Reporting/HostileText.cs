using System.Globalization;
using System.Text;
using Rtx.Chaos.Hostile;

namespace Rtx.Chaos.Reporting;

/// <summary>The result of the attacks, as text and for the JSON line.</summary>
internal static class HostileText
{
    /// <summary>Human-readable text.</summary>
    public static string Of(HostileReport report)
    {
        var text = new StringBuilder();
        text.AppendLine("Attacks: requests, and how they were answered");
        foreach (var attack in report.Attacks)
        {
            var answers = string.Join(", ", attack.Answers.Select(answer => Invariant($"{answer.Key} {answer.Value}")));
            text.AppendLine(Invariant($"  {attack.Name,-26} {attack.Requests,8}  {answers}"));
        }

        text.AppendLine(
            Invariant($"Honest traders, calm: {report.Calm.Requests} requests, {report.Calm.Lost} lost, p99 ")
                + Invariant($"{report.Calm.P99.TotalMilliseconds:0} ms"));
        text.AppendLine(
            Invariant($"Honest traders, under attack: {report.Attacked.Requests} requests, {report.Attacked.Lost} lost, p99 ")
                + Invariant($"{report.Attacked.P99.TotalMilliseconds:0} ms"));
        if (report is { Before: { } before, After: { } after })
        {
            foreach (var (name, bytes) in after.Memory)
                text.AppendLine(
                    Invariant($"Memory of {name}: {before.Memory.GetValueOrDefault(name) >> 20} MB before, {bytes >> 20} MB after"));
            text.AppendLine(
                Invariant($"Database: {before.Database >> 20} MB before, {after.Database >> 20} MB after, for ")
                    + Invariant($"{after.Events - before.Events} rows"));
        }

        return text.ToString();
    }

    /// <summary>Summary for the JSON line.</summary>
    public static object Summary(HostileReport report) => new
    {
        attacks = report.Attacks.ToDictionary(
            attack => attack.Name,
            attack => new { requests = attack.Requests, answers = attack.Answers, findings = attack.Findings.Count }),
        calm = Of(report.Calm),
        attacked = Of(report.Attacked),
        memoryMbBefore = report.Before?.Memory.ToDictionary(process => process.Key, process => process.Value >> 20),
        memoryMbAfter = report.After?.Memory.ToDictionary(process => process.Key, process => process.Value >> 20),
        databaseMbBefore = report.Before?.Database >> 20,
        databaseMbAfter = report.After?.Database >> 20,
        rows = report.After?.Events - report.Before?.Events,
    };

    private static object Of(Service service) =>
        new { requests = service.Requests, lost = service.Lost, p99Ms = Math.Round(service.P99.TotalMilliseconds, 1) };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
