using Rtx.Model;

namespace Rtx.Domain.Margin;

/// <summary>The price at which an order book values what is traded in it.</summary>
public static class BookMark
{
    /// <summary>
    /// The last trade, moved to the bid or the offer when it is outside of them: an old trade, or a single one far away, does not outweigh what people would trade at
    /// now. Without a trade the middle. While the book is crossed, in an auction, its prices say nothing. Null when nothing is known.
    /// </summary>
    public static Price? Of(Price? lastTrade, Price? bid, Price? ask)
    {
        if (bid >= ask) return lastTrade;
        if (lastTrade is not { } trade) return bid is { } b && ask is { } a ? Middle(b, a) : null;
        if (trade < bid) return bid;
        return trade > ask ? ask : trade;
    }

    /// <summary>Between the two, rounded towards zero.</summary>
    public static Price Middle(Price bid, Price ask) => new((long)(((Int128)bid.Ticks + ask.Ticks) / 2));
}
