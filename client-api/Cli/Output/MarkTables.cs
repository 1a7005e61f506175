using Spectre.Console.Rendering;

namespace Rtx.Cli.Output;

/// <summary>A mark price and where it comes from.</summary>
internal sealed record MarkView(InstrumentStatus Status, MarkRules Rules);

/// <summary>Mark prices as tables for people.</summary>
internal static class MarkTables
{
    public static IRenderable Mark(MarkView view) => Tables.Of(
        ["Symbol", "Mark", "Known at (UTC)", "Stale", .. RuleColumns],
        [
            [
                view.Status.Symbol, Tables.Number(view.Status.MarkPrice), view.Status.MarkTime is { } time
                    ? time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff")
                    : "",
                view.Status.IsMarkStale ? "yes" : "no", .. TextOf(view.Rules),
            ],
        ]);

    public static IRenderable Rules(MarkRules rules) => Tables.Of([.. RuleColumns], [[.. TextOf(rules)]]);

    private static string[] RuleColumns => ["Providers", "Max age", "Max jump", "Confirmations"];

    private static string[] TextOf(MarkRules rules) =>
    [
        string.Join(", ", rules.ProviderIds.Select(id => id == 0 ? "own book" : $"{id}")), rules.MaxAgeMilliseconds is { } age
            ? $"{age} ms"
            : "default",
        rules.MaxJumpBasisPoints is { } jump ? $"{jump} bp" : "default", $"{rules.Confirmations}",
    ];
}
