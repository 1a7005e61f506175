using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.Output;

namespace Rtx.Cli.Commands;

internal static class ExecutionsCommand
{
    public static Command Create()
    {
        var symbol = new Option<string?>("--symbol") { Description = "Of one instrument only." };
        var order = new Option<long?>("--order") { Description = "Of one order only." };
        var reason = Words.Option<ExecReason>("--reason", "Instead of trades all that happened for this reason.");
        var limit = new Option<int>("--limit") { Description = "At most so many, newest first.", DefaultValueFactory = _ => 100 };
        var account = AccountOptions.Account();
        var command = new Command("executions", "List trades of an account.") { symbol, order, reason, limit, account };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var client = await context.ConnectAsync(cancellationToken);
            var accountId = await context.AccountAsync(parse.GetValue(account), cancellationToken);
            var most = parse.GetValue(limit);
            var filter = new ExecutionFilter
            {
                Symbol = parse.GetValue(symbol), OrderId = parse.GetValue(order), Reason = parse.GetValue(reason),
                Limit = AccountOptions.PageOf(most),
            };
            context.Output.Write(
                await client.Accounts.ReadExecutionsAsync(accountId, filter, cancellationToken).Take(most).ToListAsync(cancellationToken),
                Tables.Executions);
        });
        return command;
    }
}
