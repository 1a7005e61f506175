using Rtx.Testing.Systems;

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

    /// <summary>The program of a silo.</summary>
    public string SiloProgram { get; init; } = SystemFiles.Silo;

    public int Bots { get; init; } = 200;

    public int Instruments { get; init; } = 6;

    /// <summary>What all bots send in a second while nothing is in their way.</summary>
    public double RequestsPerSecond { get; init; } = 120;

    /// <summary>Room for the database.</summary>
    public int VolumeMegabytes { get; init; } = 4_096;

    /// <summary>The pause between two faults is drawn from half to one and a half of it.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>Only faults of these kinds; all for none.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];
}
