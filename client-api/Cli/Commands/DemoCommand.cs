using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.Output;
using Rtx.Simulator.Demo;

namespace Rtx.Cli.Commands;

internal static class DemoCommand
{
    public static Command Create()
    {
        var password = DemoPassword.Option();
        var command = new Command("demo", "Make demo users, accounts, funds and instruments; needs an administrator. Can be repeated.")
        {
            password,
        };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var given = DemoPassword.Resolve(parse.GetValue(password), context.Url);
            var client = await context.ConnectAsync(cancellationToken);
            var result = await new DemoSetup(client, given).MakeAsync(cancellationToken);
            context.Output.Write(result, demo => Tables.Of(
                ["Login", "Password", "Purpose", "Account"],
                demo.Logins.Select(login => new[] { login.UserName, login.Password, login.Purpose, $"{login.AccountId}" })));
        });
        return command;
    }
}
