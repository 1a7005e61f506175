namespace Rtx.Client;

/// <summary>Wire format of the live connection.</summary>
public enum RtxStreamProtocol
{
    /// <summary>Binary, compact.</summary>
    MessagePack = 1,

    /// <summary>Text, human-readable.</summary>
    Json = 2,
}

/// <summary>Options of a live connection.</summary>
public sealed record RtxStreamOptions
{
    /// <summary>Wire format.</summary>
    public RtxStreamProtocol Protocol { get; init; } = RtxStreamProtocol.MessagePack;

    /// <summary>Items that a subscription buffers for a slow reader; beyond it the oldest are dropped and counted.</summary>
    public int BufferSize { get; init; } = 16_384;

    /// <summary>Levels of each side in a snapshot of the book.</summary>
    public int DepthLevels { get; init; } = 50;

    /// <summary>Orders of each side in a snapshot of the queues.</summary>
    public int QueueOrders { get; init; } = 100;

    /// <summary>The longest delay between two attempts to reconnect.</summary>
    public TimeSpan MaxReconnectDelay { get; init; } = TimeSpan.FromSeconds(5);
}
