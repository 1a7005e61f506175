namespace Rtx.ClientApi.LiveData;

/// <summary>
/// A connection that listens to a topic. It keeps nothing but its place in what the topic has published: a client that is behind costs no memory, and what it
/// gets next is worked out when it can take it.
/// </summary>
internal sealed class LiveMembership(LiveFeed feed, LiveConnection connection)
{
    public LiveFeed Feed { get; } = feed;

    public LiveConnection Connection { get; } = connection;

    /// <summary>Number of the first item that it has not been sent. Belongs to the feed.</summary>
    public long Next { get; set; }

    /// <summary>Gaps of the source that it has been told of. Belongs to the feed.</summary>
    public long KnownGaps { get; set; }

    /// <summary>Whether it waits in the connection's list. Belongs to the connection.</summary>
    public bool IsWaiting { get; set; }
}
