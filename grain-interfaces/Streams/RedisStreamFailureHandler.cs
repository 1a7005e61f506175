using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace Rtx.Streams;

/// <summary>
/// Logs loudly that entries are given up. The receiver moves them to the dead letters, because it knows each of them: this call names only
/// the first of a delivery.
/// </summary>
internal sealed class RedisStreamFailureHandler(ILogger logger) : IStreamFailureHandler
{
    /// <summary>One bad entry must not stop a stream.</summary>
    public bool ShouldFaultSubsriptionOnError => false;

    public Task OnDeliveryFailure(
        GuidId subscriptionId, string streamProviderName, StreamId streamIdentity, StreamSequenceToken? sequenceToken)
    {
        Log.DeliveryGivenUp(logger, streamProviderName, streamIdentity, sequenceToken);
        return Task.CompletedTask;
    }

    public Task OnSubscriptionFailure(
        GuidId subscriptionId, string streamProviderName, StreamId streamIdentity, StreamSequenceToken? sequenceToken)
    {
        Log.SubscriptionFailed(logger, streamProviderName, streamIdentity);
        return Task.CompletedTask;
    }
}
