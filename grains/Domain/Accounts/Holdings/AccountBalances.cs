using Rtx.Model;

namespace Rtx.Domain.Accounts.Holdings;

/// <summary>The balances of an account, ordered by currency. There are few, so a linear search is fastest.</summary>
internal sealed class AccountBalances
{
    private readonly List<CurrencyBalance> _balances = [];

    internal List<CurrencyBalance> All => _balances;

    internal CurrencyBalance? Find(Currency currency)
    {
        foreach (var balance in _balances)
        {
            if (balance.Currency == currency) return balance;
        }

        return null;
    }

    internal CurrencyBalance Of(Currency currency) => Find(currency) ?? Add(currency);

    // A separate method, because the closure of its lambda is allocated on entry.
    private CurrencyBalance Add(Currency currency)
    {
        var balance = new CurrencyBalance(currency);
        var index = _balances.FindIndex(other => other.Currency > currency);
        _balances.Insert(index < 0 ? _balances.Count : index, balance);
        return balance;
    }
}
