using Rtx.Benchmarks.Matching.Streams;
using Rtx.Domain.Matching.Rules;
using Rtx.Model;

namespace Rtx.Benchmarks.Matching.Replays;

/// <summary>What a replay reads from the events of a book: its trades.</summary>
internal struct BookTape()
{
    private ChainedHash _hash = new();
    private long _trades;

    /// <summary>Reads every event of a command. A trade is two: the maker's, then the taker's, which names both.</summary>
    public void Read(ReadOnlySpan<BookEvent> events)
    {
        foreach (ref readonly var e in events)
        {
            if (e.Liquidity == Liquidity.Taker) Note(e.ContraOrderId.Value, e.OrderId.Value, e.LastPx, e.LastQty);
        }
    }

    /// <summary>Takes one trade; the orders are named by the stream's ids.</summary>
    public void Note(long maker, long taker, Price price, Quantity quantity)
    {
        _trades++;
        _hash.Add(maker);
        _hash.Add(taker);
        _hash.Add(price.Ticks);
        _hash.Add(quantity.Lots);
    }

    /// <summary>All trades, and what is in the book after them.</summary>
    /// <param name="book">The book.</param>
    /// <param name="idOf">The stream's id of an order.</param>
    public readonly StreamOutcome Close(OrderBook book, Func<OrderId, long> idOf)
    {
        var hash = new ChainedHash();
        foreach (var order in book.OpenOrders().Where(order => order.Place == OrderPlace.Book))
        {
            hash.Add(idOf(order.OrderId));
            hash.Add(order.Price.Ticks);
            hash.Add(order.LeavesQty.Lots);
        }

        return new StreamOutcome(_trades, _hash.Value, hash.Value);
    }
}
