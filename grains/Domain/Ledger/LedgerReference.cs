using Rtx.Model;

namespace Rtx.Domain.Ledger;

/// <summary>What a ledger transaction refers to: a client's own reference, or one side of a trade.</summary>
/// <param name="ClientReference">The client's own reference; null for a trade.</param>
/// <param name="TradeId">The trade.</param>
/// <param name="Side">The account's side of it.</param>
internal readonly record struct LedgerReference(string? ClientReference, TradeId TradeId, Side Side)
{
    /// <summary>Reserved for trades: a client's own reference must not start with it.</summary>
    internal const string TradePrefix = "trade:";

    /// <summary>The stored form.</summary>
    public override string ToString() => ClientReference ?? $"{TradePrefix}{TradeId}:{(Side == Side.Buy ? "buy" : "sell")}";
}
