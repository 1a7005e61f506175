using System.CommandLine;
using Rtx.Cli.Output;
using Rtx.Replays.Market;

namespace Rtx.Cli.Invocation;

/// <summary>Runs a command: gives it its context, turns failures into one line on stderr and an exit code.</summary>
internal static class CliAction
{
    public const int Failed = 1;
    public const int Interrupted = 130;

    /// <summary>Sets what a command does. The exit code is 0 unless it returns another one.</summary>
    public static void SetAction(this Command command, Func<ParseResult, CliContext, CancellationToken, Task<int>> action) =>
        command.SetAction((parse, cancellationToken) => RunAsync(parse, action, cancellationToken));

    /// <summary>Sets what a command does; it succeeds unless it throws.</summary>
    public static void SetAction(this Command command, Func<ParseResult, CliContext, CancellationToken, Task> action) =>
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            await action(parse, context, cancellationToken);
            return 0;
        });

    private static async Task<int> RunAsync(
        ParseResult parse, Func<ParseResult, CliContext, CancellationToken, Task<int>> action, CancellationToken cancellationToken)
    {
        var output = new CliOutput(
            parse.InvocationConfiguration.Output, parse.InvocationConfiguration.Error, parse.GetValue(GlobalOptions.Json));
        using var context = new CliContext(parse, output);
        try
        {
            return await action(parse, context, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Interrupted;
        }
        catch (Exception exception) when (Explain(exception, context) is { } error)
        {
            output.WriteError(error.Code, error.Detail);
            return Failed;
        }
    }

    private static (string Code, string Detail)? Explain(Exception exception, CliContext context) => exception switch
    {
        RtxException error => (error.Code, error.Detail),
        CliException error => (error.Code, error.Message),
        BookNotEmptyException => (CliException.BookNotEmpty, exception.Message),
        HttpRequestException error => (CliException.Unreachable, $"{context.Url} does not answer: {error.Message}"),
        FormatException or IOException or UnauthorizedAccessException => (CliException.InvalidInput, exception.Message),
        _ => null,
    };
}
