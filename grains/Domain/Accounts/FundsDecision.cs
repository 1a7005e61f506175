using Rtx.Model;

namespace Rtx.Domain.Accounts;

/// <summary>Whether money moved in or out of an account. A refusal changes nothing.</summary>
/// <param name="RejectReason">Why it was refused; None when the money moved.</param>
/// <param name="Balance">The ledger's balance of that currency afterwards; unchanged when refused.</param>
/// <param name="Detail">The numbers that decided a refusal, for people; null when it moved.</param>
public readonly record struct FundsDecision(RejectReason RejectReason, decimal Balance, string? Detail)
{
    /// <summary>Whether the money moved.</summary>
    public bool IsAccepted => RejectReason == RejectReason.None;
}
