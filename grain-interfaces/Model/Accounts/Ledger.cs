namespace Rtx.Model;

/// <summary>Why money moved.</summary>
public enum LedgerTransactionKind
{
    /// <summary>Money in.</summary>
    Deposit = 1,

    /// <summary>Money out.</summary>
    Withdrawal = 2,

    /// <summary>A trade: delivery or realised profit and loss, and its fee.</summary>
    Trade = 3,
}

/// <summary>One line of a ledger transaction.</summary>
/// <param name="Account">Client account, or one of <see cref="LedgerAccounts"/>.</param>
/// <param name="Money">Signed: plus is to the account's favour.</param>
[GenerateSerializer, Immutable, Alias("rtx.Posting")]
public readonly record struct Posting(AccountId Account, Money Money);

/// <summary>An immutable movement of money whose postings sum to zero per currency.</summary>
[GenerateSerializer, Immutable, Alias("rtx.LedgerTransaction")]
public sealed record LedgerTransaction
{
    /// <summary>The client account that owns the transaction.</summary>
    [Id(0)] public required AccountId AccountId { get; init; }

    /// <summary>Number within the account, from 1 without gaps.</summary>
    [Id(1)] public required long Sequence { get; init; }

    /// <summary>Why.</summary>
    [Id(2)] public required LedgerTransactionKind Kind { get; init; }

    /// <summary>The client's reference of a deposit or withdrawal, unique per account; for a trade <c>trade:{TradeId}:{side}</c>.</summary>
    [Id(3)] public required string Reference { get; init; }

    /// <summary>When the account booked it.</summary>
    [Id(4)] public required Timestamp BookedAt { get; init; }

    /// <summary>The lines.</summary>
    [Id(5)] public required IReadOnlyList<Posting> Postings { get; init; }

    /// <summary>When it happened: the time of the trade, which the account may have booked later; of a deposit or withdrawal <see cref="BookedAt"/>. Days go by it.</summary>
    [Id(6)] public required Timestamp EffectiveAt { get; init; }
}
