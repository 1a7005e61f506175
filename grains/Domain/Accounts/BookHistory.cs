namespace Rtx.Domain.Accounts;

/// <summary>How what an activation of a book tells fits what an account has settled.</summary>
public enum BookHistory
{
    /// <summary>It goes on where the account is, or further back, in the same history.</summary>
    Same = 0,

    /// <summary>A newer activation of the book is known: what this one has committed is in SQL, and what it has not never will be.</summary>
    Outdated = 1,

    /// <summary>The book began before events that the account has applied: they are gone.</summary>
    Lost = 2,
}
