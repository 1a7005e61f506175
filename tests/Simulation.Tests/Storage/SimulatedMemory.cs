using Npgsql;
using Orleans.Storage;
using Rtx.Actors.Instruments;
using Rtx.Simulation.Tests.Runtime;

namespace Rtx.Simulation.Tests.Storage;

/// <summary>The instruments' grain storage. It is independent of the trading database.</summary>
internal sealed class SimulatedGrainStorage
{
    public Dictionary<GrainId, (InstrumentMemory State, int Version)> Stored { get; } = [];
}

/// <summary>
/// One activation's view of grain storage: a stale reader cannot write, and what was sent arrives even if its sender has timed out.
/// </summary>
internal sealed class SimulatedMemory(
    SimulatedGrainStorage storage, GrainId id, SimulatedWorld world, Faults faults) : IPersistentState<InstrumentMemory>
{
    private static readonly TimeSpan LongestQuery = TimeSpan.FromMilliseconds(5);

    private int _version;

    // Seeded, where the product uses its own random source.
    public InstrumentMemory State { get; set; } = new() { RandomSeed = 1 + world.Next(1_000) };

    public string? Etag => _version.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public bool RecordExists => _version > 0;

    public async Task ReadStateAsync()
    {
        await world.Delay(world.UpTo(LongestQuery));
        if (faults.IsDatabaseAway || world.Chance(faults.FailedReads)) throw new NpgsqlException("grain storage does not answer");
        if (storage.Stored.TryGetValue(id, out var stored)) (State, _version) = (Copy(stored.State), stored.Version);
    }

    public async Task WriteStateAsync()
    {
        var written = Copy(State);
        await world.Delay(world.UpTo(LongestQuery));
        if (faults.IsDatabaseAway || world.Chance(faults.FailedFlushes)) throw new NpgsqlException("grain storage does not answer");
        if (storage.Stored.GetValueOrDefault(id).Version != _version)
        {
            throw new InconsistentStateException("Another activation has written.");
        }
        storage.Stored[id] = (written, ++_version);
        if (world.Chance(faults.FailedFlushes)) throw new NpgsqlException("lost after the write");
    }

    public Task ClearStateAsync() => throw new NotSupportedException();

    private static InstrumentMemory Copy(InstrumentMemory memory)
    {
        var copy = new InstrumentMemory();
        foreach (var property in typeof(InstrumentMemory).GetProperties()) property.SetValue(copy, property.GetValue(memory));
        return copy;
    }
}
