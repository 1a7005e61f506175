using Rtx.Simulation.Tests.Storage;

namespace Rtx.Simulation.Tests.Conformance;

/// <summary>A simulated database with its history, so that the history can be replayed on another one.</summary>
internal sealed class SimulatedHistory(Func<SimulatedDatabase> create)
{
    private readonly List<Action<SimulatedDatabase>> _changes = [];

    public SimulatedDatabase Database { get; } = create();

    /// <summary>Changes the database. Rejected changes are not part of the history.</summary>
    public void Do(Action<SimulatedDatabase> change)
    {
        change(Database);
        _changes.Add(change);
    }

    /// <summary>Another database with the same history.</summary>
    public SimulatedHistory Copy()
    {
        var copy = new SimulatedHistory(create);
        foreach (var change in _changes) copy.Do(change);
        return copy;
    }
}
