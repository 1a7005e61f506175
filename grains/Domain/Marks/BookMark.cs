using Rtx.Model;

namespace Rtx.Domain.Marks;

/// <summary>The mark price that an order book derives from its own trades and quotes.</summary>
public static class BookMark
{
    /// <summary>
    /// The last trade, clamped to the bid and the offer: an old trade, or a single distant one, does not outweigh current quotes. Without a
    /// trade, the mid price. Quotes count only when both sides are present and can be traded with: a single side may be anywhere, and
    /// auction orders can be cancelled before the auction. Null when nothing is known. <see cref="MarkPriceTracker"/> limits how far it may
    /// move the mark.
    /// </summary>
    /// <param name="lastTrade">Price of the last trade; null before the first.</param>
    /// <param name="bid">Best bid; null when there is none.</param>
    /// <param name="ask">Best offer; null when there is none.</param>
    /// <param name="state">The book's trading state.</param>
    public static Price? Of(Price? lastTrade, Price? bid, Price? ask, TradingState state)
    {
        if (state != TradingState.Continuous || bid is not { } best || ask is not { } offer || best >= offer) return lastTrade;
        if (lastTrade is not { } trade) return Middle(best, offer);
        if (trade < best) return best;
        return trade > offer ? offer : trade;
    }

    /// <summary>The mid price, rounded towards zero.</summary>
    public static Price Middle(Price bid, Price ask) => new((long)(((Int128)bid.Ticks + ask.Ticks) / 2));
}
