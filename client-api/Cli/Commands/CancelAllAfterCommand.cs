using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.Output;
using Spectre.Console;

namespace Rtx.Cli.Commands;

internal static class CancelAllAfterCommand
{
    public static Command Create()
    {
        var seconds = new Argument<int>("seconds") { Description = $"1 to {CancelAllAfterRequest.MaxTimeoutSeconds}; 0 stops the timer." };
        seconds.Validators.Add(result =>
        {
            if (result.GetValue(seconds) is < 0 or > CancelAllAfterRequest.MaxTimeoutSeconds)
            {
                result.AddError($"The seconds are 0 to {CancelAllAfterRequest.MaxTimeoutSeconds}.");
            }
        });
        var account = AccountOptions.Account();
        var command = new Command("cancel-all-after", "Cancel all open orders after some seconds, unless this is repeated in time. The server counts: it helps when your side is gone.") { seconds, account };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var client = await context.ConnectAsync(cancellationToken);
            var accountId = await context.AccountAsync(parse.GetValue(account), cancellationToken);
            var cancelsAt = await client.Orders.CancelAllAfterAsync(
                accountId, TimeSpan.FromSeconds(parse.GetValue(seconds)), cancellationToken);
            context.Output.Write(
                new CancelAllAfterReply { CancelsAt = cancelsAt },
                reply =>
                    new Text(reply.CancelsAt is { } time ? $"All open orders are cancelled at {Tables.Time(time)} UTC.\n" : "The timer is stopped.\n"));
        });
        return command;
    }
}
