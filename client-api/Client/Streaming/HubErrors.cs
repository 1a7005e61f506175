using System.Text.Json;
using Microsoft.AspNetCore.SignalR;

namespace Rtx.Client;

/// <summary>Reads the <see cref="ErrorDetail"/> that the hub puts into its exceptions as JSON.</summary>
internal static class HubErrors
{
    public static RtxException ToRtxException(HubException exception) => new(
        Read(exception.Message) ?? new ErrorDetail { Code = RtxErrorCodes.UnexpectedAnswer, Status = 0, Detail = exception.Message },
        exception);

    private static ErrorDetail? Read(string message)
    {
        try
        {
            return message.StartsWith('{') ? JsonSerializer.Deserialize<ErrorDetail>(message, RtxJson.Options) : null;
        }
        catch (JsonException)
        {
            return null; // Not from our server.
        }
    }

    /// <summary>The error of an order method; a result with neither error nor reply is not a valid answer.</summary>
    public static RtxException From(ErrorDetail? error) =>
        new(
            error ?? new ErrorDetail
            {
                Code = RtxErrorCodes.UnexpectedAnswer, Status = 0, Detail = "The hub sent neither reply nor error."
            });

    public static RtxException Unavailable(string detail, Exception? innerException = null) =>
        new(new ErrorDetail { Code = RtxErrorCodes.Unavailable, Status = 503, Detail = detail, RetryAfterSeconds = 1 }, innerException);

    public static RtxException OutcomeUnknown(Exception innerException) =>
        new(
            new ErrorDetail
            {
                Code = RtxErrorCodes.OutcomeUnknown,
                Status = 504,
                Detail = "The connection was lost before the answer came. Ask for the order by its client order id.",
            },
            innerException);
}
