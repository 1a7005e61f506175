namespace Rtx.Architecture.Tests.Layers;

/// <summary>Finds namespaces that can reach each other.</summary>
internal static class NamespaceCircles
{
    /// <summary>Each largest set of namespaces of which every one reaches every other.</summary>
    public static IReadOnlyList<NamespaceCircle> Find(IReadOnlyCollection<NamespaceUse> uses)
    {
        var used = uses.ToLookup(use => use.User, use => use.Used);
        var reached = uses.Select(use => use.User).Distinct().ToDictionary(name => name, name => Reach(name, used));
        return [.. reached.Keys
            .Where(name => reached[name].Contains(name))
            .GroupBy(name => string.Join(' ', reached[name].Where(other => reached.TryGetValue(other, out var back) && back.Contains(name)).Order(StringComparer.Ordinal)))
            .Select(group => Describe([.. group.Order(StringComparer.Ordinal)], uses))];
    }

    private static HashSet<string> Reach(string start, ILookup<string, string> used)
    {
        HashSet<string> reached = [];
        Stack<string> open = new(used[start]);
        while (open.TryPop(out var next))
        {
            if (!reached.Add(next)) continue;
            foreach (var further in used[next]) open.Push(further);
        }

        return reached;
    }

    private static NamespaceCircle Describe(IReadOnlyList<string> namespaces, IEnumerable<NamespaceUse> uses) =>
        new(namespaces, [.. uses.Where(use => namespaces.Contains(use.User) && namespaces.Contains(use.Used)).Select(use => use.Types).Distinct()]);
}
