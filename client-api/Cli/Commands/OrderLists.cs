using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.OrderEntry;
using Rtx.Cli.Output;

namespace Rtx.Cli.Commands;

/// <summary>Commands that place lists of linked orders.</summary>
internal static class OrderLists
{
    /// <summary>Makes a command place the order list built from its arguments.</summary>
    public static Command Fill(
        Command command, ListOptions options, ContingencyType type, Func<ParseResult, IEnumerable<Leg>> legs, params Option[] ownOptions)
    {
        var account = AccountOptions.Account();
        options.AddTo(command);
        foreach (var option in ownOptions.Append(account)) command.Options.Add(option);
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var request = options.ToRequest(parse, TimeProvider.System.GetUtcNow(), type, legs(parse));
            var client = await context.ConnectAsync(cancellationToken);
            var accountId = await context.AccountAsync(parse.GetValue(account), cancellationToken);
            var reply = await client.Orders.PlaceListAsync(accountId, request, cancellationToken);
            context.Output.Write(reply, r => Tables.Orders(r.Orders));
        });
        return command;
    }
}
