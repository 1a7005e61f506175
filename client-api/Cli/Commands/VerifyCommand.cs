using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.Output;

namespace Rtx.Cli.Commands;

internal static class VerifyCommand
{
    public static Command Create()
    {
        var command = new Command("verify", "Check the invariants of the databases; fails when one is broken.");
        command.SetAction(async (_, context, cancellationToken) =>
        {
            var client = await context.ConnectAsync(cancellationToken);
            var results = await client.Administration.CheckInvariantsAsync(cancellationToken);
            context.Output.Write(results, Tables.Invariants);
            return results.Any(result => result.Violations != 0) ? CliAction.Failed : 0;
        });
        return command;
    }
}
