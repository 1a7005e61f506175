using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace Rtx.Streams;

internal static partial class Log
{
    [LoggerMessage(4001, LogLevel.Error, "Entry {EntryId} of queue {Queue} can't be decoded and goes to the dead letters")]
    public static partial void EntryUndecodable(ILogger logger, string queue, EntryId entryId, Exception exception);

    [LoggerMessage(
        4002, LogLevel.Error,
        "Delivery of stream {StreamId} of provider {Provider} from {Token} on is given up; its entries go to the dead letters")]
    public static partial void DeliveryGivenUp(ILogger logger, string provider, StreamId streamId, StreamSequenceToken? token);

    [LoggerMessage(4003, LogLevel.Error, "A subscription of stream {StreamId} of provider {Provider} could not be served")]
    public static partial void SubscriptionFailed(ILogger logger, string provider, StreamId streamId);

    [LoggerMessage(
        4004, LogLevel.Warning,
        "Entries of queue {Queue} lay before {Position}, which was read already: "
            + "Redis has lost its memory and its clock is behind. They were moved behind it")]
    public static partial void ClockLost(ILogger logger, string queue, EntryId position);
}
