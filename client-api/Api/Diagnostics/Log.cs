namespace Rtx.ClientApi.Diagnostics;

internal static partial class Log
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    public static partial void RequestFailed(this ILogger logger, Exception exception, string method, string path);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "The outcome of an order request could not be learned")]
    public static partial void OrderOutcomeUnknown(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "Hub method {Method} failed")]
    public static partial void HubMethodFailed(this ILogger logger, Exception exception, string method);

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning, Message = "Connection {ConnectionId} does not read what it subscribed to and was cut off")]
    public static partial void SlowConnectionCut(this ILogger logger, string connectionId);

    [LoggerMessage(EventId = 5, Level = LogLevel.Warning, Message = "A message on {Channel} could not be read")]
    public static partial void LiveMessageUnreadable(this ILogger logger, Exception exception, string channel);

    [LoggerMessage(EventId = 6, Level = LogLevel.Error, Message = "Live data for connection {ConnectionId} could not be sent")]
    public static partial void LiveSendFailed(this ILogger logger, Exception exception, string connectionId);

    [LoggerMessage(EventId = 7, Level = LogLevel.Warning, Message = "Orders of account {Account} that were bound to an ended connection could not be cancelled yet")]
    public static partial void DisconnectCancelFailed(this ILogger logger, Exception exception, Model.AccountId account);

    [LoggerMessage(EventId = 8, Level = LogLevel.Error, Message = "Orders of account {Account} that were bound to an ended connection may still be open")]
    public static partial void BoundOrdersNotCancelled(this ILogger logger, Model.AccountId account);

    [LoggerMessage(EventId = 9, Level = LogLevel.Warning, Message = "An account's dead-man timer could not be set")]
    public static partial void TimerNotSet(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 10, Level = LogLevel.Warning, Message = "An account did not say whether an order is on its way")]
    public static partial void OrderNotLookedUp(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 12, Level = LogLevel.Warning, Message = "What users may do could not be learned; what was known counts meanwhile")]
    public static partial void RightsNotLearned(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 11, Level = LogLevel.Warning, Message = "Nothing was decided about an order request, because the database does not answer")]
    public static partial void OrderNotDecided(this ILogger logger, Exception exception);
}
