using System.CommandLine;
using System.CommandLine.Parsing;
using Rtx.Cli.Invocation;
using Rtx.Cli.Output;

namespace Rtx.Cli.Commands;

internal static class CancelCommand
{
    public static Command Create()
    {
        var order = new Argument<string?>("order")
        {
            Description = "Number of the order, or its client order id.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var name = new Option<string?>("--client-order-id") { Description = "The order by a client order id that looks like a number." };
        var all = new Option<bool>("--all") { Description = "All open orders, or those of --symbol, --side and --tag." };
        var symbol = new Option<string?>("--symbol") { Description = "With --all: of one instrument." };
        var side = Words.Option<Side>("--side", "With --all: of one side.");
        var tag = new Option<string?>("--tag") { Description = "With --all: of one tag." };
        var account = AccountOptions.Account();
        var command = new ExampleCommand(
            "cancel", "Cancel an open order, or many.",
            "rtx cancel my-order",
            "rtx cancel --all --symbol BTCUSD --side sell") { order, name, all, symbol, side, tag, account };
        command.Validators.Add(result =>
        {
            if (Ways(result).Count(given => given) != 1) result.AddError("Name one order, or give --all.");
            if ((result.GetValue(name) ?? result.GetValue(order)) is "" or "." or "..")
            {
                result.AddError("That is no client order id; all orders are cancelled with --all.");
            }
            if (!result.GetValue(all) && (result.GetValue(symbol) is not null || result.GetValue(side) is not null || result.GetValue(tag) is not null))
                result.AddError("--symbol, --side and --tag go with --all.");
        });
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var client = await context.ConnectAsync(cancellationToken);
            var accountId = await context.AccountAsync(parse.GetValue(account), cancellationToken);
            if (parse.GetValue(all))
            {
                var request = ToRequest(parse.GetValue(symbol), parse.GetValue(side), parse.GetValue(tag));
                context.Output.Write(
                    await client.Orders.CancelAllAsync(accountId, request, cancellationToken), reply => Tables.Orders(reply.Orders));
                return;
            }

            var reply = long.TryParse(parse.GetValue(order), out var orderId)
                ? await client.Orders.CancelAsync(accountId, orderId, cancellationToken)
                : await client.Orders.CancelAsync(accountId, (parse.GetValue(name) ?? parse.GetValue(order))!, cancellationToken);
            context.Output.Write(reply, Tables.Reply);
        });
        return command;

        static MassCancelRequest ToRequest(string? symbol, Side? side, string? tag) =>
            new() { All = symbol is null && side is null && tag is null, Symbol = symbol, Side = side, Tag = tag };

        bool[] Ways(CommandResult result) => [result.GetValue(order) is not null, result.GetValue(name) is not null, result.GetValue(all)];
    }
}
