using System.Text.Json;
using Rtx.Replays.Reporting;

namespace Rtx.Replays.Ticks;

/// <summary>How a replay of ticks ended.</summary>
internal sealed record TickReplayReport
{
    public required string Symbol { get; init; }

    public required short ProviderId { get; init; }

    public required long Lines { get; init; }

    /// <summary>Lines without a tick: header, depth changes.</summary>
    public required long OtherLines { get; init; }

    public required long Sent { get; init; }

    /// <summary>Ticks that the gateway put aside instead of storing, by reason: crossed quotes, for example.</summary>
    public required IReadOnlyDictionary<QuarantineReason, long> PutAside { get; init; }

    /// <summary>Rows in the table afterwards.</summary>
    public required long Stored { get; init; }

    /// <summary>Ticks of the file that an earlier replay had stored.</summary>
    public required long AlreadyStored { get; init; }

    /// <summary>Rows that the table should have.</summary>
    public required long Expected { get; init; }

    public required double ElapsedSeconds { get; init; }

    public required double TicksPerSecond { get; init; }

    public required long Repeats { get; init; }

    public required IReadOnlyList<InvariantResult> Invariants { get; init; }

    /// <summary>Every tick is stored, or was put aside and is counted here.</summary>
    public bool Succeeded => Sent > PutAside.Values.Sum() && Stored == Expected && Invariants.All(invariant => invariant.Violations == 0);

    /// <summary>The report as names and values for display.</summary>
    public IReadOnlyList<string[]> ToLines() =>
    [
        ["Lines read", ReplayReport.Count(Lines)],
        ["Lines that tell no tick", ReplayReport.Count(OtherLines)],
        ["Ticks sent", $"{ReplayReport.Count(Sent)} in {ElapsedSeconds:0.0} s until stored, {TicksPerSecond:0} a second"],
        .. PutAside.Select(reason => new[] { $"Put aside: {Spoken(reason.Key)}", ReplayReport.Count(reason.Value) }),
        ["Already stored", ReplayReport.Count(AlreadyStored)],
        ["Rows in the table", $"{ReplayReport.Count(Stored)} of {ReplayReport.Count(Expected)}"],
        ["Requests repeated", ReplayReport.Count(Repeats)],
        .. ReplayReport.InvariantLines(Invariants),
    ];

    /// <summary>The report in one sentence.</summary>
    public string Conclude()
    {
        var aside = PutAside.Values.Sum();
        return (Succeeded, aside) switch
        {
            (true, 0) => "All ticks are stored.",
            (true, _) => $"All ticks are stored but the {ReplayReport.Count(aside)} that were put aside: see rtx quarantine.",
            (false, _) when Sent == 0 => "The recording has no ticks.",
            (false, _) when aside == Sent => $"All {ReplayReport.Count(aside)} ticks were put aside: see rtx quarantine.",
            (false, _) when Stored == Expected => "All ticks are stored, but an invariant is broken.",
            (false, _) when Stored > Expected => "There are more ticks than were sent: somebody else sends ticks of this provider.",
            (false, _) => "Ticks are missing.",
        };
    }

    private static string Spoken(QuarantineReason reason) => JsonNamingPolicy.KebabCaseLower.ConvertName($"{reason}").Replace('-', ' ');
}
