namespace Rtx.Client;

/// <summary>
/// What clients may call on the hub at <c>/hubs/trading</c>. Subscriptions belong to the connection: subscribe again after each reconnect.
/// A call that fails throws a hub exception whose message is an <see cref="ErrorDetail"/> in JSON; an order that is refused is a result with the error in it.
/// </summary>
public interface ITradingHub
{
    /// <summary>Trades that <see cref="SubscribeTrades"/> returns at most.</summary>
    const int RecentTrades = 50;

    /// <summary>Sends <see cref="ITradingHubClient.Quotes"/> for an instrument: the newest at once, then about 20 messages a second at most, with the newest quote only.</summary>
    Task SubscribeQuotes(string symbol);

    /// <summary>Ends <see cref="SubscribeQuotes"/>.</summary>
    Task UnsubscribeQuotes(string symbol);

    /// <summary>
    /// Sends <see cref="ITradingHubClient.DepthChanged"/> for an instrument and returns a snapshot to apply them to. Updates may arrive before the snapshot
    /// does: keep them, then drop those whose sequence is not above the snapshot's.
    /// </summary>
    /// <param name="symbol">The instrument.</param>
    /// <param name="levels">Levels of each side in the snapshot, 1 to 1,000; 0 for all of these. Updates tell every level.</param>
    Task<Depth> SubscribeDepth(string symbol, int levels);

    /// <summary>Ends <see cref="SubscribeDepth"/>.</summary>
    Task UnsubscribeDepth(string symbol);

    /// <summary>
    /// Sends <see cref="ITradingHubClient.OrdersChanged"/> for an instrument and returns a snapshot to apply them to, as <see cref="SubscribeDepth"/> does: the first
    /// <see cref="OrderQueue.MaxOrders"/> orders of each side. Updates tell every order.
    /// </summary>
    Task<OrderQueue> SubscribeOrders(string symbol);

    /// <summary>Ends <see cref="SubscribeOrders"/>.</summary>
    Task UnsubscribeOrders(string symbol);

    /// <summary>
    /// Sends <see cref="ITradingHubClient.Trades"/> for an instrument and returns the newest trades, at most <see cref="RecentTrades"/>, oldest first. Trades may
    /// arrive before they do, and come twice: their ids rise.
    /// </summary>
    Task<IReadOnlyList<TradePrint>> SubscribeTrades(string symbol);

    /// <summary>Ends <see cref="SubscribeTrades"/>.</summary>
    Task UnsubscribeTrades(string symbol);

    /// <summary>Sends <see cref="ITradingHubClient.Candles"/> for an instrument: the present state of each candle that ticks touched. Returns the newest of each price.</summary>
    /// <param name="symbol">The instrument.</param>
    /// <param name="minutes">Length of a candle; 1 is the only length that is live.</param>
    Task<IReadOnlyList<Candle>> SubscribeCandles(string symbol, int minutes);

    /// <summary>Ends <see cref="SubscribeCandles"/>.</summary>
    Task UnsubscribeCandles(string symbol, int minutes);

    /// <summary>Sends <see cref="ITradingHubClient.Executions"/> of an own account.</summary>
    Task SubscribeAccount(long accountId);

    /// <summary>Ends <see cref="SubscribeAccount"/>.</summary>
    Task UnsubscribeAccount(long accountId);

    /// <summary>Places an order; with <see cref="PlaceOrderRequest.CancelOnDisconnect"/> it ends with this connection.</summary>
    Task<OrderResult> PlaceOrder(long accountId, PlaceOrderRequest request);

    /// <summary>Places orders that hang together, all or none.</summary>
    Task<OrderListResult> PlaceOrderList(long accountId, PlaceOrderListRequest request);

    /// <summary>Places orders that have nothing to do with each other; each has a result of its own.</summary>
    Task<OrderBatchResult> PlaceOrderBatch(long accountId, PlaceOrderBatchRequest request);

    /// <summary>Changes an open order.</summary>
    Task<OrderResult> AmendOrder(long accountId, long orderId, AmendOrderRequest request);

    /// <summary>Cancels an open order.</summary>
    Task<OrderResult> CancelOrder(long accountId, long orderId);

    /// <summary>Cancels the open order that the account gave this name to.</summary>
    Task<OrderResult> CancelByClientOrderId(long accountId, string clientOrderId);

    /// <summary>Cancels all open orders that fit; see <see cref="MassCancelRequest"/>.</summary>
    Task<OrderListResult> MassCancel(long accountId, MassCancelRequest request);

    /// <summary>Starts the account's dead-man timer anew, or stops it with 0; see <see cref="CancelAllAfterRequest"/>. A refusal is a hub exception.</summary>
    Task<CancelAllAfterReply> CancelAllAfter(long accountId, int timeoutSeconds);

    /// <summary>
    /// Takes ticks without end; each batch is answered, in order, when it is in the durable stream. The next one is taken only then, so a sender that is too fast is held
    /// back by the connection, and everything else on it, too: use one for ticks alone. The first error ends it; send from that batch on again. Needs the role feed or
    /// administrator.
    /// </summary>
    IAsyncEnumerable<SendTicksResult> SendTicks(IAsyncEnumerable<SendTicksRequest> batches);

    /// <summary>As <see cref="SendTicks"/>, with a frame of <see cref="PackedTicks"/> as a batch.</summary>
    IAsyncEnumerable<SendTicksResult> SendPackedTicks(IAsyncEnumerable<byte[]> frames);
}
