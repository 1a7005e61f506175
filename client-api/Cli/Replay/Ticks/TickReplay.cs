using System.Diagnostics;
using System.Threading.Channels;
using Rtx.Cli.Invocation;
using Rtx.Cli.Outages;
using Rtx.Cli.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Rtx.Cli.Replay.Ticks;

/// <summary>Sends a file of ticks through the gateway, waits until they are stored, and has the candles recomputed.</summary>
internal static class TickReplay
{
    private const int BatchSize = 5_000;

    /// <summary>Batches that are read ahead. They go one after the other: a provider's sequence rises, and two on the way at once could overtake each other.</summary>
    private const int BatchesAhead = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan CountInterval = TimeSpan.FromMilliseconds(250);

    public static async Task<TickReplayReport> RunAsync(CliContext context, string path, int? limit, CancellationToken cancellationToken)
    {
        var client = await context.ConnectAsync(cancellationToken);
        var recording = TickRecording.Open(path);
        var retry = new OutageRetry(Patience);
        await MakeInstrumentAsync(client, recording.Instrument, cancellationToken);
        var symbol = recording.Instrument.Symbol;
        var before = await CountAsync();
        var elapsed = Stopwatch.StartNew();
        long sent = 0, stored = 0;
        await ReplayProgress.ShowAsync(context.Output, $"Ticks {symbol}", total: null, async show =>
        {
            sent = await SendAsync(client, recording, retry, limit, done => show(done, () => $"{ReplayReport.Count(done)} sent"), cancellationToken);
            stored = await AwaitStoredAsync(Math.Max(before, sent), CountAsync, count => show(count, () => $"{ReplayReport.Count(count)} stored"), cancellationToken);
        });
        elapsed.Stop();

        context.Output.Remark("Checking the invariants …");
        var invariants = await retry.SendAsync((_, token) => client.Administration.CheckInvariantsAsync(token), cancellationToken);
        return new TickReplayReport
        {
            Symbol = symbol,
            ProviderId = recording.ProviderId,
            Lines = recording.Lines,
            OtherLines = recording.OtherLines,
            Sent = sent,
            Stored = stored,
            AlreadyStored = Math.Min(before, sent),
            Expected = Math.Max(before, sent),
            ElapsedSeconds = Math.Round(elapsed.Elapsed.TotalSeconds, 3),
            TicksPerSecond = Math.Round(sent / Math.Max(elapsed.Elapsed.TotalSeconds, 0.001)),
            Repeats = retry.Repeats,
            Invariants = invariants,
        };

        async Task<long> CountAsync() =>
            (await retry.SendAsync((_, token) => client.Instruments.CountTicksAsync(symbol, recording.ProviderId, token), cancellationToken)).Count;
    }

    private static async Task MakeInstrumentAsync(RtxClient client, CreateInstrumentRequest instrument, CancellationToken cancellationToken)
    {
        try
        {
            await client.Administration.CreateInstrumentAsync(instrument, cancellationToken);
        }
        catch (RtxException exception) when (exception.Code == RtxErrorCodes.AlreadyExists)
        {
            // An earlier replay made it.
        }
    }

    private static async Task<long> SendAsync(
        RtxClient client, TickRecording recording, OutageRetry retry, int? limit, Action<long> progressed, CancellationToken cancellationToken)
    {
        var batches = Channel.CreateBounded<IReadOnlyList<Tick>>(BatchesAhead);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = ReadBatchesAsync(recording, limit, batches.Writer, stop.Token);
        long sent = 0;
        try
        {
            await foreach (var batch in batches.Reader.ReadAllAsync(cancellationToken))
            {
                await retry.SendAsync((_, token) => client.Ticks.SendAsync(batch, token), cancellationToken);
                sent += batch.Count;
                progressed(sent);
            }
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }

        await reading;
        return sent;
    }

    private static async Task ReadBatchesAsync(TickRecording recording, int? limit, ChannelWriter<IReadOnlyList<Tick>> batches, CancellationToken cancellationToken)
    {
        try
        {
            var ticks = limit is { } count ? recording.ReadAsync(cancellationToken).Take(count) : recording.ReadAsync(cancellationToken);
            await foreach (var batch in ticks.Chunk(BatchSize).WithCancellation(cancellationToken)) await batches.WriteAsync(batch, cancellationToken);
            batches.Complete();
        }
        catch (Exception exception)
        {
            // The sender sees it after the batches that were read before.
            batches.Complete(exception);
        }
    }

    private static async Task<long> AwaitStoredAsync(long expected, Func<Task<long>> countAsync, Action<long> progressed, CancellationToken cancellationToken)
    {
        var count = await countAsync();
        var lastChange = TimeProvider.System.GetTimestamp();
        while (count < expected && TimeProvider.System.GetElapsedTime(lastChange) < Patience)
        {
            await Task.Delay(CountInterval, cancellationToken);
            var newCount = await countAsync();
            if (newCount != count) lastChange = TimeProvider.System.GetTimestamp();
            count = newCount;
            progressed(count);
        }

        return count;
    }
}

/// <summary>How a replay of ticks ended.</summary>
internal sealed record TickReplayReport
{
    public required string Symbol { get; init; }

    public required short ProviderId { get; init; }

    public required long Lines { get; init; }

    /// <summary>Lines that tell no tick: header, depth changes.</summary>
    public required long OtherLines { get; init; }

    public required long Sent { get; init; }

    /// <summary>Rows in the table afterwards.</summary>
    public required long Stored { get; init; }

    /// <summary>Ticks of the file that an earlier replay had stored.</summary>
    public required long AlreadyStored { get; init; }

    /// <summary>Rows that the table should have.</summary>
    public required long Expected { get; init; }

    public required double ElapsedSeconds { get; init; }

    public required double TicksPerSecond { get; init; }

    public required long Repeats { get; init; }

    public required IReadOnlyList<InvariantResult> Invariants { get; init; }

    public bool Succeeded => Sent > 0 && Stored == Expected && Invariants.All(invariant => invariant.Violations == 0);

    public IRenderable ForPeople()
    {
        string[][] lines =
        [
            ["Lines read", ReplayReport.Count(Lines)],
            ["Lines that tell no tick", ReplayReport.Count(OtherLines)],
            ["Ticks sent", $"{ReplayReport.Count(Sent)} in {ElapsedSeconds:0.0} s until stored, {TicksPerSecond:0} a second"],
            ["Already stored", ReplayReport.Count(AlreadyStored)],
            ["Rows in the table", $"{ReplayReport.Count(Stored)} of {ReplayReport.Count(Expected)}"],
            ["Requests repeated", ReplayReport.Count(Repeats)],
            .. ReplayReport.InvariantLines(Invariants),
        ];
        return new Rows(Tables.Of(["Replay ticks", $"{Symbol}, provider {ProviderId}"], lines), new Text(Succeeded ? "All ticks are stored.\n" : "Ticks are missing.\n"));
    }
}
