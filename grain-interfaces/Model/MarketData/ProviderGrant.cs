namespace Rtx.Model;

/// <summary>For which providers of ticks a user may speak. Never for our own book, whatever it says.</summary>
/// <param name="ProviderIds">1 and above, all different, at most <see cref="MaxProviders"/>; null for every provider.</param>
[GenerateSerializer, Immutable, Alias("rtx.ProviderGrant")]
public sealed record ProviderGrant(IReadOnlyList<short>? ProviderIds)
{
    /// <summary>Most providers that are named.</summary>
    public const int MaxProviders = 1_000;

    /// <summary>No provider.</summary>
    public static ProviderGrant Nothing { get; } = new([]);

    /// <summary>The rule that is broken, in words; null when none is.</summary>
    public string? FindBroken()
    {
        if (ProviderIds is null) return null;
        if (ProviderIds.Count > MaxProviders) return $"At most {MaxProviders} providers can be named.";
        if (ProviderIds.Any(id => id <= MarkRules.OwnBook)) return "A provider's number is 1 or more; 0 is our own book, for which nobody can speak.";
        return ProviderIds.Distinct().Count() == ProviderIds.Count ? null : "A provider may be named once.";
    }
}
