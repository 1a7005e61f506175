using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.Output;

namespace Rtx.Cli.Commands;

internal static class KillSwitchCommand
{
    private const string On = "on";
    private const string Off = "off";

    public static Command Create()
    {
        var position = new Argument<string>("position") { Description = "on or off." };
        position.AcceptOnlyFromAmong(On, Off);
        var account = AccountOptions.Account();
        var command = new Command(
            "kill-switch",
            "Stop an account's trading: on cancels its open orders and refuses new ones until it is off.") { position, account };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var isOn = parse.GetRequiredValue(position) == On;
            var client = await context.ConnectAsync(cancellationToken);
            var accountId = await context.AccountAsync(parse.GetValue(account), cancellationToken);
            context.Output.Write(
                await client.Orders.SetKillSwitchAsync(accountId, isOn, cancellationToken), reply => Tables.Orders(reply.Orders));
            context.Output.Remark(
                isOn ? $"Account {accountId} takes no orders until the switch is off." : $"Account {accountId} takes orders again.");
        });
        return command;
    }
}
