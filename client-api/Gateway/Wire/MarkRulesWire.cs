using Rtx.Model;

namespace Rtx.Gateway.Wire;

/// <summary>Rules of mark prices between the engine's vocabulary and the wire's. Whether they can be kept is for the instrument to say.</summary>
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
