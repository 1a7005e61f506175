using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Streams;
using Orleans.Streams.Core;
using Rtx.Actors.Diagnostics;
using Rtx.Actors.Instruments;
using Rtx.Storage.MarketData;

namespace Rtx.Actors.MarketData;

/// <summary>
/// Writes the ticks of one shard. A delivery is acknowledged after its commit, so a failed one is delivered again, and the database
/// recognises duplicates. While one delivery is written, the stream gathers the next, up to its batch size: that is the only batching, and
/// the stream is the only queue.
/// </summary>
[ImplicitStreamSubscription(TickStream.Namespace)]
internal sealed class TickWriterGrain(
    TickStore store, IOptions<TickWriterOptions> options, TickThrottle throttle, ILivePublisher live, MarkFeed marks,
    ILogger<TickWriterGrain> log)
    : Grain, ITickWriterGrain, IStreamSubscriptionObserver, IAsyncBatchObserver<TickBatch>
{
    /// <summary>Ticks after which a transaction takes no further batch: larger ones gain nothing, smaller ones cost more commits.</summary>
    private const int TicksPerCommit = TickBatch.MaxTicks;

    private static readonly Meter Meter = new("Rtx.Actors");
    private static readonly Counter<long> WrittenTicks = Meter.CreateCounter<long>("rtx.ticks.written", "{tick}", "Ticks committed");
    private static readonly Counter<long> DuplicateTicks = Meter.CreateCounter<long>(
        "rtx.ticks.duplicates", "{tick}", "Ticks that were stored already");

    /// <summary>Delivered but not yet committed ticks: less than two batches. The memory is reused.</summary>
    private readonly List<Tick> _ticks = [];
    private TickWriter? _writer;
    private long _written;
    private long _duplicates;

    private long Shard => this.GetPrimaryKeyLong();

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<TickBatch>().ResumeAsync(this);

    public Task<TickWriterProgress> GetProgress() => Task.FromResult(new TickWriterProgress(_written, _duplicates));

    public async Task<RestoredTicks> Restore(TickBatch batch)
    {
        var ticks = new Tick[batch.Count];
        batch.CopyTo(ticks);
        await throttle.WaitAsync(ticks.Length);
        var result = await WriteAsync(writer => writer.RestoreAsync(ticks, CancellationToken.None));
        _written += result.Ticks.Count;
        WrittenTicks.Add(result.Ticks.Count);
        // Old ticks make neither a mark nor a current candle.
        return new RestoredTicks(result.Ticks.Count, result.Duplicates);
    }

    public async Task OnNextAsync(IList<SequentialItem<TickBatch>> items)
    {
        _ticks.Clear();
        foreach (var item in items)
        {
            var before = _ticks.Count;
            CollectionsMarshal.SetCount(_ticks, before + item.Item.Count);
            item.Item.CopyTo(CollectionsMarshal.AsSpan(_ticks)[before..]);
            if (_ticks.Count >= TicksPerCommit) await CommitAsync(item.Token);
        }

        if (_ticks.Count > 0) await CommitAsync(items[^1].Token);
    }

    public Task OnErrorAsync(Exception ex)
    {
        log.TickStreamFailed(Shard, ex);
        return Task.CompletedTask;
    }

    private async Task CommitAsync(StreamSequenceToken token)
    {
        await throttle.WaitAsync(_ticks.Count);
        var result = await WriteAsync(writer => writer.WriteAsync(_ticks, token.SequenceNumber, CancellationToken.None));
        _ticks.Clear();
        _written += result.Ticks.Count;
        _duplicates += result.Duplicates;
        WrittenTicks.Add(result.Ticks.Count);
        DuplicateTicks.Add(result.Duplicates);
        Publish(result);
    }

    private async Task<TickWriteResult> WriteAsync(Func<TickWriter, Task<TickWriteResult>> write)
    {
        // Removed during the write: after any failure it may be behind the database, and the next delivery opens a new one.
        var writer = _writer ?? await OpenAsync();
        _writer = null;
        try
        {
            var result = await write(writer);
            _writer = writer;
            return result;
        }
        catch (StaleTickWriterException stale)
        {
            // Another activation owns the shard. Deactivating lets the next delivery find it.
            log.TickWriterStale(Shard, stale.Epoch);
            DeactivateOnIdle();
            throw;
        }
    }

    private async Task<TickWriter> OpenAsync()
    {
        var writer = await store.OpenWriterAsync(Shard, TickStream.Shards, options.Value.DirectCompress, CancellationToken.None);
        log.TickWriterOpened(Shard, writer.Epoch);
        if (options.Value.DirectCompress && !writer.Compresses) log.CannotCompressTicks(Shard);
        return writer;
    }

    private void Publish(TickWriteResult result)
    {
        // Quotes were already published when they came in.
        marks.Offer(result.Ticks);
        foreach (var candles in result.Candles.GroupBy(candle => candle.InstrumentId)) live.PublishCandles(candles.Key, [.. candles]);
    }
}
