using Rtx.Model;

namespace Rtx.Storage.Commits;

/// <summary>A commit failed. The concrete type says what became of the unit.</summary>
public abstract class CommitException : Exception
{
    /// <summary>Creates the exception.</summary>
    protected CommitException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}

/// <summary>Nothing was written: the stream, or an account that the unit relies on, has a newer activation. The writer must drop its memory.</summary>
public sealed class CommitFencedException : CommitException
{
    /// <summary>Creates the exception.</summary>
    public CommitFencedException(bool ownStream, IReadOnlyCollection<AccountId> staleAccounts, Exception inner)
        : base(ownStream ? "A newer activation owns the stream." : "A newer activation of a vouched account exists.", inner)
    {
        OwnStream = ownStream;
        StaleAccounts = staleAccounts;
    }

    /// <summary>True when the writer itself is stale.</summary>
    public bool OwnStream { get; }

    /// <summary>Accounts that the unit relies on and that have a newer activation.</summary>
    public IReadOnlyCollection<AccountId> StaleAccounts { get; }
}

/// <summary>Nothing was written: the database refused the unit's rows, which is a defect of the writer.</summary>
public sealed class CommitRefusedException(Exception inner) : CommitException($"The database refused the unit: {inner.Message}", inner);

/// <summary>Nothing was written: the database could not be reached, or the committer is stopping.</summary>
public sealed class CommitUnavailableException(Exception? inner) : CommitException("The database is not available.", inner);

/// <summary>Nothing was written: the queue is full.</summary>
public sealed class CommitBusyException() : CommitException("The commit queue is full.", inner: null);

/// <summary>The unit may or may not be written: the connection broke before the answer. Only the database knows.</summary>
public sealed class CommitOutcomeUnknownException(Exception inner) : CommitException("The outcome of the commit is not known.", inner);
