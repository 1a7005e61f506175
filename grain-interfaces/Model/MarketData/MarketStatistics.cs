namespace Rtx.Model;

/// <summary>What happened to an instrument in a span of time, from minute candles.</summary>
/// <param name="From">Start, included; a whole minute.</param>
/// <param name="To">End, not included.</param>
/// <param name="Open">First trade; null without one, as the next three.</param>
/// <param name="High">Highest trade.</param>
/// <param name="Low">Lowest trade.</param>
/// <param name="Last">Last trade.</param>
/// <param name="Volume">Traded lots.</param>
/// <param name="TradeCount">Trades.</param>
/// <param name="Bid">Newest best bid, however old; null when there was none.</param>
/// <param name="Ask">Newest best offer, however old; null when there was none.</param>
/// <param name="AverageSpread">Mean of the quotes' spreads in ticks; null without quotes of two sides.</param>
/// <param name="QuoteCount">Quotes of two sides.</param>
[GenerateSerializer, Immutable, Alias("rtx.MarketStatistics")]
public sealed record MarketStatistics(
    Timestamp From, Timestamp To, Price? Open, Price? High, Price? Low, Price? Last, Quantity Volume, long TradeCount, Price? Bid, Price? Ask, decimal? AverageSpread, long QuoteCount);
