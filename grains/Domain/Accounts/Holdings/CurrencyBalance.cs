using Rtx.Domain.Ledger;
using Rtx.Model;

namespace Rtx.Domain.Accounts.Holdings;

/// <summary>One currency of an account: the ledger's total, and how much of it open spot orders hold.</summary>
internal sealed class CurrencyBalance(Currency currency)
{
    internal Currency Currency => currency;

    internal Amount Total { get; set; }

    internal Amount Held { get; private set; }

    /// <summary>Whether it has changed since the changes were last taken.</summary>
    internal bool IsChanged { get; set; }

    internal void ChangeHeld(Amount by)
    {
        Held += by;
        if (Held < Amount.Zero) throw new AccountInvariantException($"Orders hold {Held} {currency}.");
    }
}
