namespace Rtx.Client;

/// <summary>The server refused or failed a request.</summary>
public sealed class RtxException : Exception
{
    /// <summary>An error as the server told it.</summary>
    public RtxException(ErrorDetail error, Exception? innerException = null)
        : base($"{(error ?? throw new ArgumentNullException(nameof(error))).Code}: {error.Detail}", innerException)
    {
        Code = error.Code;
        Status = error.Status;
        Detail = error.Detail;
        RetryAfter = error.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    /// <summary>Stable code, one of <see cref="RtxErrorCodes"/>.</summary>
    public string Code { get; }

    /// <summary>HTTP status.</summary>
    public int Status { get; }

    /// <summary>For people.</summary>
    public string Detail { get; }

    /// <summary>When to try again; null where that makes no sense.</summary>
    public TimeSpan? RetryAfter { get; }
}
