using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;

namespace Rtx.Cli.Replay;

/// <summary>Files of ticks as the server writes them.</summary>
internal static class TickFiles
{
    private const string Parquet = "parquet";

    private static readonly string[] Formats = ["csv", "ndjson", "csv.gz", "ndjson.gz", Parquet];

    /// <summary>The format that a file's name tells.</summary>
    /// <exception cref="FormatException">It tells none.</exception>
    public static string FormatOf(string fileName) =>
        Formats.FirstOrDefault(format => fileName.EndsWith($".{format}", StringComparison.OrdinalIgnoreCase))
        ?? throw new FormatException($"{fileName} must end in .csv, .ndjson, .csv.gz, .ndjson.gz or .parquet.");

    /// <summary>Reads ticks as the file goes on.</summary>
    /// <exception cref="FormatException">A line is no tick; the message names it.</exception>
    public static async IAsyncEnumerable<Tick> ReadAsync(FileInfo file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var format = FormatOf(file.Name);
        await using var raw = file.OpenRead();
        if (format == Parquet)
        {
            await foreach (var tick in ParquetTicks.ReadAsync(raw, cancellationToken)) yield return tick;
            yield break;
        }

        await using Stream stream = format.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(raw, CompressionMode.Decompress) : raw;
        using var text = new StreamReader(stream);
        var ticks = format.StartsWith("csv", StringComparison.Ordinal) ? ReadCsvAsync(text) : ReadLinesAsync(text, cancellationToken);
        await foreach (var tick in ticks.WithCancellation(cancellationToken)) yield return tick;
    }

    private static async IAsyncEnumerable<Tick> ReadLinesAsync(StreamReader text, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var number = 1; await text.ReadLineAsync(cancellationToken) is { } line; number++)
        {
            if (line.Length > 0) yield return Parse(number, () => JsonSerializer.Deserialize<Tick>(line, RtxJson.Options) ?? throw new FormatException("It is empty."));
        }
    }

    private static async IAsyncEnumerable<Tick> ReadCsvAsync(StreamReader text)
    {
        using var csv = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture), leaveOpen: true);
        if (!await csv.ReadAsync() || !csv.ReadHeader()) yield break;
        while (await csv.ReadAsync())
        {
            yield return Parse(csv.Parser.RawRow, () => new Tick
            {
                Symbol = csv.GetField<string>("symbol")!,
                ProviderId = csv.GetField<short>("provider_id"),
                Sequence = csv.GetField<long>("sequence"),
                Time = csv.GetField<DateTimeOffset>("time"),
                Kind = csv.GetField<string>("kind") == "trade" ? TickKind.Trade : TickKind.Quote,
                Bid = csv.GetField<decimal?>("bid"),
                BidQty = csv.GetField<decimal?>("bid_qty"),
                Ask = csv.GetField<decimal?>("ask"),
                AskQty = csv.GetField<decimal?>("ask_qty"),
                LastPx = csv.GetField<decimal?>("last_px"),
                LastQty = csv.GetField<decimal?>("last_qty"),
            });
        }
    }

    private static Tick Parse(int line, Func<Tick> parse)
    {
        try
        {
            return parse();
        }
        catch (Exception exception) when (exception is JsonException or CsvHelperException or FormatException)
        {
            throw new FormatException($"Line {line} is no tick: {exception.Message.Split('\n')[0]}", exception);
        }
    }
}
