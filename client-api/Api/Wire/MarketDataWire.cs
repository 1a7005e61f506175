using Rtx.Model;

namespace Rtx.ClientApi.Wire;

internal static class MarketDataWire
{
    public static Client.Depth ToWire(Instrument instrument, DepthSnapshot depth) => new()
    {
        Symbol = instrument.Symbol,
        Sequence = depth.Sequence,
        Bids = [.. depth.Bids.Select(level => ToWire(instrument, level))],
        Asks = [.. depth.Asks.Select(level => ToWire(instrument, level))],
    };

    public static Client.DepthLevel ToWire(Instrument instrument, DepthLevel level) =>
        new() { Price = instrument.ToDecimal(level.Price), Quantity = instrument.ToDecimal(level.Quantity), OrderCount = level.OrderCount };

    public static Client.TradePrint ToWire(Instrument instrument, TradePrint trade) => new()
    {
        TradeId = trade.TradeId.Value,
        Symbol = instrument.Symbol,
        LastPx = instrument.ToDecimal(trade.LastPx),
        LastQty = instrument.ToDecimal(trade.LastQty),
        AggressorSide = trade.AggressorSide is { } side ? EnumWire.ToWire(side) : null,
        Time = trade.Time.ToDateTimeOffset(),
    };

    public static Client.Candle ToWire(Instrument instrument, Candle candle, int minutes) => new()
    {
        Symbol = instrument.Symbol,
        PriceKind = EnumWire.ToWire(candle.PriceKind),
        Minutes = minutes,
        OpenTime = candle.OpenTime.ToDateTimeOffset(),
        Open = instrument.ToDecimal(candle.Open),
        High = instrument.ToDecimal(candle.High),
        Low = instrument.ToDecimal(candle.Low),
        Close = instrument.ToDecimal(candle.Close),
        Volume = instrument.ToDecimal(candle.Volume),
        TickCount = candle.TickCount,
    };

    public static Client.Quote ToQuote(Instrument instrument, Tick tick) => new()
    {
        Symbol = instrument.Symbol,
        Bid = PriceOf(instrument, tick.Bid, tick.BidQty),
        BidQty = QuantityOf(instrument, tick.BidQty),
        Ask = PriceOf(instrument, tick.Ask, tick.AskQty),
        AskQty = QuantityOf(instrument, tick.AskQty),
        ProviderId = tick.ProviderId,
        Time = tick.Time.ToDateTimeOffset(),
    };

    public static Client.Tick ToWire(Instrument instrument, Tick tick) => new()
    {
        Symbol = instrument.Symbol,
        ProviderId = tick.ProviderId,
        Sequence = tick.Sequence,
        Time = tick.Time.ToDateTimeOffset(),
        Kind = EnumWire.ToWire(tick.Kind),
        Bid = PriceOf(instrument, tick.Bid, tick.BidQty),
        BidQty = QuantityOf(instrument, tick.BidQty),
        Ask = PriceOf(instrument, tick.Ask, tick.AskQty),
        AskQty = QuantityOf(instrument, tick.AskQty),
        LastPx = PriceOf(instrument, tick.LastPx, tick.LastQty),
        LastQty = QuantityOf(instrument, tick.LastQty),
    };

    // A price without a quantity is meaningless: nobody is there.
    private static decimal? PriceOf(Instrument instrument, Price price, Quantity quantity) => quantity.Lots == 0 ? null : instrument.ToDecimal(price);

    private static decimal? QuantityOf(Instrument instrument, Quantity quantity) => quantity.Lots == 0 ? null : instrument.ToDecimal(quantity);
}
