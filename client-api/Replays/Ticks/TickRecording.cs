using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Rtx.Replays.Ticks;

/// <summary>A file of ticks: its instrument, its provider and how a line is parsed.</summary>
internal abstract class TickRecording(string path)
{
    protected string Path { get; } = path;

    /// <summary>The instrument of the ticks, created from this when it is missing.</summary>
    public abstract CreateInstrumentRequest Instrument { get; }

    /// <summary>Number of the provider.</summary>
    public abstract short ProviderId { get; }

    /// <summary>Lines read.</summary>
    public long Lines { get; private set; }

    /// <summary>Lines without a tick: the header, depth changes.</summary>
    public long OtherLines { get; private set; }

    /// <summary>The recording in a file; the name tells its kind.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pair">Six letters for quotes whose file is not named after them, e.g. <c>EURUSD</c>; null takes the name.</param>
    public static TickRecording Open(string path, string? pair = null) =>
        path.Contains(".jsonl", StringComparison.OrdinalIgnoreCase)
            ? new BinanceRecording(path)
            : new QuoteRecording(path, RecordingNames.PairOf(path, pair));

    /// <summary>The ticks in the order of the file.</summary>
    public async IAsyncEnumerable<Tick> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var line in RecordedLines.ReadAsync(Path, cancellationToken))
        {
            Lines++;
            if (Parse(line) is { } tick) yield return tick;
            else OtherLines++;
        }
    }

    /// <summary>The tick in a line; null when there is none.</summary>
    public abstract Tick? Parse(RecordedLine line);
}

/// <summary>Quotes of OANDA: <c>date,ms_of_day,bid,ask</c> in UTC. The line number is the sequence.</summary>
/// <param name="path">The file.</param>
/// <param name="pair">Two currencies of three letters.</param>
internal sealed class QuoteRecording(string path, string pair) : TickRecording(path)
{
    public override CreateInstrumentRequest Instrument { get; } = new()
    {
        Symbol = pair,
        Kind = InstrumentKind.Spot,
        BaseCurrency = pair[..3],
        QuoteCurrency = pair[3..],
        PriceIncrement = 0.00001m,
        QuantityIncrement = 1m,
        MinQuantity = 1m,
        MaxQuantity = 100_000_000m,
    };

    public override short ProviderId => 2;

    public override Tick? Parse(RecordedLine line)
    {
        if (line.Number == 1) return null;
        var fields = new CommaSeparated(line);
        var date = fields.Next();
        if (!DateTime.TryParseExact(date, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            throw line.Unreadable($"'{date}' is no date.");
        var time = new DateTimeOffset(day, TimeSpan.Zero).AddMilliseconds(fields.NextLong());
        return new Tick
        {
            Symbol = Instrument.Symbol,
            ProviderId = ProviderId,
            Sequence = line.Number,
            Time = time,
            Kind = TickKind.Quote,
            Bid = fields.NextDecimal(),
            Ask = fields.NextDecimal(),
        };
    }
}

/// <summary>
/// A Binance web socket recording: local receive time in nanoseconds, a space, the message. Best bid and ask have the exchange's update id
/// as sequence, trades its trade id; depth messages contain no tick.
/// </summary>
internal sealed class BinanceRecording(string path) : TickRecording(path)
{
    private const long NanosecondsPerTick = 100;

    public override CreateInstrumentRequest Instrument { get; } = new()
    {
        Symbol = "BTCUSDT",
        Kind = InstrumentKind.Spot,
        BaseCurrency = "BTC",
        QuoteCurrency = "USDT",
        PriceIncrement = 0.01m,
        QuantityIncrement = 0.00001m,
        MinQuantity = 0.00001m,
        MaxQuantity = 9_000m,
    };

    public override short ProviderId => 3;

    public override Tick? Parse(RecordedLine line)
    {
        var space = line.Text.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || !long.TryParse(line.Text.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out var nanoseconds))
            throw line.Unreadable("there is no receive time.");
        var time = DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / NanosecondsPerTick);
        using var message = Parse(line, line.Text.AsMemory(space + 1));
        if (!message.RootElement.TryGetProperty("stream", out var stream)) return null;
        var data = message.RootElement.GetProperty("data");
        return stream.GetString() switch
        {
            { } name when name.EndsWith("@bookTicker", StringComparison.Ordinal) => ToQuote(data, time),
            { } name when name.EndsWith("@trade", StringComparison.Ordinal) => ToTrade(data, time),
            _ => null,
        };
    }

    private static JsonDocument Parse(RecordedLine line, ReadOnlyMemory<char> json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException exception)
        {
            throw line.Unreadable(exception.Message);
        }
    }

    private static decimal Number(JsonElement data, string name) =>
        WireDecimal.TryParse(data.GetProperty(name).GetString(), out var value)
            ? value
            : throw new FormatException($"{name} is no decimal number.");

    private Tick ToQuote(JsonElement data, DateTimeOffset time) => new()
    {
        Symbol = Instrument.Symbol,
        ProviderId = ProviderId,
        Sequence = data.GetProperty("u").GetInt64(),
        Time = time,
        Kind = TickKind.Quote,
        Bid = Number(data, "b"),
        BidQty = Number(data, "B"),
        Ask = Number(data, "a"),
        AskQty = Number(data, "A"),
    };

    private Tick ToTrade(JsonElement data, DateTimeOffset time) => new()
    {
        Symbol = Instrument.Symbol,
        ProviderId = ProviderId,
        Sequence = data.GetProperty("t").GetInt64(),
        Time = time,
        Kind = TickKind.Trade,
        LastPx = Number(data, "p"),
        LastQty = Number(data, "q"),
    };
}
