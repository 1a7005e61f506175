using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.Output;

namespace Rtx.Cli.Commands;

internal static class DeadLettersCommand
{
    public static Command Create()
    {
        var retry = new Option<string?>("--retry") { Description = "Stores what is missing of the one with this id." };
        var limit = new Option<int>("--limit") { Description = "At most so many.", DefaultValueFactory = _ => 50 };
        var command = new ExampleCommand(
            "dead-letters",
            "Show batches of ticks that were taken and could not be stored, newest first, or store one now. Needs an administrator.",
            "rtx dead-letters", "rtx dead-letters --retry 3:1790000000000-0")
        {
            retry, limit,
        };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var client = await context.ConnectAsync(cancellationToken);
            if (parse.GetValue(retry) is { } id)
            {
                var restored = await client.Administration.RetryDeadLetterAsync(id, cancellationToken);
                context.Output.Remark($"{id}: {restored.Stored} ticks are stored now, {restored.Duplicates} were before.");
                return;
            }

            context.Output.Write(
                await client.Administration.GetDeadLettersAsync(parse.GetValue(limit), cancellationToken), Tables.DeadLetters);
        });
        return command;
    }
}
