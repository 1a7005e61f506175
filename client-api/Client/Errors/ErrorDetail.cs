namespace Rtx.Client;

/// <summary>Why a request failed, in the form that the hub sends. REST sends the same as problem details (RFC 9457).</summary>
public sealed record ErrorDetail
{
    /// <summary>Stable code, one of <see cref="RtxErrorCodes"/>.</summary>
    public required string Code { get; init; }

    /// <summary>The HTTP status that REST answers with.</summary>
    public required int Status { get; init; }

    /// <summary>For people; may change at any time.</summary>
    public required string Detail { get; init; }

    /// <summary>Seconds after which to try again; null where that makes no sense.</summary>
    public double? RetryAfterSeconds { get; init; }
}
