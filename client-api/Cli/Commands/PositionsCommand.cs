using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.Output;

namespace Rtx.Cli.Commands;

internal static class PositionsCommand
{
    public static Command Create()
    {
        var account = AccountOptions.Account();
        var command = new Command("positions", "Show balances and positions.") { account };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var client = await context.ConnectAsync(cancellationToken);
            var accountId = await context.AccountAsync(parse.GetValue(account), cancellationToken);
            context.Output.Write(await client.Accounts.GetSummaryAsync(accountId, cancellationToken: cancellationToken), Tables.Account);
        });
        return command;
    }
}
