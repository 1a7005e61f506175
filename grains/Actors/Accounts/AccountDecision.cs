using Rtx.Domain.Accounts;
using Rtx.Storage.Commits;

namespace Rtx.Actors.Accounts;

/// <summary>What an account decided, not yet durable: changes of its books, refused orders, or what it was told to do by itself.</summary>
internal sealed record AccountDecision
{
    public AccountChanges? Changes { get; init; }

    public IReadOnlyList<OrderRefusal> Refusals { get; init; } = [];

    public AccountControlsRow? Controls { get; init; }

    /// <summary>All decisions as one unit: later rows of the same key replace earlier ones, ledger transactions add up.</summary>
    public static CommitUnit ToUnit(AccountId account, IReadOnlyList<AccountDecision> decisions, Fence fence)
    {
        var changes = decisions.Select(d => d.Changes).OfType<AccountChanges>().ToList();
        return new CommitUnit
        {
            Fence = fence,
            LedgerTransactions = [.. changes.SelectMany(c => c.Transactions)],
            Balances = [.. changes.SelectMany(c => c.Balances).Select(b => new BalanceRow(account, b.Currency, b.Total)).GroupBy(b => b.Currency).Select(g => g.Last())],
            Positions = [.. changes.SelectMany(c => c.Positions)
                .Select(p => new PositionRow(account, p.InstrumentId, p.Lots, p.Cost, p.RealizedPnl)).GroupBy(p => p.Instrument).Select(g => g.Last())],
            Settlements = [.. changes.SelectMany(c => c.Settled).Select(s => new SettlementRow(account, s.InstrumentId, s.Sequence)).GroupBy(s => s.Instrument).Select(g => g.Last())],
            Refusals = [.. decisions.SelectMany(d => d.Refusals)],
            AccountControls = decisions.LastOrDefault(d => d.Controls is not null)?.Controls,
        };
    }
}
