using Rtx.Replays.Reporting;
using Rtx.Replays.Ticks;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Rtx.Cli.Output;

/// <summary>Reports of replays as tables for people.</summary>
internal static class ReplayTables
{
    public static IRenderable Of(ReplayReport report) => Of($"Replay {report.Kind}", report.Symbol, report.ToLines(), report.Conclude());

    public static IRenderable Of(TickReplayReport report) =>
        Of("Replay ticks", $"{report.Symbol}, provider {report.ProviderId}", report.ToLines(), report.Conclude());

    private static Rows Of(string title, string subject, IEnumerable<string[]> lines, string conclusion) =>
        new(Tables.Of([title, subject], lines), new Text($"{conclusion}\n"));
}
