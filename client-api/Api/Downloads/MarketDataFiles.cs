using Rtx.Model;

namespace Rtx.ClientApi.Downloads;

/// <summary>What files of market data have for columns.</summary>
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
        // One place more for the middle between two prices.
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
}
