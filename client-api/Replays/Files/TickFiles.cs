using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Rtx.Replays.Files;

/// <summary>Files of ticks as the server writes them.</summary>
internal static class TickFiles
{
    // Rejects a misspelt member, which would otherwise be dropped silently.
    private static readonly JsonSerializerOptions LineOptions = new(RtxJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private const string Parquet = "parquet";

    private static readonly string[] Formats = ["csv", "ndjson", "csv.gz", "ndjson.gz", Parquet];

    /// <summary>The format that a file's name implies.</summary>
    /// <exception cref="FormatException">The name implies no known format.</exception>
    public static string FormatOf(string fileName) =>
        Formats.FirstOrDefault(format => fileName.EndsWith($".{format}", StringComparison.OrdinalIgnoreCase))
        ?? throw new FormatException($"{fileName} must end in .csv, .ndjson, .csv.gz, .ndjson.gz or .parquet.");

    /// <summary>Reads ticks as a stream.</summary>
    /// <exception cref="FormatException">A line is not a tick; the message names the line.</exception>
    public static async IAsyncEnumerable<Tick> ReadAsync(FileInfo file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var format = FormatOf(file.Name);
        await using var raw = file.OpenRead();
        if (format == Parquet)
        {
            await foreach (var tick in ParquetTicks.ReadAsync(raw, cancellationToken)) yield return tick;
            yield break;
        }

        await using Stream stream = format.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(raw, CompressionMode.Decompress)
            : raw;
        using var text = new StreamReader(stream);
        var ticks = format.StartsWith("csv", StringComparison.Ordinal) ? ReadCsvAsync(text) : ReadLinesAsync(text, cancellationToken);
        await foreach (var tick in ticks.WithCancellation(cancellationToken)) yield return tick;
    }

    private static async IAsyncEnumerable<Tick> ReadLinesAsync(
        StreamReader text, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var number = 1; await text.ReadLineAsync(cancellationToken) is { } line; number++)
        {
            if (line.Length > 0)
            {
                yield return Parse(
                    number, () => JsonSerializer.Deserialize<Tick>(line, LineOptions) ?? throw new FormatException("It is empty."));
            }
        }
    }

    private static async IAsyncEnumerable<Tick> ReadCsvAsync(StreamReader text)
    {
        using var csv = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture), leaveOpen: true);
        if (!await csv.ReadAsync() || !csv.ReadHeader()) yield break;
        if (csv.HeaderRecord!.Distinct(StringComparer.OrdinalIgnoreCase).Count() != csv.HeaderRecord!.Length)
        {
            throw new FormatException("A column is there twice.");
        }
        while (await csv.ReadAsync())
        {
            yield return Parse(csv.Parser.RawRow, () => new Tick
            {
                Symbol = csv.GetField<string>("symbol")!,
                ProviderId = csv.GetField<short>("provider_id"),
                Sequence = csv.GetField<long>("sequence"),
                Time = WireTimeConverter.TryParse(csv.GetField("time"), out var time)
                    ? time
                    : throw new FormatException("time is no ISO 8601 time with an offset."),
                Kind = csv.GetField("kind") switch
                {
                    "trade" => TickKind.Trade,
                    "quote" => TickKind.Quote,
                    _ => throw new FormatException("kind is quote or trade."),
                },
                Bid = NumberOf("bid"),
                BidQty = NumberOf("bid_qty"),
                Ask = NumberOf("ask"),
                AskQty = NumberOf("ask_qty"),
                LastPx = NumberOf("last_px"),
                LastQty = NumberOf("last_qty"),
            });
        }

        decimal? NumberOf(string column) => csv.GetField(column) switch
        {
            null or "" => null,
            var field =>
                WireDecimal.TryParse(field, out var value)
                    ? value
                    : throw new FormatException($"{column} '{field}' is no plain decimal number."),
        };
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
