using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.Output;

namespace Rtx.Cli.Commands;

internal static class QuarantineCommand
{
    public static Command Create()
    {
        var before = new Option<string?>("--before") { Description = "Only those before this id." };
        var limit = new Option<int>("--limit") { Description = "At most so many.", DefaultValueFactory = _ => 50 };
        var command = new Command("quarantine", "Show ticks that the gateway put aside, newest first. Needs an administrator.")
        {
            before, limit,
        };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var client = await context.ConnectAsync(cancellationToken);
            context.Output.Write(
                await client.Administration.GetQuarantinedTicksAsync(
                    parse.GetValue(before), parse.GetValue(limit), cancellationToken), Tables.Quarantine);
        });
        return command;
    }
}
