namespace Rtx.Replays.Reporting;

/// <summary>Running totals of an order replay. Not safe for concurrent use.</summary>
internal sealed class ReplayTally
{
    /// <summary>Maximum number of differences kept for the report.</summary>
    public const int MaxDifferences = 5;

    private readonly List<string> _differences = [];

    /// <summary>Rows of the recording that were compared.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows whose best bid and ask agreed before any take-over.</summary>
    public long BestAgreed { get; private set; }

    /// <summary>Rows whose recorded levels all agreed before any take-over.</summary>
    public long LevelsAgreed { get; private set; }

    /// <summary>Rows whose recorded levels all agreed after take-over.</summary>
    public long AgreedAfterTakeOver { get; private set; }

    /// <summary>Orders, amendments and cancels that were sent.</summary>
    public long Commands { get; private set; }

    /// <summary>The first rows that did not agree in the end.</summary>
    public IReadOnlyList<string> Differences => _differences;

    public void AddCommand() => Commands++;

    public void AddRow(long number, RecordedBook recorded, BookAgreement before, BookAgreement after, Depth depth)
    {
        Rows++;
        if (before.Best) BestAgreed++;
        if (before.AllLevels) LevelsAgreed++;
        if (after.AllLevels) AgreedAfterTakeOver++;
        else AddDifference(number, recorded, depth);
    }

    /// <summary>A row that could not be compared counts as one that does not agree.</summary>
    public void AddMissingRow(long number)
    {
        Rows++;
        AddDifference($"row {number} shows no event of the order file");
    }

    private void AddDifference(long number, RecordedBook recorded, Depth depth)
    {
        for (var i = 0; i < recorded.Levels; i++)
        {
            var (bid, ask) = (recorded.Bids.ElementAtOrDefault(i), recorded.Asks.ElementAtOrDefault(i));
            var (haveBid, haveAsk) = (depth.Bids.ElementAtOrDefault(i), depth.Asks.ElementAtOrDefault(i));
            if (Agrees(bid, haveBid) && Agrees(ask, haveAsk)) continue;
            AddDifference($"row {number}, level {i + 1}: recorded {Text(bid)} / {Text(ask)}, book {Text(haveBid)} / {Text(haveAsk)}");
            return;
        }
    }

    private void AddDifference(string text)
    {
        if (_differences.Count < MaxDifferences) _differences.Add(text);
    }

    private static bool Agrees(RecordedLevel recorded, DepthLevel? level) =>
        recorded.Price == (level?.Price ?? 0m)
            && recorded.Quantity == (level?.Quantity ?? 0m)
            && (recorded.OrderCount is null || recorded.OrderCount == (level?.OrderCount ?? 0));

    private static string Text(RecordedLevel level) =>
        level == default ? "none" : $"{level.Quantity:0.########}@{level.Price:0.########}{Orders(level.OrderCount)}";

    private static string Text(DepthLevel? level) =>
        level is null ? "none" : $"{level.Quantity:0.########}@{level.Price:0.########}{Orders(level.OrderCount)}";

    private static string Orders(int? count) => count is { } orders ? $" ({orders})" : "";
}
