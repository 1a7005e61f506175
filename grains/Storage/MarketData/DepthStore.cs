using Npgsql;
using Rtx.Model;
using Rtx.Storage.Database;

namespace Rtx.Storage.MarketData;

/// <summary>Stores depth snapshots of books in SQL.</summary>
public sealed class DepthStore(MarketDataDatabase database)
{
    private readonly HashSet<DateOnly> _preparedDays = [];

    /// <summary>
    /// Stores snapshots, all or none. The first snapshot of an instrument and an interval stays, so writing again, or from two silos,
    /// changes nothing. One call at a time.
    /// </summary>
    public async Task WriteAsync(IReadOnlyList<RecordedDepth> snapshots, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var days = snapshots.Select(snapshot => DateOnly.FromDateTime(snapshot.Time.ToDateTime())).Distinct();
        foreach (var day in days.Where(day => !_preparedDays.Contains(day)).ToList())
        {
            await using var prepare = connection.Query("select prepare_depth_days($1, $1)").With(day);
            await prepare.ExecuteNonQueryAsync(cancellationToken);
            _preparedDays.Add(day);
        }

        var levels = snapshots
            .SelectMany((snapshot, index) => snapshot.Bids.Concat(snapshot.Asks).Select(level => (Number: (long)index + 1, Level: level)))
            .ToList();
        await using var command = connection.Query("""
            insert into depth_snapshots (
              instrument_id, ts, taken_at, book_sequence, bid_ticks, bid_lots, bid_orders, ask_ticks, ask_lots, ask_orders)
            select
              s.instrument_id, s.ts, s.taken_at, s.book_sequence,
              coalesce(array_agg(l.price_ticks order by l.place) filter (where l.side = $10), '{}'),
              coalesce(array_agg(l.lots order by l.place) filter (where l.side = $10), '{}'),
              coalesce(array_agg(l.orders order by l.place) filter (where l.side = $10), '{}'),
              coalesce(array_agg(l.price_ticks order by l.place) filter (where l.side <> $10), '{}'),
              coalesce(array_agg(l.lots order by l.place) filter (where l.side <> $10), '{}'),
              coalesce(array_agg(l.orders order by l.place) filter (where l.side <> $10), '{}')
            from unnest($1, $2, $3, $4) with ordinality as s (instrument_id, ts, taken_at, book_sequence, number)
            left join unnest($5, $6, $7, $8, $9) with ordinality as l (number, side, price_ticks, lots, orders, place) using (number)
            group by s.instrument_id, s.ts, s.taken_at, s.book_sequence, number
            on conflict do nothing
            """)
            .With(snapshots.Select(snapshot => snapshot.InstrumentId.Value).ToArray())
            .With(snapshots.Select(snapshot => snapshot.Time.ToDateTime()).ToArray())
            .With(snapshots.Select(snapshot => snapshot.TakenAt.ToDateTime()).ToArray())
            .With(snapshots.Select(snapshot => snapshot.Sequence).ToArray())
            .With(levels.Select(each => each.Number).ToArray())
            .With(levels.Select(each => (short)each.Level.Side).ToArray())
            .With(levels.Select(each => each.Level.Price.Ticks).ToArray())
            .With(levels.Select(each => each.Level.Quantity.Lots).ToArray())
            .With(levels.Select(each => each.Level.OrderCount).ToArray())
            .With((short)Side.Buy);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Snapshots of intervals that start in [from, to), oldest first, at most <paramref name="limit"/>. Without <paramref name="from"/> the
    /// newest ones before <paramref name="to"/>; null is open-ended.
    /// </summary>
    public async Task<IReadOnlyList<RecordedDepth>> GetAsync(
        InstrumentId instrument, Timestamp? from, Timestamp? to, int limit, CancellationToken cancellationToken)
    {
        var snapshots = await database.CreateCommand($"""
            select ts, taken_at, book_sequence, bid_ticks, bid_lots, bid_orders, ask_ticks, ask_lots, ask_orders from depth_snapshots
            where instrument_id = $1 and ts >= coalesce($2, '-infinity') and ts < coalesce($3, 'infinity')
            order by ts {(from is null ? "desc" : "asc")}
            limit $4
            """)
            .With(instrument.Value).With(from?.ToDateTime()).With(to?.ToDateTime()).With(limit)
            .ReadAllAsync(
                row => new RecordedDepth(
                    instrument, Timestamp.From(row.GetDateTime(0)), Timestamp.From(row.GetDateTime(1)), row.GetInt64(2),
                    ReadLevels(row, 3, Side.Buy), ReadLevels(row, 6, Side.Sell)),
                cancellationToken);
        return from is null ? [.. snapshots.Reverse()] : snapshots;
    }

    private static List<DepthLevel> ReadLevels(NpgsqlDataReader row, int column, Side side)
    {
        var (prices, quantities, orders) = (
            row.GetFieldValue<long[]>(column), row.GetFieldValue<long[]>(column + 1), row.GetFieldValue<int[]>(column + 2));
        return [.. prices.Select((price, index) => new DepthLevel(side, new Price(price), new Quantity(quantities[index]), orders[index]))];
    }
}
