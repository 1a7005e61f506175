using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>Why money moved.</summary>
[JsonConverter(typeof(WireEnumConverter<LedgerTransactionKind>))]
public enum LedgerTransactionKind
{
    /// <summary>Money in.</summary>
    Deposit = 1,

    /// <summary>Money out.</summary>
    Withdrawal = 2,

    /// <summary>A trade: delivery or realised profit and loss, and its fee.</summary>
    Trade = 3,
}

/// <summary>An immutable movement of money whose postings sum to zero per currency.</summary>
public sealed record LedgerTransaction
{
    /// <summary>Number within the account, from 1 without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>Why money moved.</summary>
    public required LedgerTransactionKind Kind { get; init; }

    /// <summary>The reference of a deposit or withdrawal; for a trade <c>trade:{tradeId}:{side}</c>.</summary>
    public required string Reference { get; init; }

    /// <summary>
    /// When it happened: the time of the trade, which the account may have booked later; for a deposit or withdrawal the same as
    /// <see cref="BookedAt"/>. Statements and daily totals use this time.
    /// </summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset EffectiveAt { get; init; }

    /// <summary>When the account booked it; its balance includes it from then on.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset BookedAt { get; init; }

    /// <summary>The postings.</summary>
    public required IReadOnlyList<Posting> Postings { get; init; }
}

/// <summary>One line of a ledger transaction.</summary>
public sealed record Posting
{
    /// <summary>Client account, or one of the system accounts: −1 clearing, −2 fees, −3 external.</summary>
    public required long AccountId { get; init; }

    /// <summary>Signed: positive credits the account.</summary>
    public required decimal Amount { get; init; }

    /// <summary>The currency.</summary>
    public required string Currency { get; init; }
}
