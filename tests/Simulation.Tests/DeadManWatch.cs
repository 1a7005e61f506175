using Rtx.Simulation.Tests.Runtime;
using Rtx.Simulation.Tests.Storage;
using Rtx.Storage.Commits;

namespace Rtx.Simulation.Tests;

/// <summary>Whether a dead-man timer runs out before the time that its account was given. One that another silo takes over goes by the time of day of that silo's machine.</summary>
internal sealed class DeadManWatch(SimulatedWorld world, SimulatedDatabase database, bool mayRepeat, Func<DateTimeOffset> latestTime)
{
    private readonly List<Asked> _asked = [];

    /// <summary>What is wrong; empty when all is well.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Notes that an account is asked to cancel everything after a while, or not at all; call what it returns with the answer.</summary>
    public Action<Timestamp?> Ask(AccountId account, TimeSpan? timeout)
    {
        var asked = new Asked(account, database.Epoch(StreamKey.Of(account)), world.Now, timeout);
        _asked.Add(asked);
        return cancelAllAt => (asked.ToldAt, asked.CancelAllAt) = (world.Now, cancelAllAt);
    }

    /// <summary>Looks at what books write.</summary>
    public void Look(IReadOnlyList<CommitUnit> units)
    {
        foreach (var account in units.SelectMany(unit => unit.OrderEvents).Where(e => e.Reason == ExecReason.CancelAllAfter).Select(e => e.AccountId).Distinct())
        {
            if (!_asked.Exists(asked => asked.Account == account && IsOver(asked) && (mayRepeat || !IsReplaced(asked)))) Complaints.Add($"account {account} cancels everything at {world.Now}, before it should");
        }
    }

    private bool IsOver(Asked asked) => IsOverAt(asked, world.Now) || IsOverByTimeOfDay(asked);

    // Another activation has taken it over. Where the answer was lost the time of day is not known.
    private bool IsOverByTimeOfDay(Asked asked) =>
        asked.Timeout is not null && database.Epoch(StreamKey.Of(asked.Account)) != asked.Epoch && (asked.CancelAllAt is not { } time || time <= Timestamp.From(latestTime()));

    private static bool IsOverAt(Asked asked, TimeSpan time) => time - asked.At >= asked.Timeout * (1 - SimulatedClock.LargestDrift);

    // By one that was asked after it was answered, and answered in time.
    private bool IsReplaced(Asked asked) =>
        _asked.Exists(other => other.Account == asked.Account && other.ToldAt is { } told && asked.ToldAt < other.At && !IsOverAt(asked, told) && !IsOverByTimeOfDay(asked));

    private sealed record Asked(AccountId Account, long Epoch, TimeSpan At, TimeSpan? Timeout)
    {
        public TimeSpan? ToldAt { get; set; }

        /// <summary>The time of day that was answered; null while nothing is, or when nothing is to be cancelled.</summary>
        public Timestamp? CancelAllAt { get; set; }
    }
}
