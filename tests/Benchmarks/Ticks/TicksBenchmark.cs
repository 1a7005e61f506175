using System.Diagnostics;
using Rtx.Benchmarks.Invocation;
using Rtx.Benchmarks.Measuring;
using Rtx.Client;

namespace Rtx.Benchmarks.Ticks;

/// <summary>
/// Senders send quotes in batches over REST, one sender per instrument, because a provider's ticks of an instrument have an order. The clock stops when the
/// table has them all. The limit is a binary COPY of the same rows, in commits of the same size and over as many connections, into a table of the same shape.
/// </summary>
internal sealed class TicksBenchmark(RunningSystem system, TickLoad load)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public async Task<Result> MeasureAsync(CancellationToken cancellationToken)
    {
        using var client = await system.ConnectAsync(cancellationToken);
        var series = new List<QuoteSeries>(load.Instruments);
        for (var i = 0; i < load.Instruments; i++) series.Add(await MakeSeriesAsync(client, cancellationToken));

        var limit = await BareCopy.MeasureAsync(system.MarketData, series, load, directCompress: false, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(series.Select(each => SendAsync(client, each, cancellationToken)));
        foreach (var each in series) await AwaitStoredAsync(client, each, cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(started);
        var ticks = new MeasuredSide("ticks to the table (REST, stream, writer)", load.Total, load.Total / elapsed.TotalSeconds, LatencyMs: null);
        return new Result("ticks", $"{load.Total:#,0} quotes of {load.Instruments} instruments in batches of {load.Batch:#,0}", ticks, limit);
    }

    private static async Task<QuoteSeries> MakeSeriesAsync(RtxClient client, CancellationToken cancellationToken)
    {
        var instrument = await SpotInstruments.MakeAsync(client, 'T', QuoteSeries.PriceIncrement, cancellationToken);
        return new QuoteSeries(instrument.InstrumentId, instrument.Symbol);
    }

    private async Task SendAsync(RtxClient client, QuoteSeries series, CancellationToken cancellationToken)
    {
        for (var first = 0; first < load.TicksPerInstrument; first += load.Batch)
        {
            var batch = series.Ticks(first, Math.Min(load.Batch, load.TicksPerInstrument - first));
            while (!await TrySendAsync(client, batch, cancellationToken)) await Task.Yield();
        }
    }

    /// <summary>False when the stream is full: nothing was taken, and the batch is sent again.</summary>
    private static async Task<bool> TrySendAsync(RtxClient client, IReadOnlyList<Tick> batch, CancellationToken cancellationToken)
    {
        try
        {
            await client.Ticks.SendAsync(batch, cancellationToken);
            return true;
        }
        catch (RtxException exception) when (exception.Code is RtxErrorCodes.Busy or RtxErrorCodes.RateLimited)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), cancellationToken);
            return false;
        }
    }

    private async Task AwaitStoredAsync(RtxClient client, QuoteSeries series, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (await client.Instruments.CountTicksAsync(series.Symbol, QuoteSeries.Provider, cancellationToken) is { Count: var count } && count < load.TicksPerInstrument)
        {
            if (Stopwatch.GetElapsedTime(started) > Patience) throw new TimeoutException($"Only {count} of {load.TicksPerInstrument} ticks of {series.Symbol} are stored.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        }
    }
}
