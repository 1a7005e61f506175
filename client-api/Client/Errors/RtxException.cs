namespace Rtx.Client;

/// <summary>The server refused the request or failed to process it.</summary>
public sealed class RtxException : Exception
{
    /// <summary>Wraps an error as the server reported it.</summary>
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

    /// <summary>Human-readable text.</summary>
    public string Detail { get; }

    /// <summary>How long to wait before trying again; null when a retry makes no sense.</summary>
    public TimeSpan? RetryAfter { get; }
}
