using Rtx.Model;

namespace Rtx.Gateway.Wire;

public static class MarketDataWire
{
    public static Client.Depth ToWire(Instrument instrument, DepthSnapshot depth) => new()
    {
        Symbol = instrument.Symbol,
        Sequence = depth.Sequence,
        Bids = [.. depth.Bids.Select(level => ToWire(instrument, level))],
        Asks = [.. depth.Asks.Select(level => ToWire(instrument, level))],
        State = EnumWire.ToWire(depth.State),
        IndicativePx = PriceOf(instrument, depth.Indicative),
        IndicativeQty = QuantityOf(instrument, depth.Indicative),
    };

    public static Client.RecordedDepth ToWire(Instrument instrument, RecordedDepth depth) => new()
    {
        Symbol = instrument.Symbol,
        Time = depth.Time.ToDateTimeOffset(),
        TakenAt = depth.TakenAt.ToDateTimeOffset(),
        Sequence = depth.Sequence,
        Bids = [.. depth.Bids.Select(level => ToWire(instrument, level))],
        Asks = [.. depth.Asks.Select(level => ToWire(instrument, level))],
    };

    public static Client.DepthUpdate ToDepthUpdate(Instrument instrument, BookUpdate update) => new()
    {
        Symbol = instrument.Symbol,
        PreviousSequence = update.PreviousSequence,
        Sequence = update.Sequence,
        Bids = [.. update.Levels.Where(level => level.Side == Side.Buy).Select(level => ToWire(instrument, level))],
        Asks = [.. update.Levels.Where(level => level.Side == Side.Sell).Select(level => ToWire(instrument, level))],
        Checksum = update.Checksum,
        State = EnumWire.ToWire(update.State),
        IndicativePx = PriceOf(instrument, update.Indicative),
        IndicativeQty = QuantityOf(instrument, update.Indicative),
    };

    public static Client.OrderQueue ToWire(Instrument instrument, QueueSnapshot queue) =>
        new()
        {
            Symbol = instrument.Symbol, Sequence = queue.Sequence, Orders = [.. queue.Orders.Select(order => ToWire(instrument, order))]
        };

    public static Client.OrderQueueUpdate ToOrderQueueUpdate(Instrument instrument, BookUpdate update) => new()
    {
        Symbol = instrument.Symbol,
        PreviousSequence = update.PreviousSequence,
        Sequence = update.Sequence,
        Orders = [.. update.Orders.Select(order => ToWire(instrument, order))],
    };

    public static Client.QueuedOrder ToWire(Instrument instrument, QueuedOrder order) => new()
    {
        OrderId = order.OrderId.Value,
        Side = EnumWire.ToWire(order.Side),
        Price = instrument.ToDecimal(order.Price),
        Quantity = instrument.ToDecimal(order.Quantity),
        PrioritySequence = order.PrioritySequence,
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
        Open = PriceOf(instrument, candle, candle.Open),
        High = PriceOf(instrument, candle, candle.High),
        Low = PriceOf(instrument, candle, candle.Low),
        Close = PriceOf(instrument, candle, candle.Close),
        Volume = instrument.ToDecimal(candle.Volume),
        TickCount = candle.TickCount,
    };

    public static Client.MarketStatistics ToWire(Instrument instrument, MarketStatistics statistics) => new()
    {
        Symbol = instrument.Symbol,
        From = statistics.From.ToDateTimeOffset(),
        To = statistics.To.ToDateTimeOffset(),
        Open = PriceOf(instrument, statistics.Open),
        High = PriceOf(instrument, statistics.High),
        Low = PriceOf(instrument, statistics.Low),
        Last = PriceOf(instrument, statistics.Last),
        Volume = instrument.ToDecimal(statistics.Volume),
        TradeCount = statistics.TradeCount,
        Bid = PriceOf(instrument, statistics.Bid),
        Ask = PriceOf(instrument, statistics.Ask),
        AverageSpread = statistics.AverageSpread is { } ticks ? decimal.Round(ticks * instrument.PriceIncrement, 8) : null,
        QuoteCount = statistics.QuoteCount,
    };

    public static Client.Spread ToWire(Instrument instrument, Spread spread, int minutes) => new()
    {
        Symbol = instrument.Symbol,
        Minutes = minutes,
        OpenTime = spread.OpenTime.ToDateTimeOffset(),
        Average = decimal.Round(spread.SumTicks * instrument.PriceIncrement / spread.QuoteCount, 8),
        Min = spread.MinTicks * instrument.PriceIncrement,
        Max = spread.MaxTicks * instrument.PriceIncrement,
        QuoteCount = spread.QuoteCount,
    };

    public static Client.TickGap ToWire(TickGap gap) => new() { From = gap.From.ToDateTimeOffset(), To = gap.To.ToDateTimeOffset() };

    public static Client.Quote ToQuote(Instrument instrument, Tick tick) => new()
    {
        Symbol = instrument.Symbol,
        Bid = PriceOf(instrument, tick.Bid, tick.BidQty),
        BidQty = QuantityOf(instrument, tick.BidQty),
        Ask = PriceOf(instrument, tick.Ask, tick.AskQty),
        AskQty = QuantityOf(instrument, tick.AskQty),
        ProviderId = tick.ProviderId,
        Sequence = tick.Sequence,
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

    private static decimal? PriceOf(Instrument instrument, Price? price) => price is { } known ? instrument.ToDecimal(known) : null;

    private static decimal PriceOf(Instrument instrument, Candle candle, Price price) =>
        candle.PriceKind is CandlePrice.Mid ? instrument.ToDecimal(price) / 2 : instrument.ToDecimal(price);

    private static decimal? PriceOf(Instrument instrument, IndicativeAuction? auction) =>
        auction is { } found ? instrument.ToDecimal(found.Price) : null;

    private static decimal? QuantityOf(Instrument instrument, IndicativeAuction? auction) =>
        auction is { } found ? instrument.ToDecimal(found.Quantity) : null;

    // A price without a quantity is meaningless: the side is empty.
    private static decimal? PriceOf(Instrument instrument, Price price, Quantity quantity) =>
        quantity.Lots == 0 ? null : instrument.ToDecimal(price);

    private static decimal? QuantityOf(Instrument instrument, Quantity quantity) =>
        quantity.Lots == 0 ? null : instrument.ToDecimal(quantity);
}
