using Rtx.Chaos.Servers;

namespace Rtx.Chaos;

/// <summary>What a run is like.</summary>
internal sealed record ChaosSettings
{
    /// <summary>Where history, report and logs go; emptied before.</summary>
    public required string Folder { get; init; }

    /// <summary>How long faults go on; null for a short run with each main fault once.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>What all choices are drawn from.</summary>
    public int Seed { get; init; } = 1;

    public int Silos { get; init; } = 3;

    public Programs Programs { get; init; } = Programs.OfCheckout;

    /// <summary>Programs of another version that the run begins with, before it is upgraded under load; null begins with <see cref="Programs"/>.</summary>
    public Programs? Previous { get; init; }

    /// <summary>Whether the upgrade stops all, because the version before is not for the schema of this one.</summary>
    public bool StopsForUpgrade { get; init; }

    public int Bots { get; init; } = 200;

    public int Instruments { get; init; } = 6;

    /// <summary>What all bots send in a second while nothing is in their way.</summary>
    public double RequestsPerSecond { get; init; } = 120;

    /// <summary>Room for the database.</summary>
    public int VolumeMegabytes { get; init; } = 4_096;

    /// <summary>The pause between two faults is drawn from half to one and a half of it.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>Only faults of these kinds; for none all, or without a time each main one.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Names of what hostile traders do, of <see cref="Hostile.AttackCatalog"/>; none has no hostile traders.</summary>
    public IReadOnlyList<string> Attacks { get; init; } = [];

    /// <summary>Orders that an attack rests which needs many.</summary>
    public int HostileOrders { get; init; } = 20_000;

    /// <summary>How long nobody attacks, which the time of the attack is compared with.</summary>
    public TimeSpan Calm { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long hostile traders attack before the first fault; schemes are played to their end.</summary>
    public TimeSpan Attack { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether anything breaks.</summary>
    public bool HasFaults { get; init; } = true;

    /// <summary>Largest share of their requests that honest traders may lose under attack; null only tells it.</summary>
    public double? MaxLosses { get; init; } = 0.01;

    /// <summary>How many times as long as in the calm honest traders may wait under attack (p99); null only tells it, because times depend on what else the machine does.</summary>
    public double? MaxSlowdown { get; init; }
}
