using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.Output;

namespace Rtx.Cli.Commands;

internal static class MarginCommand
{
    public static Command Create()
    {
        var limit = new Option<int>("--limit") { Description = "At most so many, newest first.", DefaultValueFactory = _ => 100 };
        var account = AccountOptions.Account();
        var command = new Command("margin", "List calls for margin and stop-outs of an account.") { limit, account };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var client = await context.ConnectAsync(cancellationToken);
            var accountId = await context.AccountAsync(parse.GetValue(account), cancellationToken);
            context.Output.Write(await client.Accounts.GetMarginEventsAsync(
                accountId, limit: AccountOptions.PageOf(parse.GetValue(limit)), cancellationToken: cancellationToken), Tables.MarginEvents);
        });
        return command;
    }
}
