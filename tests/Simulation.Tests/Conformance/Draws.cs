namespace Rtx.Simulation.Tests.Conformance;

/// <summary>Seeded random numbers, the clock, and the names used so far.</summary>
internal sealed class Draws(int seed)
{
    private const double TakenNames = 6;

    private readonly Random _random = new(seed);
    private readonly List<ClientOrderId> _names = [];
    private readonly List<string> _references = [];
    private long _microseconds = 1_767_571_200_000_000;

    /// <summary>All names used so far.</summary>
    public IReadOnlyList<ClientOrderId> Names => _names;

    /// <summary>All references used so far.</summary>
    public IReadOnlyList<string> References => _references;

    /// <summary>The time; each operation is later than the one before.</summary>
    public Timestamp Now => new(_microseconds += 1_000);

    public bool Chance(double percent) => _random.NextDouble() * 100 < percent;

    /// <summary>A number from 0 up to and not including the limit.</summary>
    public int Next(int limit) => _random.Next(limit);

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Next(choices.Count)];

    /// <summary>A new name, sometimes one used before.</summary>
    public ClientOrderId Name()
    {
        if (_names.Count > 0 && Chance(TakenNames)) return Pick(_names);
        _names.Add(new ClientOrderId($"name-{_names.Count + 1}"));
        return _names[^1];
    }

    /// <summary>A new reference, sometimes one used before.</summary>
    public string Reference()
    {
        if (_references.Count > 0 && Chance(TakenNames)) return Pick(_references);
        _references.Add($"reference-{_references.Count + 1}");
        return _references[^1];
    }

    public Side Side() => Chance(50) ? Model.Side.Buy : Model.Side.Sell;

    public Price Price() => new(97 + Next(7));

    public Quantity Quantity() => new(1 + Next(5));
}
