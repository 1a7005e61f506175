namespace Rtx.Client;

/// <summary>Orders of an account.</summary>
public sealed class OrdersClient
{
    private readonly RestConnection _rest;

    internal OrdersClient(RestConnection rest) => _rest = rest;

    /// <summary>
    /// Places an order; the answer is committed. On <see cref="RtxErrorCodes.OutcomeUnknown"/>, or when no answer arrives, look the order
    /// up with <see cref="GetAsync"/> or send the same request again: the client order id keeps it from trading twice.
    /// </summary>
    public Task<OrderReply> PlaceAsync(long accountId, PlaceOrderRequest request, CancellationToken cancellationToken = default) =>
        _rest.SendAsync<PlaceOrderRequest, OrderReply>(HttpMethod.Post, Path(accountId), request, cancellationToken);

    /// <summary>Places linked orders, all or none; see <see cref="PlaceAsync"/> for lost answers.</summary>
    public Task<OrderListReply> PlaceListAsync(
        long accountId, PlaceOrderListRequest request, CancellationToken cancellationToken = default) =>
        _rest.SendAsync<PlaceOrderListRequest, OrderListReply>(
            HttpMethod.Post, $"api/v1/accounts/{accountId}/order-lists", request, cancellationToken);

    /// <summary>
    /// Places independent orders: much cheaper than one by one. Each has its own result, so a refused order throws nothing; see
    /// <see cref="PlaceAsync"/> for lost answers.
    /// </summary>
    public Task<OrderBatchReply> PlaceBatchAsync(
        long accountId, PlaceOrderBatchRequest request, CancellationToken cancellationToken = default) =>
        _rest.SendAsync<PlaceOrderBatchRequest, OrderBatchReply>(HttpMethod.Post, $"{Path(accountId)}/batch", request, cancellationToken);

    /// <summary>Changes an open order.</summary>
    public Task<OrderReply> AmendAsync(
        long accountId, long orderId, AmendOrderRequest request, CancellationToken cancellationToken = default) =>
        _rest.SendAsync<AmendOrderRequest, OrderReply>(HttpMethod.Patch, $"{Path(accountId)}/{orderId}", request, cancellationToken);

    /// <summary>Cancels an open order.</summary>
    public Task<OrderReply> CancelAsync(long accountId, long orderId, CancellationToken cancellationToken = default) =>
        _rest.DeleteAsync<OrderReply>($"{Path(accountId)}/{orderId}", cancellationToken);

    /// <summary>Cancels an open order by its client order id.</summary>
    public Task<OrderReply> CancelAsync(long accountId, string clientOrderId, CancellationToken cancellationToken = default) =>
        _rest.DeleteAsync<OrderReply>(PathByName(accountId, clientOrderId), cancellationToken);

    /// <summary>Cancels all matching open orders and returns them.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="request">Which to cancel; null for all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<OrderListReply> CancelAllAsync(
        long accountId, MassCancelRequest? request = null, CancellationToken cancellationToken = default)
    {
        request ??= new MassCancelRequest { All = true };
        var path = new QueryText(Path(accountId))
            .Add("all", request.All ? "true" : null)
            .Add("symbol", request.Symbol)
            .Add("side", request.Side is { } side ? WireEnumText.Of(side) : null)
            .Add("tag", request.Tag);
        return _rest.DeleteAsync<OrderListReply>(path.ToString(), cancellationToken);
    }

    /// <summary>
    /// Restarts the account's dead-man timer: all open orders are cancelled after the timeout unless this is called again. Protects against
    /// the loss of your own program or network. Zero stops the timer. Returns the time of the cancel; null when stopped.
    /// </summary>
    /// <param name="accountId">The account.</param>
    /// <param name="timeout">At most a day; a fraction of a second is rounded up.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<DateTimeOffset?> CancelAllAfterAsync(long accountId, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        var request = new CancelAllAfterRequest { TimeoutSeconds = CancelAllAfterRequest.SecondsOf(timeout) };
        var reply = await _rest.SendAsync<CancelAllAfterRequest, CancelAllAfterReply>(
            HttpMethod.Put, $"api/v1/accounts/{accountId}/cancel-all-after", request, cancellationToken);
        return reply.CancelsAt;
    }

    /// <summary>
    /// Turns the account's kill switch on, which cancels its open orders and refuses new ones, or off. Returns the cancelled orders.
    /// </summary>
    public Task<OrderListReply> SetKillSwitchAsync(long accountId, bool isOn, CancellationToken cancellationToken = default) =>
        _rest.SendAsync<KillSwitchRequest, OrderListReply>(
            HttpMethod.Put, $"api/v1/accounts/{accountId}/kill-switch", new KillSwitchRequest { IsOn = isOn }, cancellationToken);

    /// <summary>Finds an order by its client order id, current or former.</summary>
    public async Task<Order> GetAsync(long accountId, string clientOrderId, CancellationToken cancellationToken = default) =>
        (await _rest.GetAsync<OrderReply>(PathByName(accountId, clientOrderId), cancellationToken)).Order;

    /// <summary>Orders of the account, newest first, one page at most.</summary>
    public Task<IReadOnlyList<Order>> ListAsync(
        long accountId, OrderFilter? filter = null, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<IReadOnlyList<Order>>(ListPath(accountId, filter ?? new OrderFilter()), cancellationToken);

    /// <summary>
    /// All orders of the account, newest first, read in pages of <see cref="OrderFilter.Limit"/>; none is missed or read twice, however
    /// many share the same creation time.
    /// </summary>
    public IAsyncEnumerable<Order> ReadAsync(long accountId, OrderFilter? filter = null, CancellationToken cancellationToken = default) =>
        _rest.ReadPagesAsync<Order>(ListPath(accountId, filter ?? new OrderFilter { Limit = QueryText.LargestPage }), cancellationToken);

    private static string ListPath(long accountId, OrderFilter filter) => new QueryText(Path(accountId))
        .Add("symbol", filter.Symbol)
        .Add("openOnly", filter.OpenOnly ? "true" : null)
        .Add("tag", filter.Tag)
        .Add("before", filter.Before)
        .Add("limit", filter.Limit)
        .ToString();

    private static string PathByName(long accountId, string clientOrderId) =>
        $"{Path(accountId)}/by-client-order-id/{PathText.Of(clientOrderId, nameof(clientOrderId))}";

    private static string Path(long accountId) => $"api/v1/accounts/{accountId}/orders";
}
