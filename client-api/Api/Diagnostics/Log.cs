namespace Rtx.ClientApi.Diagnostics;

internal static partial class Log
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    public static partial void RequestFailed(this ILogger logger, Exception exception, string method, string path);

    [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "Hub method {Method} failed")]
    public static partial void HubMethodFailed(this ILogger logger, Exception exception, string method);

    [LoggerMessage(
        EventId = 4, Level = LogLevel.Warning, Message = "Connection {ConnectionId} does not read what it subscribed to and was cut off")]
    public static partial void SlowConnectionCut(this ILogger logger, string connectionId);

    [LoggerMessage(EventId = 5, Level = LogLevel.Warning, Message = "A message on {Channel} could not be read")]
    public static partial void LiveMessageUnreadable(this ILogger logger, Exception exception, string channel);

    [LoggerMessage(EventId = 6, Level = LogLevel.Error, Message = "Live data for connection {ConnectionId} could not be sent")]
    public static partial void LiveSendFailed(this ILogger logger, Exception exception, string connectionId);
}
