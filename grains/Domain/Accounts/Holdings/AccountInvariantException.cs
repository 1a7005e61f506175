namespace Rtx.Domain.Accounts.Holdings;

/// <summary>
/// An account would have broken one of its invariants: a bug, or events of another account. The account must be dropped and rebuilt.
/// </summary>
public sealed class AccountInvariantException : Exception
{
    /// <summary>A broken invariant without explanation.</summary>
    public AccountInvariantException()
    {
    }

    /// <summary>Says which invariant broke, with the numbers.</summary>
    public AccountInvariantException(string message)
        : base(message)
    {
    }

    /// <summary>Says which invariant broke, with the numbers and the cause.</summary>
    public AccountInvariantException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
