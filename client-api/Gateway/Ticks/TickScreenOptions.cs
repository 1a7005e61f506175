using System.ComponentModel.DataAnnotations;

namespace Rtx.Gateway.Ticks;

/// <summary>
/// Limits for plausible ticks; section <c>Rtx:TickGateway</c>. Null turns a check off. Age and jump checks don't apply to administrators,
/// who import and replay the past.
/// </summary>
public sealed class TickScreenOptions : IValidatableObject
{
    public const string Section = "Rtx:TickGateway";

    /// <summary>Whether a quote whose bid is above its offer is quarantined.</summary>
    public bool RefusesCrossed { get; set; } = true;

    /// <summary>Maximum age of a tick on arrival.</summary>
    public TimeSpan? MaxAge { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How far a tick's time may be ahead of this machine's clock.</summary>
    public TimeSpan? MaxAhead { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How far a price may be from the last accepted one of its provider and kind, in basis points.</summary>
    [Range(1, 1_000_000)]
    public int? MaxJumpBasisPoints { get; set; } = 2_000;

    /// <summary>Consecutive prices near each other that confirm a jump; the last of them is the first that is accepted.</summary>
    [Range(1, 1_000)]
    public int Confirmations { get; set; } = 3;

    /// <summary>Approximate number of ticks kept in quarantine, newest first.</summary>
    [Range(1, 10_000_000)]
    public int MaxQuarantined { get; set; } = 10_000;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MaxAge <= TimeSpan.Zero) yield return new ValidationResult($"{Section}:{nameof(MaxAge)} must be above zero.");
        if (MaxAhead < TimeSpan.Zero) yield return new ValidationResult($"{Section}:{nameof(MaxAhead)} must not be negative.");
    }
}
