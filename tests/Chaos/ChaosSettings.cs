using Rtx.Chaos.Servers;

namespace Rtx.Chaos;

/// <summary>Settings of a run.</summary>
internal sealed record ChaosSettings
{
    /// <summary>Folder for history, report and logs; emptied first.</summary>
    public required string Folder { get; init; }

    /// <summary>Duration of the faults; null for a short run with each main fault once.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>Seed of all random choices.</summary>
    public int Seed { get; init; } = 1;

    public int Silos { get; init; } = 3;

    public Programs Programs { get; init; } = Programs.OfCheckout;

    /// <summary>
    /// Programs of another version with which the run starts, before it is upgraded under load; null starts with <see cref="Programs"/>.
    /// </summary>
    public Programs? Previous { get; init; }

    /// <summary>Whether the upgrade stops all processes, because the previous version does not support this one's schema.</summary>
    public bool StopsForUpgrade { get; init; }

    public int Bots { get; init; } = 200;

    public int Instruments { get; init; } = 6;

    /// <summary>Requests per second of all bots together while nothing hinders them.</summary>
    public double RequestsPerSecond { get; init; } = 120;

    /// <summary>Space for the database.</summary>
    public int VolumeMegabytes { get; init; } = 4_096;

    /// <summary>Mean pause between two faults; each is drawn from half to one and a half of it.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>Only faults of these kinds; empty for all, or in a short run for each main one.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Names of attacks from <see cref="Hostile.AttackCatalog"/>; empty for no hostile traders.</summary>
    public IReadOnlyList<string> Attacks { get; init; } = [];

    /// <summary>Resting orders of an attack that needs many.</summary>
    public int HostileOrders { get; init; } = 20_000;

    /// <summary>Duration of the calm period that the attack is compared with.</summary>
    public TimeSpan Calm { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Duration of the attack before the first fault; schemes always run to their end.</summary>
    public TimeSpan Attack { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether there are faults.</summary>
    public bool HasFaults { get; init; } = true;

    /// <summary>Maximum share of their requests that honest traders may lose under attack; null only reports it.</summary>
    public double? MaxLosses { get; init; } = 0.01;

    /// <summary>
    /// Maximum ratio of honest traders' waiting times (p99) under attack to those in the calm; null only reports it, because times depend
    /// on the machine's load.
    /// </summary>
    public double? MaxSlowdown { get; init; }
}
