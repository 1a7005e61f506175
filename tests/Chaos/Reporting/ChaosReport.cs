using Rtx.Chaos.Checking;
using Rtx.Chaos.Faults;
using Rtx.Chaos.History;
using Rtx.Chaos.Hostile;

namespace Rtx.Chaos.Reporting;

/// <summary>The result of a run.</summary>
internal sealed record ChaosReport
{
    public required ChaosSettings Settings { get; init; }

    public required IReadOnlyList<FaultRecord> Faults { get; init; }

    /// <summary>The faults that were failovers.</summary>
    public IReadOnlyList<FaultRecord> Failovers => [.. Faults.Where(fault => fault.Failover is not null)];

    /// <summary>Events besides the faults.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    public required IReadOnlyList<Difference> Differences { get; init; }

    /// <summary>Number of orders sent.</summary>
    public required int Orders { get; init; }

    /// <summary>Requests acknowledged as done.</summary>
    public required int Acknowledgements { get; init; }

    /// <summary>Trades reported to clients, each side once.</summary>
    public required int Fills { get; init; }

    /// <summary>Number of each other answer.</summary>
    public required IReadOnlyDictionary<string, int> Failures { get; init; }

    /// <summary>Requests whose outcome their client never learned.</summary>
    public required int LeftInDoubt { get; init; }

    /// <summary>The longest time from a request to any answer, or to the end of the connection.</summary>
    public required TimeSpan LongestAnswer { get; init; }

    /// <summary>How often the history was compared with SQL during trading.</summary>
    public required int Snapshots { get; init; }

    /// <summary>How long settlement took after trading had ended.</summary>
    public required TimeSpan SettlementLag { get; init; }

    /// <summary>The longest time without an answer of a book; null when none paused.</summary>
    public required Pause? LongestPause { get; init; }

    public required TimeSpan Time { get; init; }

    /// <summary>The result of the attacks; null without hostile traders.</summary>
    public HostileReport? Hostile { get; init; }

    public static ChaosReport Of(
        ChaosSettings settings, IReadOnlyList<HistoryRecord> history, IReadOnlyList<FaultRecord> faults, IReadOnlyList<string> events,
        IReadOnlyList<Difference> differences,
        int snapshots, TimeSpan settlementLag, DateTimeOffset begun, PauseMeter pauses)
    {
        var ended = faults.Count == 0 ? DateTimeOffset.UtcNow : faults.Max(fault => fault.Healed ?? fault.Ended);
        var (answered, failed) = (history.OfType<RequestAnswered>().ToList(), history.OfType<RequestFailed>().ToList());
        var inDoubt = failed.GroupBy(failure => failure.Request)
            .Where(group => group.Last().Code is RequestFailed.NoAnswer or Client.RtxErrorCodes.OutcomeUnknown)
            .Select(group => group.Key).Except(answered.Select(answer => answer.Request));
        return new ChaosReport
        {
            Settings = settings,
            Faults = faults,
            Events = events,
            Differences = differences,
            Orders = history.OfType<RequestSent>()
                .Where(sent => sent.Attempt == 1)
                .Sum(sent => sent.Place is not null ? 1 : sent.PlaceList?.Orders.Count ?? 0),
            Acknowledgements = answered.Count,
            Fills = answered.SelectMany(answer => answer.Fills.Select(fill => (answer.Orders[0].OrderId, fill.TradeId)))
                .Concat(
                    history.OfType<ExecutionTold>()
                        .Where(told => told.Report.TradeId is not null)
                        .Select(told => (told.Report.OrderId, TradeId: told.Report.TradeId!.Value)))
                .Distinct().Count(),
            Failures = failed.GroupBy(failure => failure.Code)
                .OrderByDescending(group => group.Count())
                .ToDictionary(group => group.Key, group => group.Count()),
            LeftInDoubt = inDoubt.Count(),
            LongestAnswer = answered.Select(answer => answer.Time - answer.SentAt)
                .Concat(failed.Select(failure => failure.Time - failure.SentAt))
                .DefaultIfEmpty()
                .Max(),
            Snapshots = snapshots,
            SettlementLag = settlementLag,
            LongestPause = pauses.LongestIn(begun, ended),
            Time = DateTimeOffset.UtcNow - begun,
        };
    }
}
