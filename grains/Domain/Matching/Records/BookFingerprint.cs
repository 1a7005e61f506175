using System.Globalization;
using Rtx.Domain.Matching.Rules;
using Rtx.Model;

namespace Rtx.Domain.Matching.Records;

/// <summary>The state of a book for comparison: what its records and its queues are, and the few numbers that tell people where to look.</summary>
public static class BookFingerprint
{
    /// <summary>The fingerprint of a book. Walks all open orders.</summary>
    public static StateFingerprint Of(RecordedBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        return new StateFingerprint(
        [
            new("sequence", Text(book.Book.Sequence)),
            new("open orders", Text(book.Book.OpenOrderCount)),
            new("best bid in ticks", Text(book.Book.BestBid?.Ticks)),
            new("best ask in ticks", Text(book.Book.BestAsk?.Ticks)),
            new("last trade in ticks", Text(book.Book.LastTradePrice?.Ticks)),
            new("positions", Positions(book.Book)),
            new("state hash", book.StateHash().ToString("x16", CultureInfo.InvariantCulture)),
        ]);
    }

    /// <summary>The fingerprint of what no event of a book tells.</summary>
    public static StateFingerprint Of(TradingState state, Price? reference) => new([new("trading state", state.ToString()), new("reference price in ticks", Text(reference?.Ticks))]);

    private static string Positions(OrderBook book)
    {
        var (count, hash) = (0, new StateHash());
        foreach (var (account, lots) in book.Positions())
        {
            count++;
            hash.Add(account.Value).Add(lots);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{count}, hash {hash.Value:x16}");
    }

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "none";
}
