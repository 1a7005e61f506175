using Rtx.Domain.Accounts.Holdings;
using Rtx.Domain.Ledger;
using Rtx.Model;

namespace Rtx.Domain.Accounts;

/// <summary>
/// What an account must make durable in one commit: the facts that it booked and the absolute state that resulted. The next
/// <see cref="TradingAccount.TakeChanges(AccountChanges)"/> reuses the memory.
/// </summary>
public sealed class AccountChanges
{
    private readonly List<BalanceState> _balances = [];
    private readonly List<PositionState> _positions = [];
    private readonly List<SettledState> _settled = [];
    private List<LedgerEntry> _transactions = [];

    /// <summary>Ledger transactions, rising and without gaps.</summary>
    public IReadOnlyList<LedgerEntry> Transactions => _transactions;

    /// <summary>New balances of the currencies that were touched, by currency.</summary>
    public IReadOnlyList<BalanceState> Balances => _balances;

    /// <summary>
    /// New state of the positions that were touched, by instrument; includes closed ones, which keep their realised profit and loss.
    /// </summary>
    public IReadOnlyList<PositionState> Positions => _positions;

    /// <summary>New settled sequences, by instrument.</summary>
    public IReadOnlyList<SettledState> Settled => _settled;

    /// <summary>Whether there is nothing to make durable.</summary>
    public bool IsEmpty => _transactions.Count == 0 && _balances.Count == 0 && _positions.Count == 0 && _settled.Count == 0;

    /// <summary>Clears everything and swaps in a list of ledger transactions; the caller gets the cleared list back.</summary>
    internal void Begin(ref List<LedgerEntry> transactions)
    {
        _balances.Clear();
        _positions.Clear();
        _settled.Clear();
        _transactions.Clear();
        (_transactions, transactions) = (transactions, _transactions);
    }

    internal void Add(CurrencyBalance balance) => _balances.Add(new BalanceState(balance.Currency, balance.Total));

    internal void AddPosition(InstrumentHolding holding) =>
        _positions.Add(new PositionState(
            holding.Instrument.Id, holding.Position.Lots, holding.Position.Cost, holding.Position.RealizedPnl));

    internal void AddSettled(InstrumentHolding holding) => _settled.Add(new SettledState(holding.Instrument.Id, holding.SettledSequence));
}

/// <summary>The ledger's balance of one currency.</summary>
/// <param name="Currency">The currency.</param>
/// <param name="Total">Sum of all postings to the account.</param>
public readonly record struct BalanceState(Currency Currency, Amount Total);

/// <summary>A margined position.</summary>
/// <param name="InstrumentId">The instrument.</param>
/// <param name="Lots">Signed lots: positive is long.</param>
/// <param name="Cost">Signed quote value at which the open lots were entered.</param>
/// <param name="RealizedPnl">Profit and loss realised so far, before fees.</param>
public readonly record struct PositionState(InstrumentId InstrumentId, long Lots, Amount Cost, Amount RealizedPnl);

/// <summary>How far an account has settled a book.</summary>
/// <param name="InstrumentId">The book.</param>
/// <param name="Sequence">The last event that was settled.</param>
public readonly record struct SettledState(InstrumentId InstrumentId, long Sequence);
