using Rtx.Model;

namespace Rtx.Domain.Marks;

/// <summary>The price at which an order book values what is traded in it.</summary>
public static class BookMark
{
    /// <summary>
    /// The last trade, moved to the bid or the offer when it is outside of them: an old trade, or a single one far away, does not outweigh what people would trade at
    /// now. Without a trade the middle. Quotes count where both sides are there and can be traded with: one side alone may be anywhere, and orders of an auction, crossed or
    /// not, can be taken back before it. Null when nothing is known. How far it may move the mark is for <see cref="MarkPriceTracker"/> to say.
    /// </summary>
    /// <param name="lastTrade">Price of the last trade; null before the first.</param>
    /// <param name="bid">Best bid; null when there is none.</param>
    /// <param name="ask">Best offer; null when there is none.</param>
    /// <param name="state">What the book does.</param>
    public static Price? Of(Price? lastTrade, Price? bid, Price? ask, TradingState state)
    {
        if (state != TradingState.Continuous || bid is not { } best || ask is not { } offer || best >= offer) return lastTrade;
        if (lastTrade is not { } trade) return Middle(best, offer);
        if (trade < best) return best;
        return trade > offer ? offer : trade;
    }

    /// <summary>Between the two, rounded towards zero.</summary>
    public static Price Middle(Price bid, Price ask) => new((long)(((Int128)bid.Ticks + ask.Ticks) / 2));
}
