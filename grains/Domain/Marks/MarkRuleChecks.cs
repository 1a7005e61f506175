using Rtx.Model;

namespace Rtx.Domain.Marks;

/// <summary>Validates <see cref="MarkRules"/>.</summary>
public static class MarkRuleChecks
{
    private static readonly TimeSpan LeastAge = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MostAge = TimeSpan.FromDays(1);

    /// <summary>The first broken rule, as a sentence for people; null when none is.</summary>
    public static string? FindBroken(MarkRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (rules.ProviderIds.Count is < 1 or > MarkRules.MaxProviders) return $"There must be 1 to {MarkRules.MaxProviders} providers.";
        if (rules.ProviderIds.Any(id => id < 0)) return "A provider's number is not negative.";
        if (rules.ProviderIds.Distinct().Count() != rules.ProviderIds.Count) return "A provider may be named once.";
        if (rules.MaxAge < LeastAge || rules.MaxAge > MostAge) return "The age of a price must be 100 ms to a day.";
        if (rules.MaxJumpBasisPoints is < 1 or > 100_000) return "The jump must be 1 to 100,000 basis points.";
        return rules.Confirmations is < 1 or > 100 ? "There must be 1 to 100 confirmations." : null;
    }
}
