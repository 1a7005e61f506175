using Rtx.Model;

namespace Rtx.Storage.Trading;

/// <summary>Where a book's activation begins.</summary>
public interface IBookStore
{
    /// <summary>
    /// Takes the next epoch of the book, then reads its state; null when there is no such instrument. Whatever an earlier activation commits after it is refused, so
    /// what is read stays true until the new one writes.
    /// </summary>
    Task<BookSnapshot?> OpenAsync(InstrumentId id, CancellationToken cancellationToken);
}
