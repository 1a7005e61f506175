using Rtx.ClientApi.Instruments;
using Rtx.ClientApi.Wire;
using Rtx.Model;

namespace Rtx.ClientApi.LiveData;

/// <summary>Executions of an account, at once and unchanged. More than <see cref="MaxEvents"/> waiting lose the oldest; all of them are in the history.</summary>
internal sealed class ExecutionFeed(
    InstrumentCatalog catalog, string channel, Func<byte[], ExecutionNotice?> deserialize, LiveAudience audience, TimeProvider time, ILogger logger)
    : LiveFeed<ExecutionNotice, OrderEvent[]>(channel, TimeSpan.Zero, deserialize, audience, time, logger)
{
    private const int MaxEvents = 10_000;

    private readonly Queue<OrderEvent> _events = new();

    protected override void Add(ExecutionNotice message)
    {
        foreach (var e in message.Events)
        {
            if (_events.Count == MaxEvents) _events.Dequeue();
            _events.Enqueue(e);
        }
    }

    protected override OrderEvent[]? Drain()
    {
        if (_events.Count == 0) return null;
        var batch = _events.ToArray();
        _events.Clear();
        return batch;
    }

    protected override async Task Deliver(OrderEvent[] batch)
    {
        var reports = new List<Client.ExecutionReport>(batch.Length);
        foreach (var e in batch) reports.Add(OrderWire.ToWire(await catalog.Get(e.OrderId.Instrument, CancellationToken.None), e));
        await Audience.Send(client => client.Executions(reports));
    }
}
