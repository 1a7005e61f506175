using Rtx.Domain.Matching.Records;

namespace Rtx.Actors.OrderBooks;

/// <summary>What a book shows. It is shown only once all that it shows is durable.</summary>
internal sealed class BookQueries(ActiveBook active)
{
    private const int MaxDepth = 1_000;
    private const int MaxQueuedOrders = 5_000;

    public Task<DepthSnapshot?> GetDepthAsync(int levels, CancellationToken cancellationToken)
    {
        var book = active.Book.Book;
        var (bids, asks) = active.BestLevels(Math.Clamp(levels, 1, MaxDepth));
        return WhenDurableAsync<DepthSnapshot?>(new DepthSnapshot(active.Id, book.Sequence, bids, asks) { Indicative = book.Indicative(), State = book.State }, cancellationToken);
    }

    public Task<QueueSnapshot?> GetQueueAsync(int orders, CancellationToken cancellationToken)
    {
        var limit = Math.Clamp(orders, 1, MaxQueuedOrders);
        IReadOnlyList<QueuedOrder> queued = [.. active.Book.QueuedOrders(Side.Buy).Take(limit), .. active.Book.QueuedOrders(Side.Sell).Take(limit)];
        return WhenDurableAsync<QueueSnapshot?>(new QueueSnapshot(active.Id, active.Book.Book.Sequence, queued), cancellationToken);
    }

    public Task<LiveBook?> GetFingerprintAsync(CancellationToken cancellationToken)
    {
        var book = active.Book.Book;
        return WhenDurableAsync<LiveBook?>(new LiveBook(book.Sequence, BookFingerprint.Of(active.Book), BookFingerprint.Of(book.State, book.ReferencePrice)), cancellationToken);
    }

    public Task<IndicativeAuction?> GetIndicativeAsync(CancellationToken cancellationToken) => WhenDurableAsync(active.Book.Book.Indicative(), cancellationToken);

    private async Task<T> WhenDurableAsync<T>(T shown, CancellationToken cancellationToken)
    {
        await active.Writer.WhenDurable.WaitAsync(cancellationToken);
        return shown;
    }
}
