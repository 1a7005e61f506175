namespace Rtx.ClientApi.Errors;

/// <summary>A refusal or failure as clients see it, over REST and over the hub.</summary>
/// <param name="Code">Stable code, one of <see cref="Client.RtxErrorCodes"/>.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Detail">For people.</param>
/// <param name="RetryAfter">When to try again; null where that makes no sense.</param>
internal sealed record ApiError(string Code, int Status, string Detail, TimeSpan? RetryAfter = null)
{
    public static ApiError Invalid(string detail) => new(Client.RtxErrorCodes.InvalidRequest, StatusCodes.Status400BadRequest, detail);

    public static ApiError NotFound(string code, string detail) => new(code, StatusCodes.Status404NotFound, detail);

    public static ApiError Conflict(string code, string detail) => new(code, StatusCodes.Status409Conflict, detail);

    public static ApiError Unavailable(string detail, TimeSpan? retryAfter = null) =>
        new(Client.RtxErrorCodes.Unavailable, StatusCodes.Status503ServiceUnavailable, detail, retryAfter ?? TimeSpan.FromSeconds(1));

    public static ApiError RateLimited(string detail, TimeSpan? retryAfter) =>
        new(Client.RtxErrorCodes.RateLimited, StatusCodes.Status429TooManyRequests, detail, retryAfter ?? TimeSpan.FromSeconds(1));

    public Client.ErrorDetail ToErrorDetail() => new() { Code = Code, Status = Status, Detail = Detail, RetryAfterSeconds = RetryAfter?.TotalSeconds };
}
