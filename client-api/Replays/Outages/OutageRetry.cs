namespace Rtx.Replays.Outages;

/// <summary>
/// Repeats requests while the server is restarting or busy. Only for requests that can be repeated without being done twice: orders with a
/// client order id, cancels, absolute amendments, tick batches, reads.
/// </summary>
/// <param name="patience">How long one request is repeated before its last error is thrown.</param>
internal sealed class OutageRetry(TimeSpan patience)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(1);

    /// <summary>Requests that had to be sent again.</summary>
    public long Repeats { get; private set; }

    /// <summary>Sends a request until it is answered.</summary>
    /// <param name="request">The argument says whether an earlier attempt may have succeeded although its answer was lost.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<T> SendAsync<T>(Func<bool, CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var delay = FirstDelay;
        for (var isRepeated = false; ; isRepeated = true)
        {
            TimeSpan pause;
            try
            {
                return await request(isRepeated, cancellationToken);
            }
            catch (Exception exception) when (IsOutage(
                exception, cancellationToken) && TimeProvider.System.GetElapsedTime(started) < patience)
            {
                pause = (exception as RtxException)?.RetryAfter is { } asked && asked < MaxDelay ? asked : delay;
            }

            Repeats++;
            await Task.Delay(pause, cancellationToken);
            delay = delay * 2 < MaxDelay ? delay * 2 : MaxDelay;
        }
    }

    private static bool IsOutage(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        RtxException error => error.Code is RtxErrorCodes.Busy or RtxErrorCodes.Unavailable or RtxErrorCodes.OutcomeUnknown or RtxErrorCodes.StaleAccount
            or RtxErrorCodes.RateLimited,
        HttpRequestException or TimeoutException => true,
        // An HTTP client's own time limit shows as a cancellation that nobody asked for.
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        _ => false,
    };
}
