using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Rtx.Domain.Matching.Rules;

namespace Rtx.Actors.OrderBooks;

/// <summary>The best level of each side; null where the side is empty.</summary>
internal readonly record struct BestPrices(DepthLevel? Bid, DepthLevel? Ask);

/// <summary>The levels that the checksum of a book covers.</summary>
/// <param name="Bids">Best first.</param>
/// <param name="Asks">Best first.</param>
internal sealed record TopOfBook(IReadOnlyList<DepthLevel> Bids, IReadOnlyList<DepthLevel> Asks)
{
    private const int Levels = 10;

    public BestPrices Best => new(Bids.Count > 0 ? Bids[0] : null, Asks.Count > 0 ? Asks[0] : null);

    public static TopOfBook Of(OrderBook book)
    {
        List<DepthLevel> bids = new(Levels), asks = new(Levels);
        book.CopyDepth(Levels, bids, asks);
        return new TopOfBook(bids, asks);
    }

    /// <summary>As <see cref="BookUpdate.Checksum"/> defines it.</summary>
    public uint Checksum()
    {
        var text = new StringBuilder();
        foreach (var level in Bids.Concat(Asks))
        {
            if (text.Length > 0) text.Append(':');
            text.Append(CultureInfo.InvariantCulture, $"{level.Price.Ticks}:{level.Quantity.Lots}");
        }

        return Crc32.HashToUInt32(Encoding.ASCII.GetBytes(text.ToString()));
    }
}
