using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;
using Rtx.Benchmarks.Measuring;
using Rtx.Client;

namespace Rtx.Benchmarks.Ticks;

/// <summary>What the server can do at best: the same rows by binary COPY into a table with the same columns, indexes and partitions, one commit per batch.</summary>
internal static class BareCopy
{
    private const string MakeTable = """
        drop table if exists bench_ticks;
        create table bench_ticks (like ticks including all) partition by range (ts);
        create table bench_ticks_all partition of bench_ticks for values from ('2000-01-01') to ('2100-01-01')
        """;
    private const string DropTable = "drop table bench_ticks";

    private const string Copy = """
        copy bench_ticks (instrument_id, ts, provider_id, kind, sequence, bid_ticks, bid_lots, ask_ticks, ask_lots, last_ticks, last_lots) from stdin (format binary)
        """;

    public static async Task<MeasuredSide> MeasureAsync(string connectionString, IReadOnlyList<QuoteSeries> series, TickLoad load, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await ExecuteAsync(source, MakeTable, cancellationToken);
        try
        {
            var started = Stopwatch.GetTimestamp();
            await Task.WhenAll(series.Select(each => CopyAsync(source, each, load, cancellationToken)));
            var elapsed = Stopwatch.GetElapsedTime(started);
            return new MeasuredSide("bare binary COPY of the same rows", load.Total, load.Total / elapsed.TotalSeconds, LatencyMs: null);
        }
        finally
        {
            await ExecuteAsync(source, DropTable, CancellationToken.None);
        }
    }

    private static async Task CopyAsync(NpgsqlDataSource source, QuoteSeries series, TickLoad load, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        for (var first = 0; first < load.TicksPerInstrument; first += load.Batch)
        {
            await using var importer = await connection.BeginBinaryImportAsync(Copy, cancellationToken);
            var end = Math.Min(first + load.Batch, load.TicksPerInstrument);
            for (var index = first; index < end; index++) await WriteRowAsync(importer, series.InstrumentId, index, cancellationToken);
            await importer.CompleteAsync(cancellationToken);
        }
    }

    private static async Task WriteRowAsync(NpgsqlBinaryImporter importer, int instrumentId, int index, CancellationToken cancellationToken)
    {
        await importer.StartRowAsync(cancellationToken);
        await importer.WriteAsync(instrumentId, NpgsqlDbType.Integer, cancellationToken);
        await importer.WriteAsync(QuoteSeries.TimeOf(index).UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken);
        await importer.WriteAsync(QuoteSeries.Provider, NpgsqlDbType.Smallint, cancellationToken);
        await importer.WriteAsync((short)TickKind.Quote, NpgsqlDbType.Smallint, cancellationToken);
        await importer.WriteAsync(index + 1L, NpgsqlDbType.Bigint, cancellationToken);
        foreach (var value in new[] { QuoteSeries.BidTicks(index), 1L, QuoteSeries.BidTicks(index) + 1, 1L, 0L, 0L })
            await importer.WriteAsync(value, NpgsqlDbType.Bigint, cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
