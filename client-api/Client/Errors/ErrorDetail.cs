namespace Rtx.Client;

/// <summary>Why a request failed, as sent over the hub. REST sends the same as problem details (RFC 9457).</summary>
public sealed record ErrorDetail
{
    /// <summary>Stable code, one of <see cref="RtxErrorCodes"/>.</summary>
    public required string Code { get; init; }

    /// <summary>The HTTP status that REST answers with.</summary>
    public required int Status { get; init; }

    /// <summary>Human-readable text; may change at any time.</summary>
    public required string Detail { get; init; }

    /// <summary>Seconds to wait before trying again; null when a retry makes no sense.</summary>
    public double? RetryAfterSeconds { get; init; }
}
