namespace Rtx.Contracts;

/// <summary>A grain can't serve, because the database that it reads does not answer. Nothing was decided; the same request may be sent again.</summary>
[GenerateSerializer, Alias("rtx.DataUnavailableException")]
public sealed class DataUnavailableException : Exception
{
    /// <summary>Without a cause.</summary>
    public DataUnavailableException()
    {
    }

    /// <summary>Says what happened.</summary>
    public DataUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Says what happened and why. Causes that are not known everywhere don't travel well between processes: put what they say into the message.</summary>
    public DataUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
