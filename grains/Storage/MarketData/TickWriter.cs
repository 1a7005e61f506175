using System.Runtime.InteropServices;
using Npgsql;
using Rtx.Model;
using Rtx.Storage.Database;

namespace Rtx.Storage.MarketData;

/// <summary>The result of writing a batch.</summary>
/// <param name="Ticks">The new ticks, in order; the list belongs to the writer and is valid until the next call.</param>
/// <param name="Duplicates">Number of ticks that were already stored.</param>
/// <param name="Candles">New state of the minute candles that changed.</param>
public sealed record TickWriteResult(IReadOnlyList<Tick> Ticks, int Duplicates, IReadOnlyList<Candle> Candles);

/// <summary>
/// The only writer of a shard, from <see cref="TickStore.OpenWriterAsync"/>. A batch is one transaction: ticks, candles, watermarks and
/// checkpoint are stored together or not at all, so a batch that is delivered again after a failure is recognised. After an exception the
/// memory may be behind the database: drop the writer and open a new one. One call at a time.
/// </summary>
public sealed class TickWriter
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    /// <summary>
    /// Average ticks per instrument from which a batch is worth compressing: each instrument becomes a compressed row, which has its own
    /// overhead.
    /// </summary>
    private const int TicksPerCompressedRow = 100;

    private readonly MarketDataDatabase _database;
    private readonly Dictionary<TickKey, long> _watermarks;
    private readonly HashSet<long> _preparedDays = [];

    // The memory of one call, reused by the next.
    private readonly Dictionary<TickKey, long> _moved = [];
    private readonly List<Tick> _fresh = [];
    private readonly HashSet<InstrumentId> _instruments = [];

    internal TickWriter(MarketDataDatabase database, long shard, long epoch, Dictionary<TickKey, long> watermarks, bool compresses)
    {
        Compresses = compresses;
        _database = database;
        _watermarks = watermarks;
        Shard = shard;
        Epoch = epoch;
    }

    /// <summary>The shard.</summary>
    public long Shard { get; }

    /// <summary>The epoch that this writer has taken.</summary>
    public long Epoch { get; }

    /// <summary>
    /// Whether large batches are compressed on their way into the table, which needs TimescaleDB 2.21 or later. Small ones become plain
    /// rows, which the compression policy compresses later.
    /// </summary>
    public bool Compresses { get; }

    /// <summary>Stores the new ones among the ticks.</summary>
    /// <param name="ticks">In order of arrival.</param>
    /// <param name="streamToken">Stream position of the last of them; null when they did not come from the stream.</param>
    /// <param name="cancellationToken">Cancels the call; the outcome is then unknown.</param>
    /// <exception cref="StaleTickWriterException">A newer writer has taken the shard.</exception>
    public async Task<TickWriteResult> WriteAsync(IReadOnlyList<Tick> ticks, long? streamToken, CancellationToken cancellationToken)
    {
        SelectNew(ticks);
        await using var connection = await _database.OpenAsync(cancellationToken);
        await PrepareDaysAsync(connection, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await FenceAsync(connection, streamToken, cancellationToken);
        var candles = _fresh.Count == 0 ? [] : await WriteNewAsync(connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        foreach (var (key, sequence) in _moved) _watermarks[key] = sequence;
        return new TickWriteResult(_fresh, ticks.Count - _fresh.Count, candles);
    }

    /// <summary>
    /// Stores the missing ones among ticks that may lie below the watermarks of their series: a batch that was dropped while later ones
    /// were stored. Stored ticks are recognised by key, sequence and time.
    /// </summary>
    /// <exception cref="StaleTickWriterException">A newer writer has taken the shard.</exception>
    public async Task<TickWriteResult> RestoreAsync(IReadOnlyList<Tick> ticks, CancellationToken cancellationToken)
    {
        _fresh.Clear();
        _fresh.AddRange(ticks.DistinctBy(tick => (TickKey.Of(tick), tick.Sequence, tick.Time)));
        await using var connection = await _database.OpenAsync(cancellationToken);
        await PrepareDaysAsync(connection, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // From here on, no one else can store ticks of the shard.
        await FenceAsync(connection, streamToken: null, cancellationToken);
        await SelectMissingAsync(connection, cancellationToken);
        _moved.Clear();
        foreach (var tick in _fresh)
        {
            var key = TickKey.Of(tick);
            _moved[key] = Math.Max(tick.Sequence, _moved.GetValueOrDefault(key, _watermarks.GetValueOrDefault(key, long.MinValue)));
        }

        if (_fresh.Count > 0) await WriteNewAsync(connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        foreach (var (key, sequence) in _moved) _watermarks[key] = sequence;
        return new TickWriteResult(_fresh, ticks.Count - _fresh.Count, []);
    }

    /// <summary>Keeps only the ticks that are not in the table.</summary>
    private async Task SelectMissingAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var ticks = _fresh.ToArray();
        var missing = await connection.Query("""
            select d.number::integer - 1
            from unnest($1, $2, $3, $4, $5) with ordinality d (instrument_id, ts, provider_id, kind, sequence, number)
            where not exists (
              select from ticks t
              where t.instrument_id = d.instrument_id and t.ts = d.ts and t.ts between $6 and $7
                and t.provider_id = d.provider_id and t.kind = d.kind and t.sequence = d.sequence)
            order by d.number
            """)
            .With(Array.ConvertAll(ticks, tick => tick.InstrumentId.Value))
            .With(Array.ConvertAll(ticks, tick => tick.Time.ToDateTime()))
            .With(Array.ConvertAll(ticks, tick => tick.ProviderId))
            .With(Array.ConvertAll(ticks, tick => (short)tick.Kind))
            .With(Array.ConvertAll(ticks, tick => tick.Sequence))
            .With(ticks.Min(tick => tick.Time).ToDateTime()).With(ticks.Max(tick => tick.Time).ToDateTime())
            .ReadAllAsync(row => row.GetInt32(0), cancellationToken);
        _fresh.Clear();
        foreach (var number in missing) _fresh.Add(ticks[number]);
    }

    private async Task<IReadOnlyList<Candle>> WriteNewAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (Compresses && IsWorthCompressing())
        {
            await using var command = connection.Query("set local timescaledb.enable_direct_compress_copy = on");
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await TickCopy.WriteAsync(connection, _fresh, cancellationToken);
        await WriteWatermarksAsync(connection, cancellationToken);
        return await CandleUpsert.WriteAsync(connection, MinuteCandles.Of(_fresh), cancellationToken);
    }

    private bool IsWorthCompressing()
    {
        _instruments.Clear();
        foreach (var key in _moved.Keys) _instruments.Add(key.InstrumentId);
        return _fresh.Count >= _instruments.Count * TicksPerCompressedRow;
    }

    /// <summary>
    /// Selects the ticks above the watermark of their series, which rises with each; the writer's own watermarks move only after the
    /// commit.
    /// </summary>
    private void SelectNew(IReadOnlyList<Tick> ticks)
    {
        _moved.Clear();
        _fresh.Clear();
        for (var i = 0; i < ticks.Count; i++)
        {
            var tick = ticks[i];
            ref var moved = ref CollectionsMarshal.GetValueRefOrAddDefault(_moved, TickKey.Of(tick), out var hasMoved);
            if (!hasMoved) moved = _watermarks.GetValueOrDefault(TickKey.Of(tick), long.MinValue);
            if (tick.Sequence <= moved) continue;
            moved = tick.Sequence;
            _fresh.Add(tick);
        }
    }

    /// <summary>
    /// Creates partitions on demand, in a transaction of their own: an empty partition is harmless, and the lock for it is short.
    /// </summary>
    private async Task PrepareDaysAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        foreach (var day in FindNewDays())
        {
            await using var command = connection.Query("select prepare_tick_days($1, $1)")
                .With(DateOnly.FromDateTime(DateTime.UnixEpoch.AddDays(day)));
            await command.ExecuteNonQueryAsync(cancellationToken);
            _preparedDays.Add(day);
        }
    }

    private HashSet<long> FindNewDays()
    {
        HashSet<long> newDays = [];
        var last = long.MinValue;
        foreach (ref readonly var tick in CollectionsMarshal.AsSpan(_fresh))
        {
            var day = Math.DivRem(tick.Time.UnixMicroseconds, MicrosecondsPerDay, out var rest) - (rest < 0 ? 1 : 0);
            if (day == last) continue;
            last = day;
            if (!_preparedDays.Contains(day)) newDays.Add(day);
        }

        return newDays;
    }

    /// <summary>
    /// Moves the checkpoint if the epoch is still current. This locks the row, so the next writer of the shard waits for this transaction.
    /// </summary>
    private async Task FenceAsync(NpgsqlConnection connection, long? streamToken, CancellationToken cancellationToken)
    {
        await using var command = connection.Query("""
            update tick_checkpoints set stream_token = coalesce($3, stream_token), written_at = now() where shard = $1 and epoch = $2
            """).With(Shard).With(Epoch).With(streamToken);
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0) throw new StaleTickWriterException(Shard, Epoch);
    }

    private async Task WriteWatermarksAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var keys = _moved.Keys.ToArray();
        await using var command = connection.Query("""
            insert into tick_watermarks (instrument_id, provider_id, kind, sequence)
            select * from unnest($1, $2, $3, $4)
            on conflict (instrument_id, provider_id, kind) do update set sequence = excluded.sequence
            """)
            .With(Array.ConvertAll(keys, key => key.InstrumentId.Value))
            .With(Array.ConvertAll(keys, key => key.ProviderId))
            .With(Array.ConvertAll(keys, key => (short)key.Kind))
            .With(_moved.Values.ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
