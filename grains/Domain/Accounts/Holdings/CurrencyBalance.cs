using Rtx.Domain.Ledger;
using Rtx.Model;

namespace Rtx.Domain.Accounts.Holdings;

/// <summary>One currency of an account: what the ledger says, and what open spot orders hold of it.</summary>
internal sealed class CurrencyBalance(Currency currency)
{
    internal Currency Currency => currency;

    internal Amount Total { get; set; }

    internal Amount Held { get; private set; }

    /// <summary>Whether its change waits to be taken.</summary>
    internal bool IsChanged { get; set; }

    internal void ChangeHeld(Amount by)
    {
        Held += by;
        if (Held < Amount.Zero) throw new AccountInvariantException($"Orders hold {Held} {currency}.");
    }
}
