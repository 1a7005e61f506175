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

        foreach (var shard in ticks.GroupBy(t => TickStream.ShardOf(t.InstrumentId)))
        {
            var stream = streams.GetStream<TickBatch>(StreamId.Create(TickStream.Namespace, shard.Key));
            foreach (var batch in shard.Chunk(TickBatch.MaxTicks))
            {
                cancellationToken.ThrowIfCancellationRequested();
                await stream.OnNextAsync(new TickBatch(batch));
            }
        }
    }
}
