using System.Globalization;

namespace Rtx.Streams;

/// <summary>The queue is full, so nothing was published: retry later.</summary>
[GenerateSerializer, Alias("rtx.StreamQueueFullException")]
public sealed class StreamQueueFullException : Exception
{
    /// <summary>Creates an exception without details.</summary>
    public StreamQueueFullException()
    {
    }

    /// <summary>Creates an exception with a custom message.</summary>
    public StreamQueueFullException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a custom message and a cause.</summary>
    public StreamQueueFullException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates an exception that names the full queue.</summary>
    public StreamQueueFullException(string queue, long entries, long bytes, int maxEntries, long maxBytes)
        : base(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Queue {queue} has {entries} entries of {bytes} bytes waiting, {maxEntries} and {maxBytes} are allowed; try again later."))
    {
    }
}
