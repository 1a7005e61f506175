namespace Rtx.Gateway.Diagnostics;

internal static partial class Log
{
    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "The outcome of an order request could not be learned")]
    public static partial void OrderOutcomeUnknown(this ILogger logger, Exception exception);

    [LoggerMessage(
        EventId = 7, Level = LogLevel.Warning,
        Message = "Orders of account {Account} that were bound to an ended connection could not be cancelled yet")]
    public static partial void DisconnectCancelFailed(this ILogger logger, Exception exception, Model.AccountId account);

    [LoggerMessage(
        EventId = 8, Level = LogLevel.Error,
        Message = "Orders of account {Account} that were bound to an ended connection may still be open")]
    public static partial void BoundOrdersNotCancelled(this ILogger logger, Model.AccountId account);

    [LoggerMessage(EventId = 9, Level = LogLevel.Warning, Message = "An account's dead-man timer could not be set")]
    public static partial void TimerNotSet(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 10, Level = LogLevel.Warning, Message = "An account did not say whether an order is on its way")]
    public static partial void OrderNotLookedUp(this ILogger logger, Exception exception);

    [LoggerMessage(
        EventId = 11, Level = LogLevel.Warning,
        Message = "Nothing was decided about an order request, because the database does not answer")]
    public static partial void OrderNotDecided(this ILogger logger, Exception exception);

    [LoggerMessage(
        EventId = 12, Level = LogLevel.Warning, Message = "What users may do could not be learned; what was known counts meanwhile")]
    public static partial void RightsNotLearned(this ILogger logger, Exception exception);
}
