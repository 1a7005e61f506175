using Rtx.Chaos.Reporting;

namespace Rtx.Chaos.Faults;

/// <summary>What a fault did, and when.</summary>
internal sealed class FaultRecord(string kind, DateTimeOffset begun)
{
    public string Kind => kind;

    public DateTimeOffset Begun => begun;

    /// <summary>For people.</summary>
    public string What { get; set; } = "nothing yet";

    /// <summary>From when to when the database could answer nobody; null when it could.</summary>
    public (DateTimeOffset From, DateTimeOffset To)? DatabaseOutage { get; set; }

    /// <summary>What was behind when a standby took over; null for other faults.</summary>
    public Failover? Failover { get; set; }

    /// <summary>When what was broken was whole again.</summary>
    public DateTimeOffset Ended { get; set; }

    /// <summary>When every book had answered after that, and every process said that it serves.</summary>
    public DateTimeOffset? Healed { get; set; }

    /// <summary>How long after its end the last book answered again.</summary>
    public TimeSpan? Resumed { get; set; }

    /// <summary>The longest time in which each book answered nobody.</summary>
    public IReadOnlyList<Pause> Pauses { get; set; } = [];
}
