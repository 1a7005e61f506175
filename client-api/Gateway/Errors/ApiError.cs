namespace Rtx.Gateway.Errors;

/// <summary>A refusal or failure as clients see it, whatever the protocol.</summary>
/// <param name="Code">Stable code, one of <see cref="Client.RtxErrorCodes"/>.</param>
/// <param name="Status">HTTP status; part of the error over every protocol (<see cref="Client.ErrorDetail"/>).</param>
/// <param name="Detail">Human-readable text.</param>
/// <param name="RetryAfter">How long to wait before trying again; null when a retry makes no sense.</param>
public sealed record ApiError(string Code, int Status, string Detail, TimeSpan? RetryAfter = null)
{
    public static ApiError Invalid(string detail) => new(Client.RtxErrorCodes.InvalidRequest, 400, detail);

    public static ApiError NotFound(string code, string detail) => new(code, 404, detail);

    public static ApiError Conflict(string code, string detail) => new(code, 409, detail);

    public static ApiError Unavailable(string detail, TimeSpan? retryAfter = null) =>
        new(Client.RtxErrorCodes.Unavailable, 503, detail, retryAfter ?? TimeSpan.FromSeconds(1));

    public static ApiError RateLimited(string detail, TimeSpan? retryAfter) =>
        new(Client.RtxErrorCodes.RateLimited, 429, detail, retryAfter ?? TimeSpan.FromSeconds(1));

    public static ApiError Unauthenticated { get; } =
        new(Client.RtxErrorCodes.Unauthenticated, 401, "Log in at /api/v1/sessions and send the token as bearer token.");

    public static ApiError Forbidden { get; } = new(Client.RtxErrorCodes.Forbidden, 403, "Your role does not allow this.");

    public Client.ErrorDetail ToErrorDetail() =>
        new() { Code = Code, Status = Status, Detail = Detail, RetryAfterSeconds = RetryAfter?.TotalSeconds };
}
