using Rtx.Domain.Matching.Records;
using Rtx.Domain.Matching.Rules;
using Rtx.Storage.Trading;

namespace Rtx.Actors.OrderBooks;

/// <summary>Rebuilds a book from what SQL has of it.</summary>
internal static class SavedBook
{
    public static RecordedBook Restore(BookSnapshot snapshot, BookLimits? limits = null)
    {
        var book = new RecordedBook(snapshot.Instrument, limits);
        book.Restore(snapshot.OpenOrders, snapshot.Sequence, snapshot.LastEventTime, snapshot.LastTradePrice, snapshot.FollowedPrices);
        book.Book.RestoreStanding(snapshot.Standing.State, snapshot.Standing.ReferencePrice);
        foreach (var (account, lots) in snapshot.Positions) book.Book.SetPosition(account, lots);
        return book;
    }
}
