namespace Rtx.Model;

/// <summary>
/// The counter-accounts of the ledger. Every ledger transaction sums to zero per currency over client and system accounts.
/// </summary>
public static class LedgerAccounts
{
    /// <summary>Between the two sides of a trade: nets to zero per currency for spot once both sides have settled; holds the open profit and loss of margined trades.</summary>
    public static readonly AccountId Clearing = new(-1);

    /// <summary>Fees earned.</summary>
    public static readonly AccountId Fees = new(-2);

    /// <summary>The outside world: deposits come from here, withdrawals go there.</summary>
    public static readonly AccountId External = new(-3);
}
