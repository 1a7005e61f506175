using System.Buffers;
using Microsoft.AspNetCore.SignalR;

namespace Rtx.Client;

/// <summary>Reads the <c>code: detail</c> that the hub puts into its exceptions.</summary>
internal static class HubErrors
{
    // SignalR puts "An unexpected error occurred invoking … on the server. HubException: " before the text.
    private const string Marker = "HubException: ";

    private static readonly SearchValues<char> CodeCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz_");

    public static RtxException ToRtxException(HubException exception)
    {
        var message = exception.Message;
        var start = message.IndexOf(Marker, StringComparison.Ordinal);
        var text = start < 0 ? message : message[(start + Marker.Length)..];
        var colon = text.IndexOf(": ", StringComparison.Ordinal);
        var hasCode = start >= 0 && colon > 0 && text.AsSpan(0, colon).IndexOfAnyExcept(CodeCharacters) < 0;
        return new RtxException(
            new ErrorDetail
            {
                Code = hasCode ? text[..colon] : RtxErrorCodes.UnexpectedAnswer,
                Status = 0,
                Detail = hasCode ? text[(colon + 2)..] : message,
            },
            exception);
    }

    /// <summary>The error of an order method; one without error and reply is no answer.</summary>
    public static RtxException From(ErrorDetail? error) =>
        new(error ?? new ErrorDetail { Code = RtxErrorCodes.UnexpectedAnswer, Status = 0, Detail = "The hub sent neither reply nor error." });

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
