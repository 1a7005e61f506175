using Npgsql;
using Rtx.Model;

namespace Rtx.Storage.MarketData;

/// <summary>Merges what a batch adds into the stored minute candles.</summary>
internal static class CandleUpsert
{
    /// <summary>Rows are comparisons of (time, provider, sequence), so that a late tick takes its right place.</summary>
    private const string Statement = """
        insert into candles_m1 as c
          (instrument_id, price_kind, open_time, open_ticks, high_ticks, low_ticks, close_ticks, volume_lots, tick_count,
           open_ts, open_provider_id, open_sequence, close_ts, close_provider_id, close_sequence)
        select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        on conflict (instrument_id, price_kind, open_time) do update set
          open_ticks = case when (excluded.open_ts, excluded.open_provider_id, excluded.open_sequence) < (c.open_ts, c.open_provider_id, c.open_sequence)
            then excluded.open_ticks else c.open_ticks end,
          (open_ts, open_provider_id, open_sequence) = (
            select * from (values (excluded.open_ts, excluded.open_provider_id, excluded.open_sequence), (c.open_ts, c.open_provider_id, c.open_sequence))
              as positions (ts, provider_id, sequence) order by 1, 2, 3 limit 1),
          close_ticks = case when (excluded.close_ts, excluded.close_provider_id, excluded.close_sequence) > (c.close_ts, c.close_provider_id, c.close_sequence)
            then excluded.close_ticks else c.close_ticks end,
          (close_ts, close_provider_id, close_sequence) = (
            select * from (values (excluded.close_ts, excluded.close_provider_id, excluded.close_sequence), (c.close_ts, c.close_provider_id, c.close_sequence))
              as positions (ts, provider_id, sequence) order by 1 desc, 2 desc, 3 desc limit 1),
          high_ticks = greatest(c.high_ticks, excluded.high_ticks),
          low_ticks = least(c.low_ticks, excluded.low_ticks),
          volume_lots = c.volume_lots + excluded.volume_lots,
          tick_count = c.tick_count + excluded.tick_count
        returning instrument_id, price_kind, open_time, open_ticks, high_ticks, low_ticks, close_ticks, volume_lots, tick_count
        """;

    /// <summary>Writes them and returns their new state.</summary>
    public static async Task<IReadOnlyList<Candle>> WriteAsync(NpgsqlConnection connection, IReadOnlyDictionary<MinuteCandleKey, MinuteCandle> candles, CancellationToken cancellationToken)
    {
        var (keys, values) = (candles.Keys.ToArray(), candles.Values.ToArray());
        return await connection.Query(Statement)
            .With(Array.ConvertAll(keys, key => key.InstrumentId.Value))
            .With(Array.ConvertAll(keys, key => (short)key.PriceKind))
            .With(Array.ConvertAll(keys, key => key.OpenTime.ToDateTime()))
            .With(Array.ConvertAll(values, candle => candle.Open.Ticks))
            .With(Array.ConvertAll(values, candle => candle.High.Ticks))
            .With(Array.ConvertAll(values, candle => candle.Low.Ticks))
            .With(Array.ConvertAll(values, candle => candle.Close.Ticks))
            .With(Array.ConvertAll(values, candle => candle.Volume.Lots))
            .With(Array.ConvertAll(values, candle => candle.TickCount))
            .With(Array.ConvertAll(values, candle => candle.OpenPosition.Time.ToDateTime()))
            .With(Array.ConvertAll(values, candle => candle.OpenPosition.ProviderId))
            .With(Array.ConvertAll(values, candle => candle.OpenPosition.Sequence))
            .With(Array.ConvertAll(values, candle => candle.ClosePosition.Time.ToDateTime()))
            .With(Array.ConvertAll(values, candle => candle.ClosePosition.ProviderId))
            .With(Array.ConvertAll(values, candle => candle.ClosePosition.Sequence))
            .ReadAllAsync(Read, cancellationToken);
    }

    private static Candle Read(NpgsqlDataReader row) => new(
        new InstrumentId(row.GetInt32(0)), (CandlePrice)row.GetInt16(1), Timestamp.From(row.GetDateTime(2)),
        new Price(row.GetInt64(3)), new Price(row.GetInt64(4)), new Price(row.GetInt64(5)), new Price(row.GetInt64(6)), new Quantity(row.GetInt64(7)), row.GetInt64(8));
}
