using System.Globalization;
using Rtx.Chaos.Checking;

namespace Rtx.Chaos.Hostile;

/// <summary>Limits on the effect of hostile traders: nothing that honest traders notice much, and nothing that lasts.</summary>
internal static class ServiceChecks
{
    // .NET returns memory late, so a process may keep some growth for a while.
    private const double MaxMemoryGrowth = 2.0;
    private const long MemoryFloor = 400L << 20;
    // A row with its indexes and its share of the log; more than that means that something accumulates.
    private const long MaxBytesOfRow = 4_096;
    private const long DatabaseFloor = 64L << 20;
    private const int FirstServerError = 500;

    // Parts report it while they are unavailable.
    private static readonly HashSet<int> PromisedUnderFaults = [503, 504];

    /// <summary>Answers that nobody may get, whatever he sends, and the findings of the attacks.</summary>
    public static IReadOnlyList<Difference> CheckAnswers(IReadOnlyList<AttackTally> tallies, bool hasFaults) =>
    [
        .. from tally in tallies
           from finding in tally.Findings
           select new Difference(DifferenceKind.AttackSucceeded, finding),
        .. from tally in tallies
           from answer in tally.ServerErrors
           where answer.Key >= FirstServerError && !(hasFaults && PromisedUnderFaults.Contains(answer.Key))
           select new Difference(DifferenceKind.ServerFailed, $"{tally.Name} was answered {answer.Key} {answer.Value} times"),
    ];

    /// <summary>Whether honest traders lost more requests, or waited longer, than the settings allow.</summary>
    public static IReadOnlyList<Difference> CheckHonest(Service calm, Service attacked, ChaosSettings settings)
    {
        List<Difference> differences = [];
        if (settings.MaxLosses is { } most && attacked.Losses > most)
            differences.Add(
                new Difference(
                    DifferenceKind.HonestLost,
                    Invariant($"honest traders lost {attacked.Lost} of {attacked.Requests} requests under attack ({attacked.Losses:P1}: ")
                        + Invariant($"{attacked.Reasons}; at most {most:P0})")));
        if (settings.MaxSlowdown is { } times && attacked.P99 > calm.P99 * times)
            differences.Add(
                new Difference(
                    DifferenceKind.HonestLost,
                    Invariant($"honest traders waited {attacked.P99.TotalMilliseconds:0} ms under attack (p99) and ")
                        + Invariant($"{calm.P99.TotalMilliseconds:0} ms before")));
        return differences;
    }

    /// <summary>Resources that have not returned to normal.</summary>
    public static IReadOnlyList<Difference> CheckResources(Resources before, Resources after)
    {
        List<Difference> differences = [];
        foreach (var (name, bytes) in after.Memory.Where(process => !IsNormal(before, process.Key, process.Value)))
            differences.Add(
                new Difference(
                    DifferenceKind.NotReturned,
                    Invariant($"{name} has {bytes >> 20} MB in memory after the attack, and {before.Memory.GetValueOrDefault(name) >> 20} ")
                        + "MB before"));
        if (after.Database - before.Database > DatabaseFloor + (MaxBytesOfRow * (after.Events - before.Events)))
            differences.Add(
                new Difference(
                    DifferenceKind.NotReturned,
                    Invariant(
                        $"the database grew by {(after.Database - before.Database) >> 20} MB for {after.Events - before.Events} rows")));
        return differences;
    }

    /// <summary>Whether every process uses about as much memory as before.</summary>
    public static bool IsMemoryNormal(Resources before, Resources after) =>
        after.Memory.All(process => IsNormal(before, process.Key, process.Value));

    private static bool IsNormal(Resources before, string process, long bytes) =>
        bytes <= MemoryFloor + (before.Memory.GetValueOrDefault(process) * MaxMemoryGrowth);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
