using System.ComponentModel.DataAnnotations;

namespace Rtx.Gateway.Ticks;

/// <summary>What the gateway believes of a provider; section <c>Rtx:TickGateway</c>. What is null is not looked at, nor are ages and jumps of what administrators send: they import and replay the past.</summary>
public sealed class TickScreenOptions : IValidatableObject
{
    public const string Section = "Rtx:TickGateway";

    /// <summary>Whether a bid above the offer of the same quote is put aside.</summary>
    public bool RefusesCrossed { get; set; } = true;

    /// <summary>The oldest a tick may be when it arrives.</summary>
    public TimeSpan? MaxAge { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How far a tick's time may be ahead of this machine's.</summary>
    public TimeSpan? MaxAhead { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How far a price may be from the last good one of its provider and kind, in hundredths of a percent of it.</summary>
    [Range(1, 1_000_000)]
    public int? MaxJumpBasisPoints { get; set; } = 2_000;

    /// <summary>Prices in a row near each other that make a jump a move; the last of them is the first that is believed.</summary>
    [Range(1, 1_000)]
    public int Confirmations { get; set; } = 3;

    /// <summary>Ticks kept in quarantine, the newest, about.</summary>
    [Range(1, 10_000_000)]
    public int MaxQuarantined { get; set; } = 10_000;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MaxAge <= TimeSpan.Zero) yield return new ValidationResult($"{Section}:{nameof(MaxAge)} must be above zero.");
        if (MaxAhead < TimeSpan.Zero) yield return new ValidationResult($"{Section}:{nameof(MaxAhead)} must not be negative.");
    }
}
