using Rtx.Simulation.Tests.Storage;

namespace Rtx.Simulation.Tests.Conformance;

/// <summary>A simulated database with all that was done to it, so that the same can be done to another one.</summary>
internal sealed class SimulatedHistory(Func<SimulatedDatabase> create)
{
    private readonly List<Action<SimulatedDatabase>> _changes = [];

    public SimulatedDatabase Database { get; } = create();

    /// <summary>Changes the database. What it refuses is no part of the history.</summary>
    public void Do(Action<SimulatedDatabase> change)
    {
        change(Database);
        _changes.Add(change);
    }

    /// <summary>Another database of the same history.</summary>
    public SimulatedHistory Copy()
    {
        var copy = new SimulatedHistory(create);
        foreach (var change in _changes) copy.Do(change);
        return copy;
    }
}
