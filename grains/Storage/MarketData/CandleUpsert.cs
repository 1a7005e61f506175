using Npgsql;
using Rtx.Model;
using Rtx.Storage.Database;

namespace Rtx.Storage.MarketData;

/// <summary>Merges a batch's candles into the stored minute candles.</summary>
internal static class CandleUpsert
{
    private const string Statement =
        "select * from keep_candles($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)";

    /// <summary>Writes them and returns their new state.</summary>
    public static async Task<IReadOnlyList<Candle>> WriteAsync(
        NpgsqlConnection connection, IReadOnlyDictionary<MinuteCandleKey, MinuteCandle> candles, CancellationToken cancellationToken)
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
            .With(Array.ConvertAll(values, candle => candle.SpreadSum))
            .With(Array.ConvertAll(values, candle => candle.SpreadMin))
            .With(Array.ConvertAll(values, candle => candle.SpreadMax))
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
        new Price(row.GetInt64(3)), new Price(row.GetInt64(4)), new Price(row.GetInt64(5)), new Price(row.GetInt64(6)),
        new Quantity(row.GetInt64(7)), row.GetInt64(8));
}
