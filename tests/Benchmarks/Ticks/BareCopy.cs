using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;
using Rtx.Benchmarks.Measuring;
using Rtx.Client;

namespace Rtx.Benchmarks.Ticks;

/// <summary>What the server can do at best: the same rows by binary COPY into a table with the same columns, indexes, partitions and compression, one commit per batch.</summary>
internal static class BareCopy
{
    private const string MakeTable = """
        drop table if exists bench_ticks;
        create table bench_ticks (like ticks including all) partition by range (ts);
        create table bench_ticks_all partition of bench_ticks for values from ('2000-01-01') to ('2100-01-01')
        """;
    private const string MakeHypertable = """
        drop table if exists bench_ticks;
        create table bench_ticks (like ticks including all);
        select create_hypertable('bench_ticks', by_range('ts', interval '1 day'), create_default_indexes => false);
        alter table bench_ticks set (
          timescaledb.compress, timescaledb.compress_segmentby = 'instrument_id', timescaledb.compress_orderby = 'ts, provider_id, kind, sequence')
        """;
    private const string DropTable = "drop table bench_ticks";

    private const string Copy = """
        copy bench_ticks (instrument_id, ts, provider_id, kind, sequence, bid_ticks, bid_lots, ask_ticks, ask_lots, last_ticks, last_lots) from stdin (format binary)
        """;

    public static async Task<MeasuredSide> MeasureAsync(string connectionString, IReadOnlyList<QuoteSeries> series, TickLoad load, bool directCompress, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (directCompress) settings.Options = "-c timescaledb.enable_direct_compress_copy=on";
        await using var source = NpgsqlDataSource.Create(settings.ConnectionString);
        await ExecuteAsync(source, await StoredTicks.AreHypertableAsync(connectionString, cancellationToken) ? MakeHypertable : MakeTable, cancellationToken);
        try
        {
            var started = Stopwatch.GetTimestamp();
            // As many at once as there are processors: more only stand in each other's way.
            var atOnce = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(series, atOnce, (each, token) => CopyAsync(source, each, load, token));
            var elapsed = Stopwatch.GetElapsedTime(started);
            return new MeasuredSide("bare binary COPY of the same rows", load.Total, load.Total / elapsed.TotalSeconds, LatencyMs: null);
        }
        finally
        {
            await ExecuteAsync(source, DropTable, CancellationToken.None);
        }
    }

    private static async ValueTask CopyAsync(NpgsqlDataSource source, QuoteSeries series, TickLoad load, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        for (var first = 0; first < load.TicksPerInstrument; first += load.Batch)
        {
            await using var importer = await connection.BeginBinaryImportAsync(Copy, cancellationToken);
            var end = Math.Min(first + load.Batch, load.TicksPerInstrument);
            for (var index = first; index < end; index++) WriteRow(importer, series.InstrumentId, index);
            await importer.CompleteAsync(cancellationToken);
        }
    }

    // Waiting at each of eleven values would cost more than the values.
    private static void WriteRow(NpgsqlBinaryImporter importer, int instrumentId, int index)
    {
        importer.StartRow();
        importer.Write(instrumentId, NpgsqlDbType.Integer);
        importer.Write(QuoteSeries.TimeOf(index).UtcDateTime, NpgsqlDbType.TimestampTz);
        importer.Write(QuoteSeries.Provider, NpgsqlDbType.Smallint);
        importer.Write((short)TickKind.Quote, NpgsqlDbType.Smallint);
        importer.Write(index + 1L, NpgsqlDbType.Bigint);
        importer.Write(QuoteSeries.BidTicks(index), NpgsqlDbType.Bigint);
        importer.Write(QuoteSeries.BidLots(index), NpgsqlDbType.Bigint);
        importer.Write(QuoteSeries.AskTicks(index), NpgsqlDbType.Bigint);
        importer.Write(QuoteSeries.AskLots(index), NpgsqlDbType.Bigint);
        importer.Write(0L, NpgsqlDbType.Bigint);
        importer.Write(0L, NpgsqlDbType.Bigint);
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
