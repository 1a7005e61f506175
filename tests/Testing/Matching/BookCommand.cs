using Rtx.Domain.Matching.Rules;

namespace Rtx.Testing.Matching;

/// <summary>
/// One command to a book, with all that it needs: any subsequence of recorded commands can be run again. It runs on the real book and on the reference alike.
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
