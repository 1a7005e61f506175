using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.Output;

namespace Rtx.Cli.Commands;

internal static class CandlesCommand
{
    public static Command Create()
    {
        var symbol = AccountOptions.Symbol();
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
        var from = new Option<DateTimeOffset?>("--from") { Description = "Start, included." };
        var to = new Option<DateTimeOffset?>("--to") { Description = "End, not included." };
        var limit = new Option<int>("--limit") { Description = "At most so many.", DefaultValueFactory = _ => 60 };
        var command = new Command("candles", "Show candles.") { symbol, kind, minutes, from, to, limit };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var client = await context.ConnectAsync(cancellationToken);
            var filter = new CandleFilter
            {
                PriceKind = parse.GetValue(kind),
                Minutes = parse.GetValue(minutes),
                From = parse.GetValue(from),
                To = parse.GetValue(to),
                Limit = parse.GetValue(limit),
            };
            context.Output.Write(
                await client.Instruments.GetCandlesAsync(parse.GetRequiredValue(symbol), filter, cancellationToken), Tables.Candles);
        });
        return command;
    }
}
