using Rtx.Model;

namespace Rtx.Domain.Accounts;

/// <summary>What has changed since the changes were last taken.</summary>
internal sealed class PendingChanges
{
    private readonly SortedSet<Currency> _balances = [];
    private readonly SortedSet<int> _positions = [];
    private readonly SortedSet<int> _settled = [];
    private List<LedgerTransaction> _transactions = [];

    internal void Add(LedgerTransaction transaction) => _transactions.Add(transaction);

    internal void NoteBalance(Currency currency) => _balances.Add(currency);

    internal void NotePosition(InstrumentId instrument) => _positions.Add(instrument.Value);

    internal void NoteSettled(InstrumentId instrument) => _settled.Add(instrument.Value);

    internal AccountChanges Take(Func<Currency, CurrencyBalance> balances, Func<int, InstrumentHolding> holdings)
    {
        var changes = new AccountChanges(
            _transactions,
            [.. _balances.Select(currency => new BalanceState(currency, balances(currency).Total))],
            [.. _positions.Select(id => PositionOf(holdings(id)))],
            [.. _settled.Select(id => new SettledState(new InstrumentId(id), holdings(id).SettledSequence))]);
        _transactions = [];
        _balances.Clear();
        _positions.Clear();
        _settled.Clear();
        return changes;
    }

    private static PositionState PositionOf(InstrumentHolding holding) =>
        new(holding.Instrument.Id, holding.Position.Lots, holding.Position.Cost, holding.Position.RealizedPnl);
}
