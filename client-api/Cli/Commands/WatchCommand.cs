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
        var orders = new Option<bool>("--orders") { Description = "Each order in its queue, after each change." };
        var auction = new Option<bool>("--auction") { Description = "Trading state, and what an auction would trade." };
        var trades = new Option<bool>("--trades") { Description = "Trades." };
        var executions = new Option<bool>("--executions") { Description = "Own order events, of all instruments." };
        var levels = new Option<int>("--levels")
        {
            Description = "Levels of each side with --depth, orders with --orders.",
            DefaultValueFactory = _ => 5,
        };
        var account = AccountOptions.Account();
        var command = new Command("watch", "Follow live data; quotes, trades and auctions unless told otherwise.")
        {
            symbol, quotes, depth, orders, auction, trades, executions, levels, account,
        };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var client = await context.ConnectAsync(cancellationToken);
            var instrument = await client.Instruments.GetAsync(parse.GetRequiredValue(symbol), cancellationToken);
            var name = instrument.Symbol;
            var shown = parse.GetValue(levels);
            await using var stream = client.CreateStream(new RtxStreamOptions { DepthLevels = shown, QueueOrders = shown });
            await stream.ConnectAsync(cancellationToken);
            var lines = Channel.CreateBounded<WatchLine>(1_024);
            Option<bool>[] kinds = [quotes, depth, orders, auction, trades, executions];
            var all = !kinds.Any(parse.GetValue);
            var pumps = new List<Task>();
            if (all || parse.GetValue(quotes))
                pumps.Add(PumpAsync(
                    await stream.SubscribeQuotesAsync(name, cancellationToken), "quote", Lines.Of, lines.Writer, cancellationToken));
            if (parse.GetValue(depth))
                pumps.Add(PumpAsync(
                    await stream.SubscribeDepthAsync(instrument, cancellationToken), "depth", Lines.Of, lines.Writer, cancellationToken));
            if (parse.GetValue(orders))
                pumps.Add(PumpAsync(
                    await stream.SubscribeOrdersAsync(name, cancellationToken), "orders", Lines.Of, lines.Writer, cancellationToken));
            if (all || parse.GetValue(auction))
                pumps.Add(PumpAsync(
                    await stream.SubscribeDepthAsync(instrument, cancellationToken), "auction", AuctionChanges(), lines.Writer,
                    cancellationToken));
            if (all || parse.GetValue(trades))
                pumps.Add(PumpAsync(
                    await stream.SubscribeTradesAsync(name, cancellationToken), "trade", Lines.Of, lines.Writer, cancellationToken));
            if (parse.GetValue(executions))
            {
                var accountId = await context.AccountAsync(parse.GetValue(account), cancellationToken);
                pumps.Add(PumpAsync(
                    await stream.SubscribeExecutionsAsync(accountId, cancellationToken), "execution", Lines.Of, lines.Writer,
                    cancellationToken));
            }

            await Task.WhenAll(WriteAsync(lines.Reader, context.Output, cancellationToken), EndAsync(pumps, lines.Writer));
        });
        return command;
    }

    private static async Task WriteAsync(ChannelReader<WatchLine> lines, CliOutput output, CancellationToken cancellationToken)
    {
        await foreach (var line in lines.ReadAllAsync(cancellationToken)) output.WriteLine(line, l => l.Text);
    }

    /// <param name="subscription">The source of the items.</param>
    /// <param name="type">The type of the items.</param>
    /// <param name="text">Formats an item as a line; null skips it.</param>
    /// <param name="lines">The output.</param>
    /// <param name="cancellationToken">Stops watching.</param>
    private static async Task PumpAsync<T>(
        Subscription<T> subscription, string type, Func<T, string?> text, ChannelWriter<WatchLine> lines,
        CancellationToken cancellationToken)
        where T : notnull
    {
        await using (subscription)
        {
            await foreach (var item in subscription.WithCancellation(cancellationToken))
            {
                if (text(item) is { } line) await lines.WriteAsync(new WatchLine(type, item, line), cancellationToken);
            }
        }
    }

    // A book changes far more often than its auction does.
    private static Func<Depth, string?> AuctionChanges()
    {
        string? last = null;
        return depth =>
        {
            var standing = Lines.Standing(depth);
            if (standing == last) return null;
            last = standing;
            return Lines.OfAuction(depth);
        };
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

    /// <summary>One line of output: the item's type and the item as in the SDK.</summary>
    private sealed record WatchLine(string Type, object Data, [property: System.Text.Json.Serialization.JsonIgnore] string Text);
}
