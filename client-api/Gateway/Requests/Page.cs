using Rtx.Gateway.Errors;

namespace Rtx.Gateway.Requests;

/// <summary>Limits of lists.</summary>
public static class Page
{
    public const int DefaultLimit = 100;

    /// <summary>Null when the limit is valid.</summary>
    public static ApiError? Check(int limit) =>
        limit is >= 1 and <= IHistoryGrain.MaxRows ? null : ApiError.Invalid($"limit must be 1 to {IHistoryGrain.MaxRows}.");
}
