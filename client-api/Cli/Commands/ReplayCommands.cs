using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.Output;
using Rtx.Replays;
using Rtx.Replays.Recorded;
using Rtx.Replays.Reporting;
using Rtx.Replays.Ticks;

namespace Rtx.Cli.Commands;

internal static class ReplayCommands
{
    private const int LobsterLevels = 5;

    public static Command Create() =>
        new("replay", "Play recordings through the system and compare. Needs an administrator.")
        {
            CreateLobster(), CreateMbo(), CreateTicks(),
        };

    private static Command CreateLobster()
    {
        var messages = FileArgument("message", "LOBSTER message file, .csv or .csv.gz.");
        var book = FileArgument("orderbook", "LOBSTER order book file of the same day.");
        var (symbol, limit) = (SymbolOption(), LimitOption());
        var command = new Command("lobster", "A LOBSTER day as orders, cancels and executions; the book is compared after every message.")
        {
            messages, book, symbol, limit,
        };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var path = parse.GetRequiredValue(messages).FullName;
            var input = new LobsterInput(
                path, parse.GetRequiredValue(book).FullName, RecordingNames.ShareOf(path), LobsterLevels, parse.GetValue(symbol),
                parse.GetValue(limit));
            return Finish(
                context, await OrderFlowReplay.LobsterAsync(await ConnectAsync(context, cancellationToken), input, cancellationToken));
        });
        return command;
    }

    private static Command CreateMbo()
    {
        var orders = FileArgument("orders", "Order-by-order file (mbo), .csv or .csv.gz.");
        var levels = FileArgument("levels", "Price-level file (mbp-10) of the same day.");
        var (symbol, limit) = (SymbolOption(), LimitOption());
        var command = new Command("mbo", "An order-by-order day; price, size and order count of ten levels are compared.")
        {
            orders, levels, symbol, limit,
        };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var path = parse.GetRequiredValue(orders).FullName;
            var input = new MboInput(
                path, parse.GetRequiredValue(levels).FullName, RecordingNames.ShareOf(path), parse.GetValue(symbol), parse.GetValue(limit));
            return Finish(
                context, await OrderFlowReplay.MboAsync(await ConnectAsync(context, cancellationToken), input, cancellationToken));
        });
        return command;
    }

    private static Command CreateTicks()
    {
        var file = FileArgument("file", "Quotes as date,ms_of_day,bid,ask (.csv) or a Binance recording (.jsonl); .gz too.");
        var limit = LimitOption();
        var pair = new Option<string?>("--symbol")
        {
            Description = "The currency pair of a .csv whose name does not begin with it, e.g. EURUSD.",
        };
        var command = new Command("ticks", "Quotes and trades into the tick store; then the stored count is compared.")
        {
            file, pair, limit,
        };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var recording = TickRecording.Open(parse.GetRequiredValue(file).FullName, parse.GetValue(pair));
            var report = await TickReplay.RunAsync(
                await ConnectAsync(context, cancellationToken), recording, parse.GetValue(limit), cancellationToken);
            context.Output.Write(report, ReplayTables.Of);
            return report.Succeeded ? 0 : CliAction.Failed;
        });
        return command;
    }

    private static async Task<ReplayRun> ConnectAsync(CliContext context, CancellationToken cancellationToken)
    {
        var client = await context.ConnectAsync(cancellationToken);
        return new ReplayRun(client, context.User, context.Output);
    }

    private static int Finish(CliContext context, ReplayReport report)
    {
        context.Output.Write(report, ReplayTables.Of);
        return report.Succeeded ? 0 : CliAction.Failed;
    }

    private static Argument<FileInfo> FileArgument(string name, string description) =>
        new Argument<FileInfo>(name) { Description = description }.AcceptExistingOnly();

    private static Option<string?> SymbolOption() =>
        new("--symbol") { Description = "The instrument, made if it is missing; its book must be empty. A new one unless given." };

    private static Option<int?> LimitOption() => new("--limit") { Description = "Only the first rows." };
}
