using Rtx.Model;

namespace Rtx.Domain.Accounts.Risk;

/// <summary>Whether an account lets an order or an amendment go to the book; if so, what it may cost is held. The default accepts.</summary>
/// <param name="RejectReason">Why not; None when accepted.</param>
/// <param name="Detail">The numbers that decided a refusal, for people; null when accepted.</param>
public readonly record struct RiskDecision(RejectReason RejectReason, string? Detail)
{
    /// <summary>Whether the order may go to the book.</summary>
    public bool IsAccepted => RejectReason == RejectReason.None;

    /// <summary>The worst price that the order must go to the book with, in place of its own; null when that stays.</summary>
    public Price? ProtectionPrice { get; init; }

    internal static RiskDecision Accept => default;

    internal static RiskDecision Refuse(RejectReason reason, string detail) => new(reason, detail);
}
