using Rtx.Model;

namespace Rtx.Domain.Ledger;

/// <summary>Collects the postings of one ledger transaction as transfers: what one account gets, another one gives.</summary>
internal sealed class PostingList
{
    private readonly List<Posting> _postings = [];

    internal bool IsEmpty => _postings.Count == 0;

    /// <summary>The client receives the amount from the counter-account, or gives it when it is negative. Nothing moves for zero.</summary>
    internal void Transfer(AccountId client, AccountId counter, decimal amount, Currency currency)
    {
        if (amount == 0m) return;
        _postings.Add(new Posting(client, new Money(amount, currency)));
        _postings.Add(new Posting(counter, new Money(-amount, currency)));
    }

    /// <summary>The postings, proven to balance.</summary>
    /// <exception cref="LedgerInvariantException">They don't.</exception>
    internal IReadOnlyList<Posting> Balanced()
    {
        foreach (var currency in _postings.GroupBy(posting => posting.Money.Currency, posting => posting.Money.Amount))
        {
            if (currency.Sum() != 0m) throw new LedgerInvariantException($"Postings in {currency.Key} sum to {currency.Sum()}: {string.Join(", ", _postings)}");
            if (currency.Any(amount => decimal.Round(amount, Money.Scale) != amount)) throw new LedgerInvariantException($"A posting has more than {Money.Scale} decimals: {string.Join(", ", _postings)}");
        }

        return _postings;
    }
}
