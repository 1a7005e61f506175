namespace Rtx.Model;

/// <summary>One part of a state, for comparison and for people.</summary>
/// <param name="Name">What it is, e.g. <c>total USD</c>.</param>
/// <param name="Value">Equal texts mean equal parts.</param>
[GenerateSerializer, Immutable, Alias("rtx.StatePart")]
public readonly record struct StatePart(string Name, string Value);

/// <summary>The whole state of a book or an account, in parts: two states are equal when all their parts are.</summary>
/// <param name="Parts">The parts, each name once.</param>
[GenerateSerializer, Immutable, Alias("rtx.StateFingerprint")]
public sealed record StateFingerprint(IReadOnlyList<StatePart> Parts)
{
    /// <summary>Equal for equal states: all parts, by name.</summary>
    public ulong Hash() => Parts.OrderBy(part => part.Name, StringComparer.Ordinal).Aggregate(new StateHash(), (hash, part) => hash.Add(part.Name).Add(part.Value)).Value;

    /// <summary>The parts in which two states differ, by name, with both values; null where a state has no such part.</summary>
    public IReadOnlyList<(string Name, string? Own, string? Other)> DifferencesTo(StateFingerprint other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var (own, others) = (ByName(Parts), ByName(other.Parts));
        return [.. own.Keys.Union(others.Keys).Order(StringComparer.Ordinal)
            .Select(name => (Name: name, Own: own.GetValueOrDefault(name), Other: others.GetValueOrDefault(name)))
            .Where(part => part.Own != part.Other)];
    }

    private static Dictionary<string, string> ByName(IReadOnlyList<StatePart> parts) => parts.ToDictionary(part => part.Name, part => part.Value, StringComparer.Ordinal);
}
