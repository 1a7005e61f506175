using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.Output;
using Rtx.Replays.Files;
using Rtx.Replays.Outages;

namespace Rtx.Cli.Commands;

internal static class ImportCommand
{
    private const int BatchSize = 5_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "As export writes it: .csv, .ndjson, .csv.gz, .ndjson.gz or .parquet." }.AcceptExistingOnly();
        var provider = new Option<short?>("--provider") { Description = "Send all ticks as those of this provider." };
        var command = new Command("import",
            "Send a file of ticks through the gateway; what is stored already is recognised. Needs a feed or an administrator.") { file,
            provider };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var path = parse.GetRequiredValue(file);
            var result = await SendAsync(context, path, parse.GetValue(provider), cancellationToken);
            context.Output.Write(
                result, r => Tables.Of(["File", "Accepted", "Put aside"], [[path.Name, $"{r.Accepted:N0}", $"{r.Quarantined:N0}"]]));
        });
        return command;
    }

    private static async Task<ImportResult> SendAsync(
        CliContext context, FileInfo file, short? provider, CancellationToken cancellationToken)
    {
        var client = await context.ConnectAsync(cancellationToken);
        var retry = new OutageRetry(Patience);
        long accepted = 0, quarantined = 0;
        await context.Output.ShowAsync(file.Name, async show =>
        {
            await foreach (var batch in TickFiles.ReadAsync(file, cancellationToken).Chunk(BatchSize).WithCancellation(cancellationToken))
            {
                IReadOnlyList<Tick> ticks = provider is { } number ? [.. batch.Select(tick => tick with { ProviderId = number })] : batch;
                var reply = await retry.SendAsync((_, token) => client.Ticks.SendAsync(ticks, token), cancellationToken);
                (accepted, quarantined) = (accepted + reply.Accepted, quarantined + reply.Quarantined.Count);
                show(accepted, () => $"{accepted:N0} ticks");
            }
        });
        return new ImportResult(accepted, quarantined);
    }

    private sealed record ImportResult(long Accepted, long Quarantined);
}
