using Rtx.Domain.Accounts;
using Rtx.Storage.Commits;

namespace Rtx.Actors.Accounts;

/// <summary>
/// What an account decided, not yet durable: that its books have changed, refused orders, what it was told to do by itself, or what happened to its margin. The changes themselves are in the account until
/// a commit takes them: those of all decisions at once.
/// </summary>
internal sealed record AccountDecision
{
    public IReadOnlyList<OrderRefusal> Refusals { get; init; } = [];

    public AccountControlsRow? Controls { get; init; }

    public MarginEvent? MarginEvent { get; init; }

    /// <summary>All decisions as one unit, with what has changed until now.</summary>
    // SETTLE-2: postings and settled sequences.
    public static CommitUnit ToUnit(AccountId account, IReadOnlyList<AccountDecision> decisions, AccountChanges changes, Fence fence) => new()
    {
        Fence = fence,
        LedgerTransactions = changes.Transactions,
        Balances = [.. changes.Balances.Select(b => new BalanceRow(account, b.Currency, b.Total.ToDecimal()))],
        Positions = [.. changes.Positions.Select(p => new PositionRow(account, p.InstrumentId, p.Lots, p.Cost.ToDecimal(), p.RealizedPnl.ToDecimal()))],
        Settlements = [.. changes.Settled.Select(s => new SettlementRow(account, s.InstrumentId, s.Sequence))],
        Refusals = [.. decisions.SelectMany(d => d.Refusals)],
        MarginEvents = [.. decisions.Select(d => d.MarginEvent).OfType<MarginEvent>()],
        AccountControls = decisions.LastOrDefault(d => d.Controls is not null)?.Controls,
    };
}
