using Rtx.Model;

namespace Rtx.ClientApi.Downloads;

/// <summary>Columns of market data files.</summary>
internal static class MarketDataFiles
{
    public static IReadOnlyList<FileColumn<Client.Tick>> Ticks(Instrument instrument)
    {
        var (price, quantity) = (instrument.PriceIncrement.Scale, instrument.QuantityIncrement.Scale);
        return
        [
            FileColumn.Text<Client.Tick>("symbol", tick => tick.Symbol),
            FileColumn.Number<Client.Tick>("provider_id", tick => tick.ProviderId),
            FileColumn.Number<Client.Tick>("sequence", tick => tick.Sequence),
            FileColumn.Time<Client.Tick>("time", tick => tick.Time),
            FileColumn.Text<Client.Tick>("kind", tick => tick.Kind == Client.TickKind.Quote ? "quote" : "trade"),
            FileColumn.OptionalDecimal<Client.Tick>("bid", price, tick => tick.Bid),
            FileColumn.OptionalDecimal<Client.Tick>("bid_qty", quantity, tick => tick.BidQty),
            FileColumn.OptionalDecimal<Client.Tick>("ask", price, tick => tick.Ask),
            FileColumn.OptionalDecimal<Client.Tick>("ask_qty", quantity, tick => tick.AskQty),
            FileColumn.OptionalDecimal<Client.Tick>("last_px", price, tick => tick.LastPx),
            FileColumn.OptionalDecimal<Client.Tick>("last_qty", quantity, tick => tick.LastQty),
        ];
    }

    public static IReadOnlyList<FileColumn<Client.Candle>> Candles(Instrument instrument)
    {
        // One more decimal place for the mid price.
        var price = instrument.PriceIncrement.Scale + 1;
        return
        [
            FileColumn.Time<Client.Candle>("open_time", candle => candle.OpenTime),
            FileColumn.Decimal<Client.Candle>("open", price, candle => candle.Open),
            FileColumn.Decimal<Client.Candle>("high", price, candle => candle.High),
            FileColumn.Decimal<Client.Candle>("low", price, candle => candle.Low),
            FileColumn.Decimal<Client.Candle>("close", price, candle => candle.Close),
            FileColumn.Decimal<Client.Candle>("volume", instrument.QuantityIncrement.Scale, candle => candle.Volume),
            FileColumn.Number<Client.Candle>("tick_count", candle => candle.TickCount),
        ];
    }

    public static IReadOnlyList<FileColumn<DepthLine>> Depth(Instrument instrument)
    {
        var (price, quantity) = (instrument.PriceIncrement.Scale, instrument.QuantityIncrement.Scale);
        return
        [
            FileColumn.Time<DepthLine>("time", line => line.Depth.Time),
            FileColumn.Time<DepthLine>("taken_at", line => line.Depth.TakenAt),
            FileColumn.Number<DepthLine>("sequence", line => line.Depth.Sequence),
            FileColumn.Number<DepthLine>("level", line => line.Level),
            FileColumn.OptionalDecimal<DepthLine>("bid", price, line => line.Bid?.Price),
            FileColumn.OptionalDecimal<DepthLine>("bid_qty", quantity, line => line.Bid?.Quantity),
            FileColumn.OptionalDecimal<DepthLine>("bid_orders", scale: 0, line => line.Bid?.OrderCount),
            FileColumn.OptionalDecimal<DepthLine>("ask", price, line => line.Ask?.Price),
            FileColumn.OptionalDecimal<DepthLine>("ask_qty", quantity, line => line.Ask?.Quantity),
            FileColumn.OptionalDecimal<DepthLine>("ask_orders", scale: 0, line => line.Ask?.OrderCount),
        ];
    }
}

/// <summary>A level of both sides of a recorded book.</summary>
/// <param name="Depth">The recorded book.</param>
/// <param name="Level">Level number, 1 is the best.</param>
internal sealed record DepthLine(Client.RecordedDepth Depth, int Level)
{
    public Client.DepthLevel? Bid => Depth.Bids.ElementAtOrDefault(Level - 1);

    public Client.DepthLevel? Ask => Depth.Asks.ElementAtOrDefault(Level - 1);

    /// <summary>The levels of a recorded book; empty for an empty book.</summary>
    public static IEnumerable<DepthLine> Of(Client.RecordedDepth depth) =>
        Enumerable.Range(1, Math.Max(depth.Bids.Count, depth.Asks.Count)).Select(level => new DepthLine(depth, level));
}
