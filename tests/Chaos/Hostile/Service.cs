using Rtx.Chaos.History;
using Rtx.Client;

namespace Rtx.Chaos.Hostile;

/// <summary>How honest traders were served in a time.</summary>
/// <param name="Requests">What they asked for, each once.</param>
/// <param name="Lost">Of these, how many were not decided when they were first sent: turned away, or left without answer.</param>
/// <param name="P99">The time within which 99 of 100 were answered.</param>
internal sealed record Service(int Requests, int Lost, TimeSpan P99)
{
    // Nothing is wrong with these requests: the service had no place or no time for them.
    private static readonly HashSet<string> NotServed =
        [RtxErrorCodes.Busy, RtxErrorCodes.RateLimited, RtxErrorCodes.Unavailable, RtxErrorCodes.OutcomeUnknown, RtxErrorCodes.StaleAccount, RequestFailed.NoAnswer];

    /// <summary>Why, with how often.</summary>
    public string Reasons { get; init; } = "";

    public double Losses => Requests == 0 ? 0 : (double)Lost / Requests;

    /// <summary>What the history tells of a time.</summary>
    public static Service In(IReadOnlyList<HistoryRecord> history, DateTimeOffset from, DateTimeOffset to)
    {
        var answered = history.OfType<RequestAnswered>().Where(answer => answer.Attempt == 1 && answer.SentAt >= from && answer.SentAt < to).Select(answer => answer.Time - answer.SentAt);
        var failed = history.OfType<RequestFailed>().Where(failure => failure.Attempt == 1 && failure.SentAt >= from && failure.SentAt < to).ToList();
        var times = answered.Concat(failed.Select(failure => failure.Time - failure.SentAt)).Order().ToList();
        var lost = failed.Where(failure => NotServed.Contains(failure.Code)).ToList();
        return new Service(times.Count, lost.Count, times.Count == 0 ? default : times[(times.Count - 1) * 99 / 100])
        {
            Reasons = string.Join(", ", lost.CountBy(failure => failure.Code).OrderByDescending(code => code.Value).Select(code => $"{code.Value} {code.Key}")),
        };
    }
}
