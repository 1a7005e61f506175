using System.Runtime.InteropServices;
using Orleans.Streams;

namespace Rtx.Contracts;

/// <inheritdoc cref="ITickGateway" />
/// <param name="streams">The stream provider named <see cref="TickStream.Provider"/>.</param>
public sealed class TickGateway(IStreamProvider streams) : ITickGateway
{
    /// <inheritdoc />
    public async Task SendAsync(IReadOnlyList<Tick> ticks, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ticks);
        foreach (var tick in ticks)
        {
            if (TickChecks.FindFault(tick) is { } fault) throw new ArgumentException($"{fault} Nothing was sent. The tick is {tick}.", nameof(ticks));
        }

        await Task.WhenAll(SplitByShard(ticks).Select((shard, number) => SendShardAsync(number, shard, cancellationToken)));
    }

    private static List<Tick>[] SplitByShard(IReadOnlyList<Tick> ticks)
    {
        var shards = new List<Tick>[TickStream.Shards];
        for (var shard = 0; shard < shards.Length; shard++) shards[shard] = [];
        foreach (var tick in ticks) shards[TickStream.ShardOf(tick.InstrumentId)].Add(tick);
        return shards;
    }

    /// <summary>One batch after another, because a shard has an order.</summary>
    private async Task SendShardAsync(long shard, List<Tick> ticks, CancellationToken cancellationToken)
    {
        var stream = streams.GetStream<TickBatch>(StreamId.Create(TickStream.Namespace, shard));
        for (var first = 0; first < ticks.Count; first += TickBatch.MaxTicks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await stream.OnNextAsync(TickBatch.Of(CollectionsMarshal.AsSpan(ticks).Slice(first, Math.Min(TickBatch.MaxTicks, ticks.Count - first))));
        }
    }
}
