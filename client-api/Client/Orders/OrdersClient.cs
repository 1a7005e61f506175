namespace Rtx.Client;

/// <summary>Orders of an account.</summary>
public sealed class OrdersClient
{
    private readonly RestConnection _rest;

    internal OrdersClient(RestConnection rest) => _rest = rest;

    /// <summary>
    /// Places an order; the answer is committed. On <see cref="RtxErrorCodes.OutcomeUnknown"/>, or when no answer comes, ask with
    /// <see cref="GetAsync"/> or send the same request again: the client order id keeps it from trading twice.
    /// </summary>
    public Task<OrderReply> PlaceAsync(long accountId, PlaceOrderRequest request, CancellationToken cancellationToken = default) =>
        _rest.SendAsync<PlaceOrderRequest, OrderReply>(HttpMethod.Post, Path(accountId), request, cancellationToken);

    /// <summary>Changes an open order's quantity or price.</summary>
    public Task<OrderReply> AmendAsync(long accountId, long orderId, AmendOrderRequest request, CancellationToken cancellationToken = default) =>
        _rest.SendAsync<AmendOrderRequest, OrderReply>(HttpMethod.Patch, $"{Path(accountId)}/{orderId}", request, cancellationToken);

    /// <summary>Cancels an open order.</summary>
    public Task<OrderReply> CancelAsync(long accountId, long orderId, CancellationToken cancellationToken = default) =>
        _rest.DeleteAsync<OrderReply>($"{Path(accountId)}/{orderId}", cancellationToken);

    /// <summary>The order that the account gave this name to.</summary>
    public Task<Order> GetAsync(long accountId, string clientOrderId, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<Order>($"{Path(accountId)}/by-client-order-id/{Uri.EscapeDataString(clientOrderId)}", cancellationToken);

    /// <summary>Orders of the account, newest first.</summary>
    public Task<IReadOnlyList<Order>> ListAsync(long accountId, OrderFilter? filter = null, CancellationToken cancellationToken = default)
    {
        filter ??= new OrderFilter();
        var path = new QueryText(Path(accountId))
            .Add("symbol", filter.Symbol)
            .Add("openOnly", filter.OpenOnly ? "true" : null)
            .Add("before", filter.Before)
            .Add("limit", filter.Limit);
        return _rest.GetAsync<IReadOnlyList<Order>>(path.ToString(), cancellationToken);
    }

    private static string Path(long accountId) => $"api/v1/accounts/{accountId}/orders";
}
