using Rtx.Simulation.Tests.Runtime;
using Rtx.Simulation.Tests.Storage;
using Rtx.Storage.Commits;

namespace Rtx.Simulation.Tests;

/// <summary>
/// Checks that no dead-man timer fires before the time its account was told. After a takeover it follows the clock of the new silo's
/// machine.
/// </summary>
internal sealed class DeadManWatch(SimulatedWorld world, SimulatedDatabase database, bool mayRepeat, Func<DateTimeOffset> latestTime)
{
    private readonly List<Asked> _asked = [];

    /// <summary>Violations; empty when all is well.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Records that an account is asked to set or clear its timer; call the returned action with the answer.</summary>
    public Action<Timestamp?> Ask(AccountId account, TimeSpan? timeout)
    {
        var asked = new Asked(account, database.Epoch(StreamKey.Of(account)), world.Now, timeout);
        _asked.Add(asked);
        return cancelAllAt => (asked.ToldAt, asked.CancelAllAt) = (world.Now, cancelAllAt);
    }

    /// <summary>Checks the events of books.</summary>
    public void Look(IReadOnlyList<CommitUnit> units)
    {
        foreach (var account in units.SelectMany(unit => unit.OrderEvents).Where(
            e => e.Reason == ExecReason.CancelAllAfter).Select(e => e.AccountId).Distinct())
        {
            if (!_asked.Exists(asked => asked.Account == account && IsOver(asked) && (mayRepeat || !IsReplaced(asked))))
            {
                Complaints.Add($"account {account} cancels everything at {world.Now}, before it should");
            }
        }
    }

    private bool IsOver(Asked asked) => IsOverAt(asked, world.Now) || IsOverByTimeOfDay(asked);

    // Another activation has taken the timer over. If the answer was lost, the time is unknown.
    private bool IsOverByTimeOfDay(Asked asked) =>
        asked.Timeout is not null
            && database.Epoch(StreamKey.Of(asked.Account)) != asked.Epoch
            && (asked.CancelAllAt is not { } time || time <= Timestamp.From(latestTime()));

    private static bool IsOverAt(Asked asked, TimeSpan time) => time - asked.At >= asked.Timeout * (1 - SimulatedClock.LargestDrift);

    // By one that was asked after it was answered, and answered in time.
    private bool IsReplaced(Asked asked) =>
        _asked.Exists(other => other.Account == asked.Account && other.ToldAt is { } told && asked.ToldAt < other.At && !IsOverAt(asked, told) && !IsOverByTimeOfDay(asked));

    private sealed record Asked(AccountId Account, long Epoch, TimeSpan At, TimeSpan? Timeout)
    {
        public TimeSpan? ToldAt { get; set; }

        /// <summary>The answered time; null before the answer, or when the timer was cleared.</summary>
        public Timestamp? CancelAllAt { get; set; }
    }
}
