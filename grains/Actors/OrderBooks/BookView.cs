using Rtx.Domain.Matching.Records;

namespace Rtx.Actors.OrderBooks;

/// <summary>What a batch of decisions left of the book for those who follow it.</summary>
/// <param name="Levels">New absolute state of each level that the batch changed.</param>
/// <param name="Orders">New absolute state of each order in the queues that it changed.</param>
/// <param name="Top">The best levels after it.</param>
/// <param name="Indicative">What an auction would do after it; null when the book is not crossed.</param>
internal sealed record BookView(IReadOnlyList<DepthLevel> Levels, IReadOnlyList<QueuedOrder> Orders, TopOfBook Top, IndicativeAuction? Indicative)
{
    // About a megabyte. Many orders may expire in one commit.
    private const int MostOrders = 10_000;

    /// <summary>Whether so much has changed that subscribers should read the book again.</summary>
    public bool IsTooMuch => Orders.Count > MostOrders;

    /// <summary>Takes what changed since the last time. Nothing may have been decided since the last decision of the batch.</summary>
    public static BookView Take(RecordedBook book)
    {
        List<DepthLevel> levels = [];
        List<QueuedOrder> orders = [];
        book.TakeChangedLevels(levels);
        book.TakeChangedOrders(orders);
        return new BookView(levels, orders, TopOfBook.Of(book.Book), book.Book.Indicative());
    }
}
