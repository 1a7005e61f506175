using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.Output;
using Spectre.Console;

namespace Rtx.Cli.Commands;

internal static class LoginCommand
{
    public static Command Create()
    {
        var user = new Argument<string>("name") { Description = "User name." };
        var command = new Command("login", "Log in and keep the login for later commands.") { user };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var password = parse.GetValue(GlobalOptions.Password) ?? await AskAsync(context, cancellationToken);
            var session = await context.LoginAsync(parse.GetRequiredValue(user), password, cancellationToken);
            context.Output.Write(
                new LoginResult(session.User, session.ExpiresAt),
                result =>
                    new Text($"Logged in as {result.User.UserName} ({result.User.Role}) until {Tables.Time(result.ExpiresAt)} UTC.\n"));
        });
        return command;
    }

    private static Task<string> AskAsync(CliContext context, CancellationToken cancellationToken) =>
        new TextPrompt<string>("Password:").Secret().ShowAsync(context.Output.Progress, cancellationToken);

    private sealed record LoginResult(User User, DateTimeOffset ExpiresAt);
}
