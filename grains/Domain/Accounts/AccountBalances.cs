using Rtx.Model;

namespace Rtx.Domain.Accounts;

/// <summary>The currencies of an account, in their order.</summary>
internal sealed class AccountBalances
{
    private readonly SortedDictionary<Currency, CurrencyBalance> _balances = [];

    internal IEnumerable<CurrencyBalance> All => _balances.Values;

    internal CurrencyBalance? Find(Currency currency) => _balances.GetValueOrDefault(currency);

    internal CurrencyBalance Of(Currency currency)
    {
        if (!_balances.TryGetValue(currency, out var balance)) _balances.Add(currency, balance = new CurrencyBalance(currency));
        return balance;
    }
}
