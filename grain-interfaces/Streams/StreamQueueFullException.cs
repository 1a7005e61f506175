using System.Globalization;

namespace Rtx.Streams;

/// <summary>A queue has as much waiting as it may have, so nothing was published: send the same again later.</summary>
[GenerateSerializer, Alias("rtx.StreamQueueFullException")]
public sealed class StreamQueueFullException : Exception
{
    /// <summary>Makes an exception without figures.</summary>
    public StreamQueueFullException()
    {
    }

    /// <summary>Makes an exception with a message of its own.</summary>
    public StreamQueueFullException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message of its own and a cause.</summary>
    public StreamQueueFullException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Tells which queue is full.</summary>
    public StreamQueueFullException(string queue, long entries, long bytes, int maxEntries, long maxBytes)
        : base(string.Create(CultureInfo.InvariantCulture, $"Queue {queue} has {entries} entries of {bytes} bytes waiting, {maxEntries} and {maxBytes} are allowed; try again later."))
    {
    }
}
