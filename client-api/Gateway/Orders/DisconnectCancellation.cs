using Polly;
using Polly.Retry;
using Rtx.Gateway.Diagnostics;
using Rtx.Model;

namespace Rtx.Gateway.Orders;

/// <summary>
/// Cancels the orders bound to a hub connection when it ends. It retries a few times; if this process dies nobody does it, and only an
/// account's dead-man timer helps.
/// </summary>
/// <param name="cancel">Sends a mass cancel to an account.</param>
/// <param name="time">The clock for the delays between retries.</param>
/// <param name="logger">Logs failures.</param>
public sealed class DisconnectCancellation(
    Func<AccountId, MassCancel, Task<OrderListReply>> cancel, TimeProvider time, ILogger<DisconnectCancellation> logger)
{
    // A silo that takes over a dead one's accounts needs some seconds.
    private static readonly TimeSpan[] Delays =
        [TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(12)];

    private readonly ResiliencePipeline<bool> _untilDone = new ResiliencePipelineBuilder<bool> { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions<bool>
        {
            ShouldHandle = attempt => ValueTask.FromResult(!attempt.Outcome.Result),
            MaxRetryAttempts = Delays.Length,
            DelayGenerator = attempt => ValueTask.FromResult<TimeSpan?>(Delays[attempt.AttemptNumber]),
        })
        .Build();

    /// <summary>Cancels immediately, and once more when requests were still in flight: their orders may have arrived in between.</summary>
    public async Task Cancel(BoundOrders orders)
    {
        var (accounts, drained) = orders.Close();
        var mustRepeat = !drained.IsCompleted;
        await CancelAll(accounts, orders.ConnectionId);
        if (!mustRepeat) return;
        await drained;
        await CancelAll(accounts, orders.ConnectionId);
    }

    private Task CancelAll(IEnumerable<AccountId> accounts, long connectionId) =>
        Task.WhenAll(accounts.Select(account => CancelPatiently(account, new MassCancel(ConnectionId: connectionId))));

    private async Task CancelPatiently(AccountId account, MassCancel request)
    {
        if (!await _untilDone.ExecuteAsync(async _ => await TryCancel(account, request))) logger.BoundOrdersNotCancelled(account);
    }

    private async Task<bool> TryCancel(AccountId account, MassCancel request)
    {
        try
        {
            var reply = await cancel(account, request);
            // A permanent refusal, e.g. for an unknown account, would be the same next time.
            return reply.Status == ReplyStatus.Done
                || (reply.Status == ReplyStatus.Refused && reply.RejectReason != RejectReason.StaleAccount);
        }
        catch (Exception exception)
        {
            // Whatever the failure, the orders may still be open: the next attempt tries again.
            logger.DisconnectCancelFailed(exception, account);
            return false;
        }
    }
}
