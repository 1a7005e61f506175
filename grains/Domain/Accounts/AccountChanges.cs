using Rtx.Model;

namespace Rtx.Domain.Accounts;

/// <summary>What an account has to make durable, in one commit: the facts that it booked and the absolute state that they led to.</summary>
/// <param name="Transactions">Ledger transactions, rising and without gaps.</param>
/// <param name="Balances">New balances of the currencies that were touched, by currency.</param>
/// <param name="Positions">New state of the positions that were touched, by instrument; also closed ones, whose realised profit and loss goes on.</param>
/// <param name="Settled">New settled sequences, by instrument.</param>
public sealed record AccountChanges(
    IReadOnlyList<LedgerTransaction> Transactions,
    IReadOnlyList<BalanceState> Balances,
    IReadOnlyList<PositionState> Positions,
    IReadOnlyList<SettledState> Settled)
{
    /// <summary>Whether there is nothing to make durable.</summary>
    public bool IsEmpty => Transactions.Count == 0 && Balances.Count == 0 && Positions.Count == 0 && Settled.Count == 0;
}

/// <summary>The ledger's balance of one currency.</summary>
/// <param name="Currency">Of what.</param>
/// <param name="Total">Sum of all postings to the account.</param>
public readonly record struct BalanceState(Currency Currency, decimal Total);

/// <summary>A margined position.</summary>
/// <param name="InstrumentId">Of what.</param>
/// <param name="Lots">Signed lots: plus is long.</param>
/// <param name="Cost">Signed quote value at which the open lots were entered.</param>
/// <param name="RealizedPnl">Profit and loss realised so far, before fees.</param>
public readonly record struct PositionState(InstrumentId InstrumentId, long Lots, decimal Cost, decimal RealizedPnl);

/// <summary>How far an account has settled a book.</summary>
/// <param name="InstrumentId">Which book.</param>
/// <param name="Sequence">The last event that was settled.</param>
public readonly record struct SettledState(InstrumentId InstrumentId, long Sequence);
