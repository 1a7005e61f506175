using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.Output;

namespace Rtx.Cli.Commands;

internal static class TicksCommand
{
    public static Command Create()
    {
        var symbol = AccountOptions.Symbol();
        var provider = new Option<short?>("--provider") { Description = "Of one provider only." };
        var from = new Option<DateTimeOffset?>("--from") { Description = "Start, included." };
        var to = new Option<DateTimeOffset?>("--to") { Description = "End, not included." };
        var limit = new Option<int>("--limit") { Description = "At most so many.", DefaultValueFactory = _ => 50 };
        var command = new Command("ticks", "Show stored ticks.") { symbol, provider, from, to, limit };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var client = await context.ConnectAsync(cancellationToken);
            var filter = new TickFilter
            {
                ProviderId = parse.GetValue(provider),
                From = parse.GetValue(from),
                To = parse.GetValue(to),
                Limit = parse.GetValue(limit),
            };
            context.Output.Write(
                await client.Instruments.GetTicksAsync(parse.GetRequiredValue(symbol), filter, cancellationToken), Tables.Ticks);
        });
        return command;
    }
}
