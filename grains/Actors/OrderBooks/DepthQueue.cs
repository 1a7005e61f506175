using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace Rtx.Actors.OrderBooks;

/// <summary>Snapshots of the books of this silo on their way into SQL. Trading never waits for it: when the database is away for long, the oldest are dropped and counted.</summary>
internal sealed class DepthQueue
{
    private const int Capacity = 10_000;

    private static readonly Meter Meter = new("Rtx.Actors");
    private static readonly Counter<long> Dropped = Meter.CreateCounter<long>("rtx.depth.dropped", "{snapshot}", "Depth snapshots that could not be stored");

    private readonly long _interval;
    private readonly Channel<RecordedDepth> _waiting = Channel.CreateBounded<RecordedDepth>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, _ => Dropped.Add(1));

    public DepthQueue(IOptions<DepthOptions> options) => (_interval, Levels) = ((long)options.Value.Interval.TotalMicroseconds, options.Value.Levels);

    /// <summary>Best levels of each side that a snapshot has.</summary>
    public int Levels { get; }

    /// <summary>What waits to be stored.</summary>
    public ChannelReader<RecordedDepth> Waiting => _waiting.Reader;

    /// <summary>When the interval began that a moment is in; null when nothing is recorded.</summary>
    public Timestamp? IntervalOf(Timestamp now) => _interval == 0 ? null : new Timestamp(now.UnixMicroseconds - (now.UnixMicroseconds % _interval));

    /// <summary>Takes a snapshot whose book is durable.</summary>
    public void Add(RecordedDepth snapshot) => _waiting.Writer.TryWrite(snapshot);
}
