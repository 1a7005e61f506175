using Rtx.Domain.Matching.Records;

namespace Rtx.Actors.OrderBooks;

/// <summary>
/// One activation's book: the memory with what its decisions need. It lives on the grain's scheduler; each command on <see cref="Book"/> is one synchronous stretch that is added to
/// <see cref="Writer"/> before the first await, on memory that is not dropped.
/// </summary>
internal sealed record ActiveBook(InstrumentId Id, RecordedBook Book, BookWriter Writer, OrderBookOptions Options, TimeProvider Clock)
{
    public Timestamp Now => Timestamp.From(Clock.GetUtcNow());

    /// <summary>The best levels of both sides.</summary>
    public (List<DepthLevel> Bids, List<DepthLevel> Asks) BestLevels(int levels)
    {
        List<DepthLevel> bids = [], asks = [];
        Book.Book.CopyDepth(levels, bids, asks);
        return (bids, asks);
    }
}
