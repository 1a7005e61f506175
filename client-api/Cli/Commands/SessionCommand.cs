using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Rtx.Cli.Invocation;
using Rtx.Cli.Output;

namespace Rtx.Cli.Commands;

internal static class SessionCommand
{
    // People write the file: an unknown name is a mistake, not a field of a newer server.
    private static readonly JsonSerializerOptions FileOptions = new(RtxJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    public static Command Create()
    {
        var symbol = AccountOptions.Symbol();
        var command = new ExampleCommand(
            "session", "Show what an instrument's book does now, what comes next, and its schedule.",
            "rtx session BTCUSD                     state, next change, schedule",
            "rtx session set DAX dax.json           replace the schedule (administrators)",
            "rtx session --json DAX                 the file's form is the member schedule.schedule",
            "rtx session clear DAX                  trade round the clock (administrators)")
        {
            symbol, CreateSet(), CreateClear(),
        };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var client = await context.ConnectAsync(cancellationToken);
            var name = parse.GetRequiredValue(symbol);
            var status = await client.Instruments.GetStatusAsync(name, cancellationToken);
            context.Output.Write(
                new SessionView(status, await client.Instruments.GetScheduleAsync(name, cancellationToken)), SessionTables.Session);
        });
        return command;
    }

    private static Command CreateSet()
    {
        var symbol = AccountOptions.Symbol();
        var file = new Argument<FileInfo>("file") { Description = "The schedule in JSON, e.g. {\"timeZoneId\": \"Europe/Berlin\", \"sessions\": […]}." }.AcceptExistingOnly();
        var command = new Command("set", "Replace the schedule of an instrument; in force at once. Needs an administrator.")
        {
            symbol, file,
        };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var schedule = await ReadAsync(parse.GetRequiredValue(file), cancellationToken);
            var client = await context.ConnectAsync(cancellationToken);
            context.Output.Write(
                await client.Administration.SetScheduleAsync(parse.GetRequiredValue(symbol), schedule, cancellationToken),
                SessionTables.Schedule);
        });
        return command;
    }

    private static Command CreateClear()
    {
        var symbol = AccountOptions.Symbol();
        var command = new Command("clear", "Let an instrument trade round the clock. Needs an administrator.") { symbol };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var client = await context.ConnectAsync(cancellationToken);
            context.Output.Write(
                await client.Administration.SetScheduleAsync(parse.GetRequiredValue(symbol), schedule: null, cancellationToken),
                SessionTables.Schedule);
        });
        return command;
    }

    private static async Task<TradingSchedule> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        await using var stream = file.OpenRead();
        try
        {
            return await JsonSerializer.DeserializeAsync<TradingSchedule>(stream, FileOptions, cancellationToken)
                ?? throw new FormatException($"{file.Name} is empty.");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"{file.Name} is no schedule: {exception.Message}", exception);
        }
    }
}
