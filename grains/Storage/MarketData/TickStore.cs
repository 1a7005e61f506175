using Npgsql;
using Rtx.Model;
using Rtx.Storage.Database;
using Rtx.Storage.Trading;

namespace Rtx.Storage.MarketData;

/// <summary>Ticks and candles in SQL: opens the writers of shards and reads for clients.</summary>
public sealed class TickStore(MarketDataDatabase database)
{
    private const string TickColumns =
        "instrument_id, ts, provider_id, kind, sequence, bid_ticks, bid_lots, ask_ticks, ask_lots, last_ticks, last_lots";
    private const int RefreshAttempts = 60;
    private const int CheckAttempts = 3;
    private const int LongestWaitSeconds = 240;
    private const long FirstStretchMicroseconds = 60_000_000;
    private const long FirstPageMicroseconds = 5_000_000;
    private const long LongestStretchMicroseconds = 10_000 * 86_400_000_000;

    private static readonly TimeSpan RefreshPause = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Takes over a shard: waits for a running commit of the previous writer, fences off its later ones, and reads the stored watermarks.
    /// </summary>
    /// <param name="shard">The shard.</param>
    /// <param name="shardCount">Number of shards; an instrument belongs to the shard of its id modulo this.</param>
    /// <param name="compress">Compresses ticks on their way into the table, if the database can:
    /// <see cref="TickWriter.Compresses"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<TickWriter> OpenWriterAsync(long shard, int shardCount, bool compress, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var epoch = await connection.Query("""
            insert into tick_checkpoints as c (shard, epoch) values ($1, 1)
            on conflict (shard) do update set epoch = c.epoch + 1
            returning epoch
            """).With(shard).ReadFirstAsync(row => row.GetInt64(0), cancellationToken);
        // Read after taking the epoch, so that the previous writer can't store anything in between.
        var watermarks = await connection.Query(
            "select instrument_id, provider_id, kind, sequence from tick_watermarks where instrument_id % $2 = $1")
            .With(shard).With(shardCount)
            .ReadAllAsync(
                row => KeyValuePair.Create(
                    new TickKey(new InstrumentId(row.GetInt32(0)), row.GetInt16(1), (TickKind)row.GetInt16(2)), row.GetInt64(3)),
                cancellationToken);
        var compresses = compress
            && await connection.Query("select current_setting('timescaledb.enable_direct_compress_copy', true) is not null")
            .ReadFirstAsync(row => row.GetBoolean(0), cancellationToken);
        return new TickWriter(database, shard, epoch, new Dictionary<TickKey, long>(watermarks), compresses);
    }

    /// <summary>
    /// Ticks in [from, to), oldest first, at most <paramref name="limit"/>. Without <paramref name="from"/> the newest ones before
    /// <paramref name="to"/>; null is open-ended.
    /// </summary>
    public async Task<IReadOnlyList<Tick>> GetTicksAsync(
        InstrumentId instrument, short? provider, Timestamp? from, Timestamp? to, int limit, CancellationToken cancellationToken)
    {
        if (from is not null) return await ReadTicksAsync(instrument, provider, from, to, after: null, limit, cancellationToken);
        var ticks = await SelectNewestTicksAsync(instrument, provider, kind: null, to, limit, cancellationToken);
        return [.. ticks.Reverse()];
    }

    /// <summary>
    /// Newest first. Without a lower bound every day would be opened, and the compressed ones unpacked, so the search goes back in ever
    /// longer stretches.
    /// </summary>
    private async Task<IReadOnlyList<Tick>> SelectNewestTicksAsync(
        InstrumentId instrument, short? provider, TickKind? kind, Timestamp? to, int limit, CancellationToken cancellationToken)
    {
        var end = Math.Min(to?.UnixMicroseconds ?? long.MaxValue, Timestamp.From(TimeProvider.System.GetUtcNow()).UnixMicroseconds);
        for (var stretch = FirstStretchMicroseconds; ; stretch *= 8)
        {
            var start = stretch < LongestStretchMicroseconds ? new Timestamp(end - stretch) : (Timestamp?)null;
            var ticks = await SelectNewestTicksAsync(instrument, provider, kind, start, to, limit, cancellationToken);
            if (ticks.Count == limit || start is null) return ticks;
        }
    }

    private Task<IReadOnlyList<Tick>> SelectNewestTicksAsync(
        InstrumentId instrument, short? provider, TickKind? kind, Timestamp? from, Timestamp? to, int limit,
        CancellationToken cancellationToken) =>
        database.CreateCommand($"""
            select {TickColumns} from ticks
            where instrument_id = $1 and ($2 is null or provider_id = $2) and ($6 is null or kind = $6)
              and ts >= coalesce($3, '-infinity') and ts < coalesce($4, 'infinity')
            order by ts desc, provider_id desc, sequence desc, kind desc
            limit $5
            """)
            .With(instrument.Value).With(provider).With(from?.ToDateTime()).With(to?.ToDateTime()).With(limit).With((short?)kind)
            .ReadAllAsync(ReadTick, cancellationToken);

    /// <summary>The newest quote of any provider; null when there is none.</summary>
    public async Task<Tick?> GetLatestQuoteAsync(InstrumentId instrument, CancellationToken cancellationToken)
    {
        var newest = await SelectNewestTicksAsync(instrument, provider: null, TickKind.Quote, to: null, limit: 1, cancellationToken);
        return newest is [var quote] ? quote : null;
    }

    /// <summary>
    /// Ticks in [from, to) after another one in the order of time, provider, sequence and kind; at most <paramref name="limit"/>, null is
    /// open-ended.
    /// </summary>
    public async Task<IReadOnlyList<Tick>> ReadTicksAsync(
        InstrumentId instrument, short? provider, Timestamp? from, Timestamp? to, Tick? after, int limit,
        CancellationToken cancellationToken)
    {
        if ((after?.Time ?? from) is not { } start)
            return await SelectTicksAfterAsync(instrument, provider, from, to, after, limit, cancellationToken);
        // Directly compressed days are unpacked and sorted over the whole queried range, so the query starts with a short stretch and
        // extends it.
        for (var stretch = FirstPageMicroseconds; ; stretch *= 8)
        {
            var isLast = stretch >= LongestStretchMicroseconds
                || (to is { } end && end.UnixMicroseconds - start.UnixMicroseconds <= stretch);
            var ticks = await SelectTicksAfterAsync(
                instrument, provider, from, isLast ? to : new Timestamp(start.UnixMicroseconds + stretch), after, limit, cancellationToken);
            if (isLast || ticks.Count == limit) return ticks;
        }
    }

    private Task<IReadOnlyList<Tick>> SelectTicksAfterAsync(
        InstrumentId instrument, short? provider, Timestamp? from, Timestamp? to, Tick? after, int limit,
        CancellationToken cancellationToken) =>
        // The first condition finds the position by the index, the second one continues within the same time.
        database.CreateCommand($"""
            select {TickColumns} from ticks
            where instrument_id = $1 and ($2 is null or provider_id = $2)
              and ts >= greatest($3, $6, '-infinity') and ts < coalesce($4, 'infinity')
              and ($6 is null or (ts, provider_id, sequence, kind) > ($6, $7, $8, $9))
            order by ts, provider_id, sequence, kind
            limit $5
            """)
            .With(instrument.Value).With(provider).With(from?.ToDateTime()).With(to?.ToDateTime()).With(limit)
            .With(after?.Time.ToDateTime()).With(after?.ProviderId).With(after?.Sequence).With((short?)after?.Kind)
            .ReadAllAsync(ReadTick, cancellationToken);

    /// <summary>
    /// Candles that open in [from, to), oldest first, at most <paramref name="limit"/>. Without <paramref name="from"/> the newest ones
    /// before <paramref name="to"/>; null is open-ended.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no candles of this length.</exception>
    public Task<IReadOnlyList<Candle>> GetCandlesAsync(
        InstrumentId instrument, CandlePrice priceKind, int minutes, Timestamp? from, Timestamp? to, int limit,
        CancellationToken cancellationToken)
    {
        if (minutes is not (1 or 5 or 15 or 30 or 60 or 240 or 1_440 or 10_080 or 43_200))
            throw new ArgumentOutOfRangeException(nameof(minutes), minutes, "There are no candles of this length.");
        return database.CreateCommand("select * from candles($1, $2, $3, $4, $5, $6, $7)")
            .With(instrument.Value).With((short)priceKind).With(minutes).With(from?.ToDateTime()).With(to?.ToDateTime()).With(limit)
            .With(from is null)
            .ReadAllAsync(
                row => new Candle(
                    instrument, priceKind, Timestamp.From(row.GetDateTime(0)), new Price(row.GetInt64(1)), new Price(row.GetInt64(2)),
                    new Price(row.GetInt64(3)),
                    new Price(row.GetInt64(4)), new Quantity(row.GetInt64(5)), row.GetInt64(6)),
                cancellationToken);
    }

    /// <summary>Statistics of an instrument in [from, to), both whole minutes.</summary>
    public async Task<MarketStatistics> GetStatisticsAsync(
        InstrumentId instrument, Timestamp from, Timestamp to, CancellationToken cancellationToken) =>
        // Sums return a row even when there is nothing to add up.
        (await database.CreateCommand("""
            select t.*, b.price_ticks, a.price_ticks, s.average_spread, s.quote_count
            from (
              select (array_agg(open_ticks order by open_time))[1], max(high_ticks), min(low_ticks),
                (array_agg(close_ticks order by open_time desc))[1],
                coalesce(sum(volume_lots), 0)::bigint, coalesce(sum(tick_count), 0)::bigint
              from candles($1, 3::smallint, 1, $2, $3)) t
            cross join (
              select sum(spread_sum_ticks)::numeric / sum(quote_count) as average_spread,
                coalesce(sum(quote_count), 0)::bigint as quote_count
              from spreads_m1 where instrument_id = $1 and open_time >= $2 and open_time < $3) s
            left join latest_prices($1) b on b.price_kind = 1
            left join latest_prices($1) a on a.price_kind = 2
            """)
            .With(instrument.Value).With(from.ToDateTime()).With(to.ToDateTime())
            .ReadFirstAsync(
                row => new MarketStatistics(
                    from, to, PriceAt(row, 0), PriceAt(row, 1), PriceAt(row, 2), PriceAt(row, 3), new Quantity(row.GetInt64(4)),
                    row.GetInt64(5), PriceAt(row, 6), PriceAt(row, 7),
                    row.IsDBNull(8) ? null : row.GetDecimal(8), row.GetInt64(9)),
                cancellationToken))!;

    /// <summary>
    /// Spreads of spans of 1 or 60 minutes that open in [from, to), oldest first, at most <paramref name="limit"/>. Without
    /// <paramref name="from"/> the newest ones before <paramref name="to"/>; null is open-ended.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no spans of this length.</exception>
    public Task<IReadOnlyList<Spread>> GetSpreadsAsync(
        InstrumentId instrument, int minutes, Timestamp? from, Timestamp? to, int limit, CancellationToken cancellationToken)
    {
        if (minutes is not (1 or 60))
            throw new ArgumentOutOfRangeException(nameof(minutes), minutes, "There are no spreads of this length.");
        return database.CreateCommand("select * from spreads($1, $2, $3, $4, $5, $6)")
            .With(instrument.Value).With(minutes).With(from?.ToDateTime()).With(to?.ToDateTime()).With(limit).With(from is null)
            .ReadAllAsync(
                row => new Spread(Timestamp.From(row.GetDateTime(0)), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4)),
                cancellationToken);
    }

    /// <summary>
    /// Times in [from, to) in which the instrument was open for trading but had no tick, of one provider or of any, for longer than a
    /// duration; oldest first, at most <paramref name="limit"/>.
    /// </summary>
    public Task<IReadOnlyList<TickGap>> GetGapsAsync(
        InstrumentId instrument, short? provider, TimeSpan longerThan, Timestamp from, Timestamp to, int limit,
        CancellationToken cancellationToken) =>
        database.CreateCommand("select * from tick_gaps($1, $2, $3, $4, $5, $6)")
            .With(instrument.Value).With(provider).With(longerThan).With(from.ToDateTime()).With(to.ToDateTime()).With(limit)
            .ReadAllAsync(row => new TickGap(Timestamp.From(row.GetDateTime(0)), Timestamp.From(row.GetDateTime(1))), cancellationToken);

    /// <summary>Number of ticks stored for an instrument and provider.</summary>
    public Task<long> CountTicksAsync(InstrumentId instrument, short provider, CancellationToken cancellationToken) =>
        database.CreateCommand("select count(*) from ticks where instrument_id = $1 and provider_id = $2")
            .With(instrument.Value).With(provider)
            .ReadFirstAsync(row => row.GetInt64(0), cancellationToken);

    /// <summary>
    /// Number of rows of each invariant view, by name, up to 10,000 per view. The views recompute candles from all ticks, so this takes
    /// long. Late ticks since the last refresh are not violations: only rows that remain after repeated refreshes are counted.
    /// </summary>
    public async Task<IReadOnlyList<(string Name, long Violations)>> CountViolationsAsync(CancellationToken cancellationToken)
    {
        await RefreshCandlesAsync(cancellationToken);
        var views = await database.CreateCommand("""
            select viewname::text from pg_views where schemaname = current_schema() and viewname like 'invariant\_%' order by viewname
            """).ReadAllAsync(row => row.GetString(0), cancellationToken);
        if (views.Count == 0) return [(InvariantChecks.NoViews, 1)];
        List<(string, long)> results = [];
        foreach (var view in views)
        {
            var broken = await ReadViolationsAsync(view, cancellationToken);
            for (var attempt = 1; broken.Count > 0 && attempt < CheckAttempts; attempt++)
            {
                await RefreshCandlesAsync(cancellationToken);
                broken.IntersectWith(await ReadViolationsAsync(view, cancellationToken));
            }

            results.Add((view, broken.Count));
        }

        return results;
    }

    /// <summary>Refreshes all candles with late ticks; where the writer maintains the candles there is nothing to do.</summary>
    public async Task RefreshCandlesAsync(CancellationToken cancellationToken)
    {
        // TimescaleDB refuses a refresh while another one of the same aggregate is running. The lock makes ours wait for each other; only
        // TimescaleDB's own jobs can still conflict.
        await using var connection = await database.OpenAsync(cancellationToken);
        await ExecuteAsync(connection, "select pg_advisory_lock(hashtext('refresh_candles'))", cancellationToken);
        try
        {
            for (var attempt = 1; !await TryRefreshAsync(connection, attempt, cancellationToken); attempt++)
                await Task.Delay(RefreshPause, cancellationToken);
        }
        finally
        {
            // A lost connection has lost the lock too; one that returns to the pool would keep it.
            if (connection.FullState == System.Data.ConnectionState.Open)
                await ExecuteAsync(connection, "select pg_advisory_unlock_all()", CancellationToken.None);
        }
    }

    private static async Task<bool> TryRefreshAsync(NpgsqlConnection connection, int attempt, CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAsync(connection, "call refresh_candles('-infinity', 'infinity')", cancellationToken);
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable && attempt < RefreshAttempts)
        {
            return false;
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.Query(sql);
        command.CommandTimeout = LongestWaitSeconds;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<HashSet<string>> ReadViolationsAsync(string view, CancellationToken cancellationToken)
    {
        // The name comes from the catalogue, not from a caller.
        await using var command = database.CreateCommand($"select v::text from {view} v limit 10000");
        command.CommandTimeout = LongestWaitSeconds;
        return [.. await command.ReadAllAsync(row => row.GetString(0), cancellationToken)];
    }

    private static Price? PriceAt(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : new Price(row.GetInt64(column));

    private static Tick ReadTick(NpgsqlDataReader row) => new()
    {
        InstrumentId = new InstrumentId(row.GetInt32(0)),
        Time = Timestamp.From(row.GetDateTime(1)),
        ProviderId = row.GetInt16(2),
        Kind = (TickKind)row.GetInt16(3),
        Sequence = row.GetInt64(4),
        Bid = new Price(row.GetInt64(5)),
        BidQty = new Quantity(row.GetInt64(6)),
        Ask = new Price(row.GetInt64(7)),
        AskQty = new Quantity(row.GetInt64(8)),
        LastPx = new Price(row.GetInt64(9)),
        LastQty = new Quantity(row.GetInt64(10)),
    };
}
