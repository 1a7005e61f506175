using System.Diagnostics.Metrics;

namespace Rtx.Storage.Commits;

/// <summary>Metrics of the group commit, meter <c>Rtx.Storage</c>.</summary>
internal static class CommitMetrics
{
    private static readonly Meter Meter = new("Rtx.Storage");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("rtx.commit.duration", "ms", "Time of one flush");
    private static readonly Histogram<int> Units = Meter.CreateHistogram<int>("rtx.commit.units", "{unit}", "Units in one flush");
    private static readonly Histogram<int> Queued = Meter.CreateHistogram<int>("rtx.commit.queued", "{unit}", "Units that waited when a flush ended");

    public static void Record(string lane, int units, TimeSpan duration, int queued)
    {
        var tag = new KeyValuePair<string, object?>("lane", lane);
        Duration.Record(duration.TotalMilliseconds, tag);
        Units.Record(units, tag);
        Queued.Record(queued, tag);
    }
}
