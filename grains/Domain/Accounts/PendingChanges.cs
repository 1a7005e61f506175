using Rtx.Domain.Accounts.Holdings;
using Rtx.Domain.Ledger;

namespace Rtx.Domain.Accounts;

/// <summary>What has changed since the changes were last taken. Balances and holdings that changed carry a flag.</summary>
internal sealed class PendingChanges(AccountBalances balances, AccountHoldings holdings)
{
    private List<LedgerEntry> _transactions = [];

    /// <summary>Whether anything has changed.</summary>
    internal bool Any { get; private set; }

    /// <summary>Whether money or a position has moved.</summary>
    internal bool AnyBooked { get; private set; }

    internal void Add(in LedgerEntry transaction)
    {
        _transactions.Add(transaction);
        Any = AnyBooked = true;
    }

    internal void NotePosition(InstrumentHolding holding) => holding.IsPositionChanged = Any = AnyBooked = true;

    internal void NoteSettled(InstrumentHolding holding) => holding.IsSettledChanged = Any = true;

    internal void Take(AccountChanges into)
    {
        into.Begin(ref _transactions);
        if (AnyBooked)
        {
            foreach (var balance in balances.All) Take(balance, into);
        }

        if (Any)
        {
            foreach (var holding in holdings.All) Take(holding, into);
        }

        Any = AnyBooked = false;
    }

    private static void Take(CurrencyBalance balance, AccountChanges into)
    {
        if (!balance.IsChanged) return;
        into.Add(balance);
        balance.IsChanged = false;
    }

    private static void Take(InstrumentHolding holding, AccountChanges into)
    {
        if (holding.IsPositionChanged) into.AddPosition(holding);
        if (holding.IsSettledChanged) into.AddSettled(holding);
        holding.IsPositionChanged = holding.IsSettledChanged = false;
    }
}
