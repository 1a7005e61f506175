using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.Output;

namespace Rtx.Cli.Commands;

internal static class ProvidersCommand
{
    private const string Every = "all";

    public static Command Create()
    {
        var user = User();
        var command = new ExampleCommand(
            "providers", "Show for which providers a user may send ticks. Needs an administrator.",
            "rtx providers feed-1                   what was granted",
            "rtx providers grant feed-1 3,4         these, too; all for every provider",
            "rtx providers revoke feed-1 3          not this one; all for every provider")
        {
            user,
            CreateChange("grant", "Let a user send ticks of providers.", Granted),
            CreateChange("revoke", "Let a user no longer send ticks of providers. In force within two seconds.", Revoked),
        };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var client = await context.ConnectAsync(cancellationToken);
            context.Output.Write(
                await client.Administration.GetProvidersAsync(parse.GetRequiredValue(user), cancellationToken), Tables.Providers);
        });
        return command;
    }

    private static Command CreateChange(string name, string description, Func<ProviderGrant, short[]?, ProviderGrant> change)
    {
        var user = User();
        var providers = new Argument<string>("providers") { Description = $"Numbers of the providers with commas, or {Every}." };
        var command = new Command(name, description) { user, providers };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var client = await context.ConnectAsync(cancellationToken);
            var (userName, text) = (parse.GetRequiredValue(user), parse.GetRequiredValue(providers));
            var present = await client.Administration.GetProvidersAsync(userName, cancellationToken);
            var wanted = change(present, text == Every ? null : Numbers(text));
            context.Output.Write(await client.Administration.SetProvidersAsync(userName, wanted, cancellationToken), Tables.Providers);
        });
        return command;
    }

    private static ProviderGrant Granted(ProviderGrant present, short[]? more) =>
        more is null || present.EveryProvider ? new ProviderGrant { EveryProvider = true } : new ProviderGrant
        {
            ProviderIds = [.. present.ProviderIds.Union(more)],
        };

    private static ProviderGrant Revoked(ProviderGrant present, short[]? less)
    {
        if (less is null) return new ProviderGrant();
        if (present.EveryProvider)
        {
            throw new CliException(
                CliException.InvalidInput, "The user may send ticks of every provider: revoke all, then grant those that may stay.");
        }
        return new ProviderGrant { ProviderIds = [.. present.ProviderIds.Except(less)] };
    }

    private static short[] Numbers(string text)
    {
        var parts = text.Split(',');
        var numbers = new short[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!short.TryParse(parts[i], out numbers[i]))
            {
                throw new CliException(CliException.InvalidInput, $"'{parts[i]}' is no number of a provider.");
            }
        }

        return numbers;
    }

    private static Argument<string> User() => new("user") { Description = "Name of the user." };
}
