using Rtx.Model;

namespace Rtx.Gateway.Wire;

/// <summary>Maps mark rules between the engine and the wire. The instrument validates them.</summary>
public static class MarkRulesWire
{
    public static Client.MarkRules ToWire(MarkRules rules) => new()
    {
        ProviderIds = rules.ProviderIds,
        MaxAgeMilliseconds = (int?)rules.MaxAge?.TotalMilliseconds,
        MaxJumpBasisPoints = rules.MaxJumpBasisPoints,
        Confirmations = rules.Confirmations,
    };

    public static MarkRules ToModel(Client.MarkRules rules) => new()
    {
        ProviderIds = rules.ProviderIds,
        MaxAge = rules.MaxAgeMilliseconds is { } age ? TimeSpan.FromMilliseconds(age) : null,
        MaxJumpBasisPoints = rules.MaxJumpBasisPoints,
        Confirmations = rules.Confirmations,
    };
}
