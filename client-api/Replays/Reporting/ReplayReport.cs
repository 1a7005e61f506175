using System.Globalization;
using System.Text.Json.Serialization;

namespace Rtx.Replays.Reporting;

/// <summary>How a replay of orders ended. Shares are of all rows, 0 to 1.</summary>
internal sealed record ReplayReport
{
    public required string Kind { get; init; }

    public required string Symbol { get; init; }

    public required long Rows { get; init; }

    /// <summary>Share of rows whose best bid and ask agreed before take-over.</summary>
    [JsonConverter(typeof(ShareConverter))]
    public required decimal BestAgreed { get; init; }

    /// <summary>Share of rows whose recorded levels all agreed before take-over.</summary>
    [JsonConverter(typeof(ShareConverter))]
    public required decimal LevelsAgreed { get; init; }

    /// <summary>Share of rows whose recorded levels all agreed after take-over.</summary>
    [JsonConverter(typeof(ShareConverter))]
    public required decimal AgreedAfterTakeOver { get; init; }

    public required long TakeOvers { get; init; }

    /// <summary>Executions whose recorded order is known for certain.</summary>
    public required long Executions { get; init; }

    /// <summary>Those that hit exactly the recorded order.</summary>
    public required long HitsOfRecordedOrder { get; init; }

    /// <summary>Orders, amendments and cancels that were sent.</summary>
    public required long Commands { get; init; }

    /// <summary>Requests that were repeated because the server was away or busy.</summary>
    public required long Repeats { get; init; }

    public required double ElapsedSeconds { get; init; }

    public required double CommandsPerSecond { get; init; }

    public required IReadOnlyList<string> FirstDifferences { get; init; }

    public required IReadOnlyList<InvariantResult> Invariants { get; init; }

    /// <summary>Every row agreed in the end and no invariant is broken.</summary>
    public bool Succeeded => Rows > 0 && AgreedAfterTakeOver == 1m && Invariants.All(invariant => invariant.Violations == 0);

    public static ReplayReport From(
        string kind, string symbol, ReplayTally tally, (long TakeOvers, long Executions, long Hits) planned, long repeats, TimeSpan elapsed,
        IReadOnlyList<InvariantResult> invariants) => new()
    {
        Kind = kind,
        Symbol = symbol,
        Rows = tally.Rows,
        BestAgreed = Share(tally.BestAgreed, tally.Rows),
        LevelsAgreed = Share(tally.LevelsAgreed, tally.Rows),
        AgreedAfterTakeOver = Share(tally.AgreedAfterTakeOver, tally.Rows),
        TakeOvers = planned.TakeOvers,
        Executions = planned.Executions,
        HitsOfRecordedOrder = planned.Hits,
        Commands = tally.Commands,
        Repeats = repeats,
        ElapsedSeconds = Math.Round(elapsed.TotalSeconds, 3),
        CommandsPerSecond = Math.Round(tally.Commands / Math.Max(elapsed.TotalSeconds, 0.001), 1),
        FirstDifferences = tally.Differences,
        Invariants = invariants,
    };

    /// <summary>The report as names and values for display.</summary>
    public IReadOnlyList<string[]> ToLines() =>
    [
        ["Rows compared", Count(Rows)],
        ["Best bid and ask agree", Percent(BestAgreed)],
        ["All recorded levels agree", Percent(LevelsAgreed)],
        ["All levels agree after take-over", Percent(AgreedAfterTakeOver)],
        ["Levels taken over", Count(TakeOvers)],
        ["Executions on the recorded order", $"{Count(HitsOfRecordedOrder)} of {Count(Executions)}"],
        ["Orders, amendments, cancels", $"{Count(Commands)} in {ElapsedSeconds:0.0} s, {CommandsPerSecond:0} a second"],
        ["Requests repeated", Count(Repeats)],
        .. FirstDifferences.Select(difference => new[] { "Difference", difference }),
        .. InvariantLines(Invariants),
    ];

    /// <summary>The report in one sentence.</summary>
    public string Conclude() => Succeeded ? "The replay agrees." : "The replay does not agree.";

    /// <summary>One line when all hold, else one per broken invariant.</summary>
    internal static IEnumerable<string[]> InvariantLines(IReadOnlyList<InvariantResult> invariants)
    {
        var broken = invariants.Where(invariant => invariant.Violations != 0)
            .Select(invariant => new[] { $"Broken: {invariant.Name}", Count(invariant.Violations) }).ToList();
        return broken.Count == 0 ? [["Invariants", $"{invariants.Count} checked, none broken"]] : broken;
    }

    internal static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    // Truncated, not rounded: 100 % means every row.
    private static string Percent(decimal share) => $"{Math.Floor(share * 1_000_000m) / 10_000m:0.00##} %";

    private static decimal Share(long part, long all) => all == 0 ? 0m : (decimal)part / all;
}
