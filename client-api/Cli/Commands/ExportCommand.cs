using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.Output;
using Rtx.Replays.Files;

namespace Rtx.Cli.Commands;

internal static class ExportCommand
{
    public static Command Create() => new ExampleCommand(
        "export", "Write stored market data to a file: .csv, .ndjson, .csv.gz, .ndjson.gz or .parquet.",
        "rtx export ticks BTCUSD btc.csv.gz --from 2026-01-05 --to 2026-01-06",
        "rtx export candles BTCUSD btc-days.csv --of mid --minutes 1440")
    {
        CreateTicks(), CreateCandles(), CreateDepth(),
    };

    private static Command CreateTicks()
    {
        var (symbol, file, from, to) = (AccountOptions.Symbol(), FileArgument(), FromOption(), ToOption());
        var provider = new Option<short?>("--provider") { Description = "Of one provider only." };
        var command = new Command("ticks", "All ticks of a range.") { symbol, file, from, to, provider };
        command.SetAction((parse, context, cancellationToken) =>
        {
            var filter = new TickFilter { From = parse.GetValue(from), To = parse.GetValue(to), ProviderId = parse.GetValue(provider) };
            var name = parse.GetRequiredValue(symbol);
            return SaveAsync(
                context, parse.GetRequiredValue(file),
                (client, format, stream) => client.Instruments.DownloadTicksAsync(name, format, stream, filter, cancellationToken),
                cancellationToken);
        });
        return command;
    }

    private static Command CreateCandles()
    {
        var (symbol, file, from, to) = (AccountOptions.Symbol(), FileArgument(), FromOption(), ToOption());
        var kind = new Option<CandlePrice>("--of")
        {
            Description = "bid, ask, mid or trade.",
            DefaultValueFactory = _ => CandlePrice.Trade,
        };
        var minutes = new Option<int>("--minutes")
        {
            Description = "1, 5, 15, 30, 60, 240, 1440 (day), 10080 (week) or 43200 (month).",
            DefaultValueFactory = _ => 1,
        };
        var command = new Command("candles", "All candles of a range.") { symbol, file, from, to, kind, minutes };
        command.SetAction((parse, context, cancellationToken) =>
        {
            var filter = new CandleFilter
            {
                From = parse.GetValue(from),
                To = parse.GetValue(to),
                PriceKind = parse.GetValue(kind),
                Minutes = parse.GetValue(minutes),
            };
            var name = parse.GetRequiredValue(symbol);
            return SaveAsync(
                context, parse.GetRequiredValue(file),
                (client, format, stream) => client.Instruments.DownloadCandlesAsync(name, format, stream, filter, cancellationToken),
                cancellationToken);
        });
        return command;
    }

    private static Command CreateDepth()
    {
        var (symbol, file, from, to) = (AccountOptions.Symbol(), FileArgument(), FromOption(), ToOption());
        var command = new Command("depth", "All recorded depth of a range; csv has a line for each level.") { symbol, file, from, to };
        command.SetAction((parse, context, cancellationToken) =>
        {
            var filter = new DepthFilter { From = parse.GetValue(from), To = parse.GetValue(to) };
            var name = parse.GetRequiredValue(symbol);
            return SaveAsync(
                context, parse.GetRequiredValue(file),
                (client, format, stream) => client.Instruments.DownloadDepthAsync(name, format, stream, filter, cancellationToken),
                cancellationToken);
        });
        return command;
    }

    /// <summary>A file gets its final name once it is complete; until then it ends in .part.</summary>
    private static async Task SaveAsync(
        CliContext context, FileInfo file, Func<RtxClient, string, Stream, Task> downloadAsync, CancellationToken cancellationToken)
    {
        var format = TickFiles.FormatOf(file.Name);
        var client = await context.ConnectAsync(cancellationToken);
        var part = $"{file.FullName}.part";
        await context.Output.ShowAsync(file.Name, async show =>
        {
            await using var stream = new CountingStream(File.Create(part), length => show(length, () => $"{length / 1024:N0} KiB"));
            await downloadAsync(client, format, stream);
        });
        File.Move(part, file.FullName, overwrite: true);
        context.Output.Remark($"{new FileInfo(file.FullName).Length:N0} bytes in {file.FullName}");
    }

    private static Argument<FileInfo> FileArgument() => new("file") { Description = "Where to; its ending tells the format." };

    private static Option<DateTimeOffset?> FromOption() => new("--from") { Description = "Start, included." };

    private static Option<DateTimeOffset?> ToOption() => new("--to") { Description = "End, not included." };
}
