using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.Output;

namespace Rtx.Cli.Commands;

internal static class GapsCommand
{
    public static Command Create()
    {
        var symbol = AccountOptions.Symbol();
        var seconds = new Option<int>("--longer-than") { Description = "Seconds without a tick.", DefaultValueFactory = _ => 60 };
        var provider = new Option<short?>("--provider") { Description = "Of one provider only." };
        var from = new Option<DateTimeOffset?>("--from") { Description = "Start, included; 24 hours before the end unless given." };
        var to = new Option<DateTimeOffset?>("--to") { Description = "End, not included; now unless given." };
        var limit = new Option<int>("--limit") { Description = "At most so many.", DefaultValueFactory = _ => 100 };
        var command = new Command("gaps", "Show when an instrument traded and no tick came.")
        {
            symbol, seconds, provider, from, to, limit,
        };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var client = await context.ConnectAsync(cancellationToken);
            var filter = new GapFilter
            {
                LongerThan = TimeSpan.FromSeconds(parse.GetValue(seconds)),
                ProviderId = parse.GetValue(provider),
                From = parse.GetValue(from),
                To = parse.GetValue(to),
                Limit = parse.GetValue(limit),
            };
            context.Output.Write(
                await client.Instruments.GetGapsAsync(parse.GetRequiredValue(symbol), filter, cancellationToken), Tables.Gaps);
        });
        return command;
    }
}
