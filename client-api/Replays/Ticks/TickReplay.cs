using System.Diagnostics;
using System.Threading.Channels;
using Rtx.Replays.Outages;
using Rtx.Replays.Reporting;

namespace Rtx.Replays.Ticks;

/// <summary>Sends a file of ticks through the gateway, waits until they are stored, and has the candles recomputed.</summary>
internal static class TickReplay
{
    private const int BatchSize = 5_000;

    /// <summary>
    /// Maximum number of batches to read ahead. They are sent one at a time: concurrent batches could arrive out of sequence.
    /// </summary>
    private const int BatchesAhead = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan CountInterval = TimeSpan.FromMilliseconds(250);

    public static async Task<TickReplayReport> RunAsync(
        ReplayRun run, TickRecording recording, int? limit, CancellationToken cancellationToken)
    {
        var (client, _, display) = run;
        var retry = new OutageRetry(Patience);
        await MakeInstrumentAsync(client, recording.Instrument, cancellationToken);
        var symbol = recording.Instrument.Symbol;
        var before = await CountAsync();
        var elapsed = Stopwatch.StartNew();
        var tally = new TickTally();
        long stored = 0;
        await display.ShowAsync($"Ticks {symbol}", async show =>
        {
            await SendAsync(
                client, recording, retry, limit, tally, done => show(done, () => $"{ReplayReport.Count(done)} sent"), cancellationToken);
            stored = await AwaitStoredAsync(
                Math.Max(before, tally.Accepted), CountAsync, count => show(count, () => $"{ReplayReport.Count(count)} stored"),
                cancellationToken);
        });
        elapsed.Stop();

        display.Remark("Checking the invariants …");
        var invariants = await retry.SendAsync((_, token) => client.Administration.CheckInvariantsAsync(token), cancellationToken);
        return new TickReplayReport
        {
            Symbol = symbol,
            ProviderId = recording.ProviderId,
            Lines = recording.Lines,
            OtherLines = recording.OtherLines,
            Sent = tally.Sent,
            PutAside = tally.PutAside,
            Stored = stored,
            AlreadyStored = Math.Min(before, tally.Accepted),
            Expected = Math.Max(before, tally.Accepted),
            ElapsedSeconds = Math.Round(elapsed.Elapsed.TotalSeconds, 3),
            TicksPerSecond = Math.Round(tally.Sent / Math.Max(elapsed.Elapsed.TotalSeconds, 0.001)),
            Repeats = retry.Repeats,
            Invariants = invariants,
        };

        async Task<long> CountAsync() =>
            (await retry.SendAsync(
                (_, token) => client.Instruments.CountTicksAsync(symbol, recording.ProviderId, token), cancellationToken)).Count;
    }

    private static async Task MakeInstrumentAsync(RtxClient client, CreateInstrumentRequest instrument, CancellationToken cancellationToken)
    {
        try
        {
            await client.Administration.CreateInstrumentAsync(instrument, cancellationToken);
        }
        catch (RtxException exception) when (exception.Code == RtxErrorCodes.AlreadyExists)
        {
            // An earlier replay created it.
        }
    }

    private static async Task SendAsync(
        RtxClient client, TickRecording recording, OutageRetry retry, int? limit, TickTally tally, Action<long> progressed,
        CancellationToken cancellationToken)
    {
        var batches = Channel.CreateBounded<IReadOnlyList<Tick>>(BatchesAhead);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = ReadBatchesAsync(recording, limit, batches.Writer, stop.Token);
        try
        {
            await foreach (var batch in batches.Reader.ReadAllAsync(cancellationToken))
            {
                tally.Add(batch.Count, await retry.SendAsync((_, token) => client.Ticks.SendAsync(batch, token), cancellationToken));
                progressed(tally.Sent);
            }
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }

        await reading;
    }

    private static async Task ReadBatchesAsync(
        TickRecording recording, int? limit, ChannelWriter<IReadOnlyList<Tick>> batches, CancellationToken cancellationToken)
    {
        try
        {
            var ticks = limit is { } count ? recording.ReadAsync(cancellationToken).Take(count) : recording.ReadAsync(cancellationToken);
            await foreach (var batch in ticks.Chunk(BatchSize).WithCancellation(cancellationToken))
            {
                await batches.WriteAsync(batch, cancellationToken);
            }
            batches.Complete();
        }
        catch (Exception exception)
        {
            // The sender sees the exception after the batches read before it.
            batches.Complete(exception);
        }
    }

    private static async Task<long> AwaitStoredAsync(
        long expected, Func<Task<long>> countAsync, Action<long> progressed, CancellationToken cancellationToken)
    {
        var count = await countAsync();
        progressed(count);
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
