using Rtx.Chaos.Faults;
using Rtx.Chaos.History;

namespace Rtx.Chaos.Checking;

/// <summary>
/// Checks that nothing is acknowledged while the database is unavailable: neither requests sent then, nor earlier ones once those in flight
/// have had time to arrive. A mass cancel that finds nothing acknowledges nothing, and earlier decisions may be repeated from memory.
/// </summary>
internal static class OutageCheck
{
    // The commit may have happened just before, and its answer takes time to pass through two processes.
    private static readonly TimeSpan OnTheWay = TimeSpan.FromSeconds(1);

    public static IReadOnlyList<Difference> Check(IEnumerable<HistoryRecord> history, IEnumerable<FaultRecord> faults)
    {
        var outages = faults.Select(fault => fault.DatabaseOutage).OfType<(DateTimeOffset From, DateTimeOffset To)>().ToList();
        return
        [
            .. from answer in history.OfType<RequestAnswered>()
               from outage in outages
               where answer.Orders.Any(order => order.UpdatedAt > outage.From - OnTheWay)
               where answer.Time < outage.To && (answer.SentAt > outage.From || answer.Time > outage.From + OnTheWay)
               select new Difference(
                   DifferenceKind.AcknowledgedInOutage,
                   $"request {answer.Request} was sent at {answer.SentAt:HH:mm:ss.fff} and acknowledged at "
                       + $"{answer.Time:HH:mm:ss.fff}; the database was away from {outage.From:HH:mm:ss.fff} to {outage.To:HH:mm:ss.fff}"),
        ];
    }
}
