using Rtx.Simulation.Tests.Runtime;
using Rtx.Simulation.Tests.Storage;
using Rtx.Storage.Commits;

namespace Rtx.Simulation.Tests;

/// <summary>Whether a dead-man timer runs out before the time that its account was given. One that another silo takes over goes by the time of day of that silo's machine.</summary>
internal sealed class DeadManWatch(SimulatedWorld world, SimulatedDatabase database, Func<DateTimeOffset> latestTime)
{
    private readonly List<Asked> _asked = [];

    /// <summary>What is wrong; empty when all is well.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Notes that an account is asked to cancel everything after a while.</summary>
    public void Ask(AccountId account, TimeSpan timeout) => _asked.Add(new Asked(account, database.Epoch(StreamKey.Of(account)), world.Now, timeout));

    /// <summary>Looks at what books write.</summary>
    public void Look(IReadOnlyList<CommitUnit> units)
    {
        foreach (var account in units.SelectMany(unit => unit.OrderEvents).Where(e => e.Reason == ExecReason.CancelAllAfter).Select(e => e.AccountId).Distinct())
        {
            if (!_asked.Exists(asked => asked.Account == account && IsOver(asked))) Complaints.Add($"account {account} cancels everything at {world.Now}, before it should");
        }
    }

    private bool IsOver(Asked asked) =>
        world.Now - asked.At >= asked.Timeout * (1 - SimulatedClock.LargestDrift)
        || (database.Epoch(StreamKey.Of(asked.Account)) != asked.Epoch && database.Controls(asked.Account).CancelAllAt <= Timestamp.From(latestTime()));

    private sealed record Asked(AccountId Account, long Epoch, TimeSpan At, TimeSpan Timeout);
}
