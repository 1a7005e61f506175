using Rtx.Benchmarks.Matching.Streams;
using Rtx.Domain.Matching;
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
            if (e.Liquidity != Liquidity.Taker) continue;
            _trades++;
            _hash.Add(e.ContraOrderId.Value);
            _hash.Add(e.OrderId.Value);
            _hash.Add(e.LastPx.Ticks);
            _hash.Add(e.LastQty.Lots);
        }
    }

    /// <summary>All trades, and what is in the book after them.</summary>
    public readonly StreamOutcome Close(OrderBook book)
    {
        var hash = new ChainedHash();
        foreach (var order in book.OpenOrders().Where(order => order.Place == OrderPlace.Book))
        {
            hash.Add(order.OrderId.Value);
            hash.Add(order.Price.Ticks);
            hash.Add(order.LeavesQty.Lots);
        }

        return new StreamOutcome(_trades, _hash.Value, hash.Value);
    }
}
