using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Simulator.Demo;

namespace Rtx.Cli.Commands;

/// <summary>The option that names the demo users' password.</summary>
internal static class DemoPassword
{
    public static Option<string?> Option() => new("--demo-password")
    {
        Description = $"Password of the demo users (also {DemoUser.PasswordVariable}); a well-known one on the own machine.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(DemoUser.PasswordVariable),
    };

    /// <summary>The given password, or the well-known one when only this machine can reach the server.</summary>
    public static string Resolve(string? given, Uri url) =>
        given ?? (url.IsLoopback
            ? DemoUser.LocalPassword
            : throw new CliException(
                CliException.InvalidInput, $"{url} is not this machine: give the demo users a password with --demo-password."));
}
