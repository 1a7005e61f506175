using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using CsvHelper;

namespace Rtx.ClientApi.Wire;

/// <summary>How rows become a file: with commas and a header, or as one JSON object a line; packed or not.</summary>
internal sealed record DownloadFormat(string Name, bool IsCsv, bool IsPacked)
{
    public const string CsvType = "text/csv";
    public const string LinesType = "application/x-ndjson";
    public const string GzipType = "application/gzip";

    public string ContentType => IsPacked ? GzipType : IsCsv ? CsvType : LinesType;

    public static DownloadFormat? Find(string name) => name is "csv" or "ndjson" or "csv.gz" or "ndjson.gz"
        ? new DownloadFormat(name, name.StartsWith("csv", StringComparison.Ordinal), name.EndsWith(".gz", StringComparison.Ordinal))
        : null;

    /// <summary>Begins a file. Disposing ends it and leaves the body open.</summary>
    public DownloadFile<T> Open<T>(Stream body, IReadOnlyList<string> columns, Func<T, IEnumerable<IEnumerable<string>>> toLines) =>
        new(IsPacked ? new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true) : body, IsPacked, IsCsv ? columns : null, toLines);
}

/// <summary>A file that is being written.</summary>
internal sealed class DownloadFile<T> : IAsyncDisposable
{
    private readonly Stream _target;
    private readonly bool _ownsTarget;
    private readonly StreamWriter _text;
    private readonly CsvWriter? _csv;
    private readonly Func<T, IEnumerable<IEnumerable<string>>> _toLines;

    public DownloadFile(Stream target, bool ownsTarget, IReadOnlyList<string>? columns, Func<T, IEnumerable<IEnumerable<string>>> toLines)
    {
        (_target, _ownsTarget, _toLines) = (target, ownsTarget, toLines);
        _text = new StreamWriter(target, leaveOpen: true) { NewLine = "\n" };
        if (columns is null) return;
        _csv = new CsvWriter(_text, new CsvHelper.Configuration.CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" }, leaveOpen: true);
        // It stays in memory until the first row is written.
        WriteFields(_csv, columns);
        _csv.NextRecord();
    }

    public async Task WriteAsync(IReadOnlyList<T> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            // Never without waiting: the server allows no writing that blocks.
            if (_csv is null)
            {
                await _text.WriteLineAsync(JsonSerializer.Serialize(row, Client.RtxJson.Options).AsMemory(), cancellationToken);
                continue;
            }

            foreach (var line in _toLines(row))
            {
                WriteFields(_csv, line);
                await _csv.NextRecordAsync();
            }
        }

        // What waits in memory is one page, and a slow client holds the reading back here.
        if (_csv is not null) await _csv.FlushAsync();
        await _text.FlushAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_csv is not null) await _csv.DisposeAsync();
        await _text.DisposeAsync();
        if (_ownsTarget) await _target.DisposeAsync();
    }

    private static void WriteFields(CsvWriter csv, IEnumerable<string> fields)
    {
        foreach (var field in fields) csv.WriteField(field);
    }
}

/// <summary>A tick as a line of a file.</summary>
internal static class TickFile
{
    public static IReadOnlyList<string> Columns { get; } = ["symbol", "provider_id", "sequence", "time", "kind", "bid", "bid_qty", "ask", "ask_qty", "last_px", "last_qty"];

    public static IEnumerable<string> Row(Client.Tick tick) =>
    [
        tick.Symbol, FileText.Of(tick.ProviderId), FileText.Of(tick.Sequence), FileText.Of(tick.Time), tick.Kind == Client.TickKind.Quote ? "quote" : "trade",
        FileText.Of(tick.Bid), FileText.Of(tick.BidQty), FileText.Of(tick.Ask), FileText.Of(tick.AskQty), FileText.Of(tick.LastPx), FileText.Of(tick.LastQty),
    ];
}

/// <summary>A candle as a line of a file.</summary>
internal static class CandleFile
{
    public static IReadOnlyList<string> Columns { get; } = ["open_time", "open", "high", "low", "close", "volume", "tick_count"];

    public static IEnumerable<string> Row(Client.Candle candle) =>
    [
        FileText.Of(candle.OpenTime), FileText.Of(candle.Open), FileText.Of(candle.High), FileText.Of(candle.Low), FileText.Of(candle.Close), FileText.Of(candle.Volume),
        FileText.Of(candle.TickCount),
    ];
}

/// <summary>Recorded depth as lines of a file: one for each level.</summary>
internal static class DepthFile
{
    public static IReadOnlyList<string> Columns { get; } = ["time", "taken_at", "sequence", "level", "bid", "bid_qty", "bid_orders", "ask", "ask_qty", "ask_orders"];

    public static IEnumerable<IEnumerable<string>> Lines(Client.RecordedDepth depth) =>
        Enumerable.Range(0, Math.Max(depth.Bids.Count, depth.Asks.Count)).Select(index => (IEnumerable<string>)
        [
            FileText.Of(depth.Time), FileText.Of(depth.TakenAt), FileText.Of(depth.Sequence), FileText.Of(index + 1),
            .. Side(depth.Bids.ElementAtOrDefault(index)), .. Side(depth.Asks.ElementAtOrDefault(index)),
        ]);

    private static IEnumerable<string> Side(Client.DepthLevel? level) => level is null ? ["", "", ""] : [FileText.Of(level.Price), FileText.Of(level.Quantity), FileText.Of(level.OrderCount)];
}

/// <summary>Values as text that every machine reads the same way.</summary>
internal static class FileText
{
    public static string Of(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Of(decimal? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    public static string Of(DateTimeOffset time) => Client.WireTimeConverter.ToText(time);
}
