using Rtx.Chaos.History;
using Rtx.Client;

namespace Rtx.Chaos.Hostile;

/// <summary>The service to honest traders in a period.</summary>
/// <param name="Requests">Their requests, each counted once.</param>
/// <param name="Lost">Requests not decided on their first attempt: refused for load, or without an answer.</param>
/// <param name="P99">The 99th percentile of the response times.</param>
internal sealed record Service(int Requests, int Lost, TimeSpan P99)
{
    // These answers blame nothing on the request: the service had no capacity or was unavailable.
    private static readonly HashSet<string> NotServed =
        [
            RtxErrorCodes.Busy, RtxErrorCodes.RateLimited, RtxErrorCodes.Unavailable, RtxErrorCodes.OutcomeUnknown,
            RtxErrorCodes.StaleAccount, RequestFailed.NoAnswer];

    /// <summary>Reasons with their counts.</summary>
    public string Reasons { get; init; } = "";

    public double Losses => Requests == 0 ? 0 : (double)Lost / Requests;

    /// <summary>Computes the service in a period from the history.</summary>
    public static Service In(IReadOnlyList<HistoryRecord> history, DateTimeOffset from, DateTimeOffset to)
    {
        var answered = history.OfType<RequestAnswered>()
            .Where(answer => answer.Attempt == 1 && answer.SentAt >= from && answer.SentAt < to)
            .Select(answer => answer.Time - answer.SentAt);
        var failed = history.OfType<RequestFailed>()
            .Where(failure => failure.Attempt == 1 && failure.SentAt >= from && failure.SentAt < to)
            .ToList();
        var times = answered.Concat(failed.Select(failure => failure.Time - failure.SentAt)).Order().ToList();
        var lost = failed.Where(failure => NotServed.Contains(failure.Code)).ToList();
        return new Service(times.Count, lost.Count, times.Count == 0 ? default : times[(times.Count - 1) * 99 / 100])
        {
            Reasons = string.Join(
                ", ",
                lost.CountBy(failure => failure.Code).OrderByDescending(code => code.Value).Select(code => $"{code.Value} {code.Key}")),
        };
    }
}
