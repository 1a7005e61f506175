using Rtx.Chaos.Reporting;

namespace Rtx.Chaos.Faults;

/// <summary>What a fault did, and when.</summary>
internal sealed class FaultRecord(string kind, DateTimeOffset begun)
{
    public string Kind => kind;

    public DateTimeOffset Begun => begun;

    /// <summary>Human-readable description.</summary>
    public string What { get; set; } = "nothing yet";

    /// <summary>When the database could not answer; null when it always could.</summary>
    public (DateTimeOffset From, DateTimeOffset To)? DatabaseOutage { get; set; }

    /// <summary>The failover, when a standby took over; null for other faults.</summary>
    public Failover? Failover { get; set; }

    /// <summary>When the broken part was repaired.</summary>
    public DateTimeOffset Ended { get; set; }

    /// <summary>When every book had answered after that, and every process reported ready.</summary>
    public DateTimeOffset? Healed { get; set; }

    /// <summary>Time from its end until the last book answered again.</summary>
    public TimeSpan? Resumed { get; set; }

    /// <summary>The longest time without an answer of each book.</summary>
    public IReadOnlyList<Pause> Pauses { get; set; } = [];
}
