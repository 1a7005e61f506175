using Rtx.Domain.Ledger;
using Rtx.Model;

namespace Rtx.Storage.Commits;

/// <summary>What kind of state a stream of commits belongs to.</summary>
public enum StreamKind : short
{
    /// <summary>A trading account.</summary>
    Account = 1,

    /// <summary>An order book.</summary>
    Book = 2,
}

/// <summary>The owner of a stream of commits.</summary>
/// <param name="Kind">Account or book.</param>
/// <param name="Id">Account or instrument number.</param>
public readonly record struct StreamKey(StreamKind Kind, long Id)
{
    /// <summary>The stream of an account.</summary>
    public static StreamKey Of(AccountId account) => new(StreamKind.Account, account.Value);

    /// <summary>The stream of an instrument's book.</summary>
    public static StreamKey Of(InstrumentId instrument) => new(StreamKind.Book, instrument.Value);

    /// <summary>As <c>refuse_commit</c> names it.</summary>
    public override string ToString() => $"{(short)Kind}:{Id}";
}

/// <summary>The right to write a stream: the commit is refused unless the epoch is the newest and the stream stands at the expected sequence.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Epoch">Epoch of the writing activation.</param>
/// <param name="ExpectedSequence">Where the stream stands before the commit.</param>
/// <param name="NextSequence">Where it stands after it.</param>
public readonly record struct Fence(StreamKey Stream, long Epoch, long ExpectedSequence, long NextSequence);

/// <summary>An account activation that a book relies on: the commit is refused when a newer one exists.</summary>
/// <param name="Account">The account.</param>
/// <param name="Epoch">Epoch of the activation that holds funds or margin for the order.</param>
public readonly record struct VouchedAccount(AccountId Account, long Epoch);

/// <summary>New balance of an account in one currency.</summary>
public readonly record struct BalanceRow(AccountId Account, Currency Currency, decimal Amount);

/// <summary>New state of a margined position.</summary>
public readonly record struct PositionRow(AccountId Account, InstrumentId Instrument, long Lots, decimal Cost, decimal RealizedPnl);

/// <summary>How far an account has settled a book.</summary>
public readonly record struct SettlementRow(AccountId Account, InstrumentId Instrument, long SettledSequence);

/// <summary>State of a book besides its orders.</summary>
/// <param name="State">Its trading state.</param>
/// <param name="ReferencePrice">The middle of its static price band.</param>
/// <param name="StateVersion">Version of the trading state that the instrument set last.</param>
public readonly record struct BookStanding(TradingState State, Price? ReferencePrice, long StateVersion = 0);

/// <summary>Standing orders of an account's owner: kill switch and dead-man timer.</summary>
/// <param name="Account">The account.</param>
/// <param name="IsKillSwitchOn">Refuse new orders and have none open.</param>
/// <param name="CancelAllAt">Cancel all orders then; null for never.</param>
public readonly record struct AccountControlsRow(AccountId Account, bool IsKillSwitchOn, Timestamp? CancelAllAt);

/// <summary>An order that its account refused before any book saw it.</summary>
public sealed record OrderRefusal(AccountId Account, NewOrder Request, RejectReason Reason, string? Detail, Timestamp Time);

/// <summary>
/// What one grain commits in one transaction: its fence and typed rows, all or nothing.
/// </summary>
public sealed record CommitUnit
{
    /// <summary>The writer's claim on its stream.</summary>
    public required Fence Fence { get; init; }

    /// <summary>Accounts whose activation the unit relies on.</summary>
    public IReadOnlyCollection<VouchedAccount> Vouched { get; init; } = [];

    /// <summary>Events of a book, rising and without gap; orders, trades and the accounts' last sequences follow from them.</summary>
    public IReadOnlyList<OrderEvent> OrderEvents { get; init; } = [];

    /// <summary>The book's trading state and reference price after the events; null when both stay.</summary>
    public BookStanding? BookStanding { get; init; }

    /// <summary>Ledger transactions of an account, rising and without gap.</summary>
    public IReadOnlyList<LedgerEntry> LedgerTransactions { get; init; } = [];

    /// <summary>Balances after the transactions, one row per currency.</summary>
    public IReadOnlyCollection<BalanceRow> Balances { get; init; } = [];

    /// <summary>Positions after the transactions, one row per instrument.</summary>
    public IReadOnlyCollection<PositionRow> Positions { get; init; } = [];

    /// <summary>Settled sequences after the transactions, one row per instrument.</summary>
    public IReadOnlyCollection<SettlementRow> Settlements { get; init; } = [];

    /// <summary>Orders refused by the account.</summary>
    public IReadOnlyList<OrderRefusal> Refusals { get; init; } = [];

    /// <summary>The account's controls after the transactions; null when they stay.</summary>
    public AccountControlsRow? AccountControls { get; init; }

    /// <summary>What happened to the account's margin, rising and without gap.</summary>
    public IReadOnlyList<MarginEvent> MarginEvents { get; init; } = [];

    /// <summary>How much there is to write.</summary>
    internal int Rows => 1 + OrderEvents.Count + LedgerTransactions.Count + Balances.Count + Positions.Count + Settlements.Count + Refusals.Count;
}
