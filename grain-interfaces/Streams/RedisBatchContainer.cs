using Orleans.Providers.Streams.Common;
using Orleans.Streams;

namespace Rtx.Streams;

/// <summary>The events of one publishing call: the content of one entry.</summary>
[GenerateSerializer, Immutable, Alias("rtx.RedisBatchContainer")]
internal sealed class RedisBatchContainer(StreamId streamId, List<object> events, Dictionary<string, object>? requestContext)
    : IBatchContainer
{
    [Id(0)]
    public StreamId StreamId { get; } = streamId;

    [Id(1)]
    private List<object> Events { get; } = events;

    [Id(2)]
    private Dictionary<string, object>? RequestContext { get; } = requestContext;

    /// <summary>Redis assigns the position when the entry is added, so the entry itself does not contain it.</summary>
    [Id(3)]
    private EventSequenceTokenV2? Token { get; set; }

    /// <summary>Only set on the reading side.</summary>
    [field: NonSerialized]
    public EntryId EntryId { get; private set; }

    /// <summary>Total bytes added to the queue up to and including this entry. Only set on the reading side.</summary>
    [field: NonSerialized]
    public long AddedBytes { get; private set; }

    public StreamSequenceToken SequenceToken => Token!;

    public void SetPosition(EntryId entryId, long addedBytes)
    {
        (EntryId, AddedBytes) = (entryId, addedBytes);
        Token = entryId.ToToken();
    }

    public IEnumerable<Tuple<T, StreamSequenceToken>> GetEvents<T>() =>
        Events.Select((value, index) => (value, index))
            .Where(item => item.value is T)
            .Select(item => Tuple.Create((T)item.value, (StreamSequenceToken)Token!.CreateSequenceTokenForEvent(item.index)));

    public bool ImportRequestContext()
    {
        if (RequestContext is null) return false;
        RequestContextExtensions.Import(RequestContext);
        return true;
    }
}
