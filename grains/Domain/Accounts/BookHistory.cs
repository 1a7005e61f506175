namespace Rtx.Domain.Accounts;

/// <summary>How the events of a book's activation relate to what an account has settled.</summary>
public enum BookHistory
{
    /// <summary>It continues from where the account is, or from earlier, in the same history.</summary>
    Same = 0,

    /// <summary>A newer activation of the book is known: what this one committed is in SQL; what it did not commit is lost.</summary>
    Outdated = 1,

    /// <summary>The book started from before events that the account has applied: those events were lost.</summary>
    Lost = 2,
}
