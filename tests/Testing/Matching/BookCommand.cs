using Rtx.Domain.Matching.Rules;

namespace Rtx.Testing.Matching;

/// <summary>
/// A self-contained command to a book: any subsequence of recorded commands can be replayed. It runs on both the real book and the
/// reference book.
/// </summary>
public abstract record BookCommand
{
    /// <summary>Runs the command on the real book.</summary>
    public BookAnswer RunOn(OrderBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        return Run(book);
    }

    /// <summary>Runs the command on the reference book.</summary>
    public BookAnswer RunOn(ReferenceBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        return Run(book);
    }

    private protected abstract BookAnswer Run(OrderBook book);

    private protected abstract BookAnswer Run(ReferenceBook book);
}
