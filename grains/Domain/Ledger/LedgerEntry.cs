using Rtx.Model;

namespace Rtx.Domain.Ledger;

/// <summary>
/// A ledger transaction as its account decided it, in compact form; <see cref="LedgerTransaction"/> is the stored form. Its reference text
/// and postings are created on demand.
/// </summary>
public readonly record struct LedgerEntry
{
    private readonly LedgerReference _reference;
    private readonly TransferList _transfers;

    internal LedgerEntry(
        AccountId account, long sequence, LedgerTransactionKind kind, in LedgerReference reference, Timestamp effectiveAt,
        Timestamp bookedAt, in TransferList transfers)
    {
        (AccountId, Sequence, Kind, EffectiveAt, BookedAt) = (account, sequence, kind, effectiveAt, bookedAt);
        (_reference, _transfers) = (reference, transfers);
    }

    /// <summary>The client account that owns the transaction.</summary>
    public AccountId AccountId { get; }

    /// <summary>Number within the account, from 1 without gaps.</summary>
    public long Sequence { get; }

    /// <summary>The kind of transaction.</summary>
    public LedgerTransactionKind Kind { get; }

    /// <summary>As in <see cref="LedgerTransaction.EffectiveAt"/>.</summary>
    public Timestamp EffectiveAt { get; }

    /// <summary>As in <see cref="LedgerTransaction.BookedAt"/>.</summary>
    public Timestamp BookedAt { get; }

    /// <summary>As in <see cref="LedgerTransaction.Reference"/>.</summary>
    public string Reference => _reference.ToString();

    /// <summary>Number of its transfers, 1 to 3.</summary>
    public int TransferCount => _transfers.Count;

    /// <summary>The transfer at an index from 0; beyond the last, an empty one without currency.</summary>
    public Transfer TransferAt(int index) => _transfers[index];

    /// <summary>The postings: two per transfer, which sum to zero per currency.</summary>
    public IReadOnlyList<Posting> Postings
    {
        get
        {
            var postings = new Posting[2 * _transfers.Count];
            for (var i = 0; i < _transfers.Count; i++)
            {
                var transfer = _transfers[i];
                var amount = transfer.Amount.ToDecimal();
                postings[2 * i] = new Posting(AccountId, new Money(amount, transfer.Currency));
                postings[(2 * i) + 1] = new Posting(transfer.Counter, new Money(-amount, transfer.Currency));
            }

            return postings;
        }
    }
}
