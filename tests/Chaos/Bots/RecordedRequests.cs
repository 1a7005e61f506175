using Rtx.Chaos.History;
using Rtx.Client;

namespace Rtx.Chaos.Bots;

/// <summary>
/// Sends requests of one account and records both sides. A request whose outcome is unknown, or about which nothing was decided, is sent
/// again with the same ids until it is answered or given up.
/// </summary>
internal sealed class RecordedRequests(long account, TraderConnection connection, HistoryLog history)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(300);

    public long Account => account;

    /// <summary>Places an order.</summary>
    /// <param name="order">The order.</param>
    /// <param name="attempts">Maximum number of attempts.</param>
    /// <returns>The acknowledged orders; empty when the request was refused or given up.</returns>
    public Task<IReadOnlyList<Order>> PlaceAsync(PlaceOrderRequest order, int attempts) =>
        SendAsync(attempts, Sent() with { Place = order }, One(token => connection.PlaceAsync(account, order, token)));

    /// <summary>Places a list.</summary>
    public Task<IReadOnlyList<Order>> PlaceAsync(PlaceOrderListRequest list, int attempts) =>
        SendAsync(attempts, Sent() with { PlaceList = list }, Many(token => connection.PlaceListAsync(account, list, token)));

    /// <summary>Changes an order.</summary>
    public Task<IReadOnlyList<Order>> AmendAsync(long order, AmendOrderRequest amend, int attempts) =>
        SendAsync(
            attempts, Sent() with { OrderId = order, Amend = amend }, One(token => connection.AmendAsync(account, order, amend, token)));

    /// <summary>Cancels an order.</summary>
    public Task<IReadOnlyList<Order>> CancelAsync(long order, int attempts) =>
        SendAsync(attempts, Sent() with { OrderId = order }, One(token => connection.CancelAsync(account, order, token)));

    /// <summary>Cancels an order by its client order id.</summary>
    public Task<IReadOnlyList<Order>> CancelAsync(string name, int attempts) =>
        SendAsync(attempts, Sent() with { ClientOrderId = name }, One(token => connection.CancelAsync(account, name, token)));

    /// <summary>Cancels all matching orders.</summary>
    public Task<IReadOnlyList<Order>> CancelAllAsync(MassCancelRequest request, int attempts) =>
        SendAsync(attempts, Sent() with { CancelAll = request }, Many(token => connection.CancelAllAsync(account, request, token)));

    private RequestSent Sent() => new() { Time = DateTimeOffset.UtcNow, AccountId = account, Request = history.NextRequest(), Attempt = 1 };

    private static Func<CancellationToken, Task<(IReadOnlyList<Order>, IReadOnlyList<Fill>)>> One(
        Func<CancellationToken, Task<OrderReply>> send) =>
        async token => await send(token) is var reply ? ([reply.Order], reply.Fills) : default;

    private static Func<CancellationToken, Task<(IReadOnlyList<Order>, IReadOnlyList<Fill>)>> Many(
        Func<CancellationToken, Task<OrderListReply>> send) =>
        async token => ((await send(token)).Orders, []);

    private async Task<IReadOnlyList<Order>> SendAsync(
        int attempts, RequestSent first, Func<CancellationToken, Task<(IReadOnlyList<Order> Orders, IReadOnlyList<Fill> Fills)>> send)
    {
        for (var attempt = 1; attempt <= attempts; attempt++)
        {
            var sent = first with { Attempt = attempt, Time = DateTimeOffset.UtcNow };
            history.Add(sent);
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                var (orders, fills) = await send(patience.Token);
                history.Add(new RequestAnswered
                {
                    Time = DateTimeOffset.UtcNow, AccountId = account, Request = sent.Request, Attempt = attempt, SentAt = sent.Time,
                    Orders = orders, Fills = fills,
                });
                return orders;
            }
            catch (RtxException e)
            {
                Fail(sent, e.Code);
                if (!IsWorthAnother(e.Code)) return [];
                await Task.Delay(e.RetryAfter is { } delay && delay < RetryDelay ? delay : RetryDelay, CancellationToken.None);
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
            {
                Fail(sent, RequestFailed.NoAnswer);
                await Task.Delay(RetryDelay, CancellationToken.None);
            }

            connection.TurnAway();
        }

        return [];
    }

    private void Fail(RequestSent sent, string code) => history.Add(new RequestFailed
    {
        Time = DateTimeOffset.UtcNow, AccountId = account, Request = sent.Request, Attempt = sent.Attempt, SentAt = sent.Time, Code = code,
    });

    private static bool IsWorthAnother(string code) =>
        code is RtxErrorCodes.Busy or RtxErrorCodes.Unavailable or RtxErrorCodes.RateLimited or RtxErrorCodes.StaleAccount
        or RtxErrorCodes.OutcomeUnknown or RtxErrorCodes.UnexpectedAnswer or RtxErrorCodes.InternalError;
}
