using Rtx.Model;

namespace Rtx.Domain.Accounts.Risk;

/// <summary>Whether an order or an amendment may go to the book; if so, its worst-case cost is held. The default accepts.</summary>
/// <param name="RejectReason">Why it was refused; None when accepted.</param>
/// <param name="Detail">The numbers that decided a refusal, for people; null when accepted.</param>
public readonly record struct RiskDecision(RejectReason RejectReason, string? Detail)
{
    /// <summary>Whether the order may go to the book.</summary>
    public bool IsAccepted => RejectReason == RejectReason.None;

    /// <summary>The worst price to send to the book instead of the order's own; null when that stays.</summary>
    public Price? ProtectionPrice { get; init; }

    internal static RiskDecision Accept => default;

    internal static RiskDecision Refuse(RejectReason reason, string detail) => new(reason, detail);
}
