using Polly;
using Polly.Retry;
using Rtx.Gateway.Diagnostics;
using Rtx.Model;

namespace Rtx.Gateway.Orders;

/// <summary>
/// Cancels the orders that were bound to a hub connection when it ends. It tries a few times; when this process dies, nobody does it, and an account's cancel-all-after
/// timer is what helps.
/// </summary>
/// <param name="cancel">Asks an account to cancel.</param>
/// <param name="time">Waits between tries.</param>
/// <param name="logger">Hears when it gave up.</param>
public sealed class DisconnectCancellation(Func<AccountId, MassCancel, Task<OrderListReply>> cancel, TimeProvider time, ILogger<DisconnectCancellation> logger)
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

    /// <summary>Cancels at once, and once more when orders were still on their way: those may have arrived in between.</summary>
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
            // What is refused for good, e.g. because there is no such account, is refused the next time too.
            return reply.Status == ReplyStatus.Done || (reply.Status == ReplyStatus.Refused && reply.RejectReason != RejectReason.StaleAccount);
        }
        catch (Exception exception)
        {
            // Whatever it was, the orders may still be open: the next try asks again.
            logger.DisconnectCancelFailed(exception, account);
            return false;
        }
    }
}
