using System.CommandLine;
using System.CommandLine.Parsing;

namespace Rtx.Cli.Invocation;

/// <summary>Options of every command.</summary>
internal static class GlobalOptions
{
    public const string UrlVariable = "RTX_URL";
    public const string UserVariable = "RTX_USER";
    public const string PasswordVariable = "RTX_PASSWORD";

    private const string LocalUrl = "http://localhost:5080";

    public static Option<Uri> Url { get; } = new("--url")
    {
        Description = $"The server (also {UrlVariable}; ./rtx takes the one that ./run has started).",
        DefaultValueFactory = result =>
            ToUrl(Environment.GetEnvironmentVariable(UrlVariable) is { Length: > 0 } given ? given : LocalUrl, result),
        CustomParser = result => ToUrl(result.Tokens.Single().Value, result),
        Recursive = true,
    };

    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Print JSON: one document, or one per line where data flows.",
        Recursive = true,
    };

    public static Option<string?> User { get; } = new("--user")
    {
        Description = $"Log in for this command alone, with --password (also {UserVariable} and {PasswordVariable}); otherwise the login that is kept.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(UserVariable),
        Recursive = true,
    };

    public static Option<string?> Password { get; } = new("--password")
    {
        Description = "Password of --user. Other users of the machine can see command lines: the environment variable is safer.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(PasswordVariable),
        Recursive = true,
    };

    public static void AddTo(Command root)
    {
        root.Options.Add(Url);
        root.Options.Add(Json);
        root.Options.Add(User);
        root.Options.Add(Password);
    }

    private static Uri ToUrl(string text, ArgumentResult result)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https")) return url;
        result.AddError($"'{text}' is no http or https address.");
        return new Uri(LocalUrl);
    }
}
