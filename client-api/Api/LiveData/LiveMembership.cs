namespace Rtx.ClientApi.LiveData;

/// <summary>
/// A connection's membership in a topic. It only stores a position in the published items: a client that is behind costs no memory, and its
/// next message is built when it can receive it.
/// </summary>
internal sealed class LiveMembership(LiveFeed feed, LiveConnection connection)
{
    public LiveFeed Feed { get; } = feed;

    public LiveConnection Connection { get; } = connection;

    /// <summary>Number of the first item that has not been sent. Owned by the feed.</summary>
    public long Next { get; set; }

    /// <summary>Number of source gaps that it has been told about. Owned by the feed.</summary>
    public long KnownGaps { get; set; }

    /// <summary>Whether it is in the connection's pending list. Owned by the connection.</summary>
    public bool IsWaiting { get; set; }
}
