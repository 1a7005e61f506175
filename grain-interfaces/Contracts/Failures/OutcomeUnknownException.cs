namespace Rtx.Contracts;

/// <summary>The database broke off while a grain was writing: whether it was done is known only there. Look before the request is sent again, unless it has a reference of its own.</summary>
[GenerateSerializer, Alias("rtx.OutcomeUnknownException")]
public sealed class OutcomeUnknownException : Exception
{
    /// <summary>Without a cause.</summary>
    public OutcomeUnknownException()
    {
    }

    /// <summary>Says what happened.</summary>
    public OutcomeUnknownException(string message)
        : base(message)
    {
    }

    /// <summary>Says what happened and why. Causes that are not known everywhere don't travel well between processes: put what they say into the message.</summary>
    public OutcomeUnknownException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
