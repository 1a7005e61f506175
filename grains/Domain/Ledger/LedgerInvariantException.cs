namespace Rtx.Domain.Ledger;

/// <summary>Postings that do not sum to zero per currency, or have too many decimals: a bug. None of them may be booked.</summary>
public sealed class LedgerInvariantException : Exception
{
    /// <summary>A broken invariant without explanation.</summary>
    public LedgerInvariantException()
    {
    }

    /// <summary>Says which invariant broke, with the numbers.</summary>
    public LedgerInvariantException(string message)
        : base(message)
    {
    }

    /// <summary>Says which invariant broke, with the numbers and the cause.</summary>
    public LedgerInvariantException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
