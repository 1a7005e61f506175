using System.CommandLine;
using System.Threading.Channels;
using Rtx.Cli.Invocation;
using Rtx.Cli.Output;

namespace Rtx.Cli.Commands;

/// <summary>Live data as lines, until Ctrl-C.</summary>
internal static class WatchCommand
{
    public static Command Create()
    {
        var symbol = AccountOptions.Symbol();
        var quotes = new Option<bool>("--quotes") { Description = "Best bid and ask." };
        var depth = new Option<bool>("--depth") { Description = "The whole book after each change." };
        var trades = new Option<bool>("--trades") { Description = "Trades." };
        var executions = new Option<bool>("--executions") { Description = "Own order events, of all instruments." };
        var levels = new Option<int>("--levels") { Description = "Levels of each side with --depth.", DefaultValueFactory = _ => 5 };
        var account = AccountOptions.Account();
        var command = new Command("watch", "Follow live data; quotes and trades unless told otherwise.")
        {
            symbol, quotes, depth, trades, executions, levels, account,
        };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var client = await context.ConnectAsync(cancellationToken);
            var name = parse.GetRequiredValue(symbol);
            await using var stream = client.CreateStream(new RtxStreamOptions { DepthLevels = parse.GetValue(levels) });
            await stream.ConnectAsync(cancellationToken);
            var lines = Channel.CreateBounded<WatchLine>(1_024);
            var all = !parse.GetValue(quotes) && !parse.GetValue(depth) && !parse.GetValue(trades) && !parse.GetValue(executions);
            var pumps = new List<Task>();
            if (all || parse.GetValue(quotes))
                pumps.Add(PumpAsync(await stream.SubscribeQuotesAsync(name, cancellationToken), "quote", TextOf, lines.Writer, cancellationToken));
            if (parse.GetValue(depth))
                pumps.Add(PumpAsync(await stream.SubscribeDepthAsync(name, cancellationToken), "depth", TextOf, lines.Writer, cancellationToken));
            if (all || parse.GetValue(trades))
                pumps.Add(PumpAsync(await stream.SubscribeTradesAsync(name, cancellationToken), "trade", TextOf, lines.Writer, cancellationToken));
            if (parse.GetValue(executions))
            {
                var accountId = await context.AccountAsync(parse.GetValue(account), cancellationToken);
                pumps.Add(PumpAsync(await stream.SubscribeExecutionsAsync(accountId, cancellationToken), "execution", TextOf, lines.Writer, cancellationToken));
            }

            await Task.WhenAll(WriteAsync(lines.Reader, context.Output, cancellationToken), EndAsync(pumps, lines.Writer));
        });
        return command;
    }

    private static async Task WriteAsync(ChannelReader<WatchLine> lines, CliOutput output, CancellationToken cancellationToken)
    {
        await foreach (var line in lines.ReadAllAsync(cancellationToken)) output.WriteLine(line, l => l.Text());
    }

    private static async Task PumpAsync<T>(
        Subscription<T> subscription, string type, Func<T, string> text, ChannelWriter<WatchLine> lines, CancellationToken cancellationToken)
        where T : notnull
    {
        await using (subscription)
        {
            await foreach (var item in subscription.WithCancellation(cancellationToken)) await lines.WriteAsync(new WatchLine(type, item, () => text(item)), cancellationToken);
        }
    }

    private static async Task EndAsync(List<Task> pumps, ChannelWriter<WatchLine> lines)
    {
        try
        {
            await Task.WhenAll(pumps);
        }
        finally
        {
            lines.Complete();
        }
    }

    private static string TextOf(Quote quote) =>
        $"{Tables.Time(quote.Time)} quote {quote.Symbol} {Tables.Number(quote.BidQty)} @ {Tables.Number(quote.Bid)} / {Tables.Number(quote.Ask)} @ {Tables.Number(quote.AskQty)}";

    private static string TextOf(Depth depth) =>
        $"depth {depth.Symbol} {depth.Sequence}: {Side(depth.Bids)} / {Side(depth.Asks)}";

    private static string TextOf(TradePrint trade) =>
        $"{Tables.Time(trade.Time)} trade {trade.Symbol} {trade.AggressorSide?.ToString() ?? "Auction"} {Tables.Number(trade.LastQty)} @ {Tables.Number(trade.LastPx)}";

    private static string TextOf(ExecutionReport report) =>
        $"{Tables.Time(report.Time)} {WhatHappened(report)} {report.Symbol} {report.Side} {report.ClientOrderId} filled {Tables.Number(report.CumQty)} of {Tables.Number(report.OrderQty)} {report.Status}";

    private static string WhatHappened(ExecutionReport report) => report.Reason == ExecReason.None ? $"{report.ExecType}" : $"{report.ExecType} ({report.Reason})";

    private static string Side(IEnumerable<DepthLevel> levels) => string.Join(' ', levels.Select(level => $"{Tables.Number(level.Quantity)}@{Tables.Number(level.Price)}"));

    /// <summary>One line of the flow: what it is, and the item as the SDK has it.</summary>
    private sealed record WatchLine(string Type, object Data, [property: System.Text.Json.Serialization.JsonIgnore] Func<string> Text);
}
