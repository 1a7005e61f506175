using Rtx.Model;

namespace Rtx.Domain.Accounts;

/// <summary>One currency of an account: what the ledger says, and what open spot orders hold of it.</summary>
internal sealed class CurrencyBalance(Currency currency)
{
    internal Currency Currency => currency;

    internal decimal Total { get; set; }

    internal decimal Held { get; private set; }

    internal void ChangeHeld(decimal by)
    {
        Held += by;
        if (Held < 0m) throw new AccountInvariantException($"Orders hold {Held} {currency}.");
    }
}
