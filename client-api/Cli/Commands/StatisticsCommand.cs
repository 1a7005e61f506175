using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.Output;

namespace Rtx.Cli.Commands;

internal static class StatisticsCommand
{
    public static Command Create()
    {
        var symbol = AccountOptions.Symbol();
        var command = new Command("statistics", "Show an instrument's last 24 hours.") { symbol };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var client = await context.ConnectAsync(cancellationToken);
            context.Output.Write(
                await client.Instruments.GetStatisticsAsync(parse.GetRequiredValue(symbol), cancellationToken: cancellationToken),
                Tables.Statistics);
        });
        return command;
    }
}
