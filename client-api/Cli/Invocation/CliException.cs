namespace Rtx.Cli.Invocation;

/// <summary>An error of the command line itself.</summary>
internal sealed class CliException(string code, string message) : Exception(message)
{
    public const string NotLoggedIn = "not_logged_in";
    public const string NoAccount = "no_account";
    public const string InvalidInput = "invalid_input";
    public const string Unreachable = "unreachable";
    public const string BookNotEmpty = "book_not_empty";

    /// <summary>Stable code for programs.</summary>
    public string Code { get; } = code;
}
