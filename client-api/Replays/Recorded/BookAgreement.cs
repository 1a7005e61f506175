namespace Rtx.Replays.Recorded;

/// <summary>Whether the system's book matches a recorded one.</summary>
/// <param name="Best">Best bid and best ask are equal.</param>
/// <param name="AllLevels">Every recorded level is equal, and no better one exists.</param>
internal readonly record struct BookAgreement(bool Best, bool AllLevels)
{
    /// <summary>Compares price, quantity and, where it is recorded, the number of orders.</summary>
    public static BookAgreement Between(RecordedBook recorded, Depth depth)
    {
        var best = SideAgrees(recorded.Bids, depth.Bids, 1) && SideAgrees(recorded.Asks, depth.Asks, 1);
        return new BookAgreement(
            best, best && SideAgrees(recorded.Bids, depth.Bids, recorded.Levels) && SideAgrees(recorded.Asks, depth.Asks, recorded.Levels));
    }

    private static bool SideAgrees(IReadOnlyList<RecordedLevel> recorded, IReadOnlyList<DepthLevel> actual, int levels)
    {
        var count = Math.Min(recorded.Count, levels);
        if (Math.Min(actual.Count, levels) != count) return false;
        for (var i = 0; i < count; i++)
        {
            var (expected, found) = (recorded[i], actual[i]);
            if (expected.Price != found.Price || expected.Quantity != found.Quantity) return false;
            if (expected.OrderCount is { } orders && orders != found.OrderCount) return false;
        }

        return true;
    }
}
