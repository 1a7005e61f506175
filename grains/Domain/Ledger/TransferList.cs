using Rtx.Model;

namespace Rtx.Domain.Ledger;

/// <summary>
/// What a client's account receives from a counter-account, or pays to it when the amount is negative: two postings that sum to zero.
/// </summary>
/// <param name="Counter">One of <see cref="LedgerAccounts"/>.</param>
/// <param name="Amount">Signed, not zero: positive is in the client's favour.</param>
/// <param name="Currency">The currency of the amount.</param>
public readonly record struct Transfer(AccountId Counter, Amount Amount, Currency Currency);

/// <summary>The transfers of one ledger transaction, in order: at most as many as a spot trade has.</summary>
internal record struct TransferList
{
    private Transfer _first;
    private Transfer _second;
    private Transfer _third;

    internal int Count { readonly get; private set; }

    internal readonly Transfer this[int index] => index switch
    {
        0 => _first,
        1 => _second,
        _ => _third,
    };

    /// <summary>Adds a transfer, unless the amount is zero.</summary>
    internal void Add(AccountId counter, Amount amount, Currency currency)
    {
        if (amount == Amount.Zero) return;
        var transfer = new Transfer(counter, amount, currency);
        switch (Count++)
        {
            case 0:
                _first = transfer;
                break;
            case 1:
                _second = transfer;
                break;
            case 2:
                _third = transfer;
                break;
            default:
                throw new LedgerInvariantException($"There is no room for a transfer of {amount} {currency}.");
        }
    }
}
