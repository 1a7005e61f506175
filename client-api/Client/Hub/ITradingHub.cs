namespace Rtx.Client;

/// <summary>
/// Methods that clients may call on the hub at <c>/hubs/trading</c>. Subscriptions belong to the connection: subscribe again after each
/// reconnect. A call that fails throws a hub exception whose message is an <see cref="ErrorDetail"/> in JSON; a refused order is a result
/// that carries the error.
/// </summary>
public interface ITradingHub
{
    /// <summary>Maximum number of trades that <see cref="SubscribeTrades"/> returns.</summary>
    const int RecentTrades = 50;

    /// <summary>
    /// Sends <see cref="ITradingHubClient.Quotes"/> for an instrument: the newest quote immediately, then at most about 20 messages a
    /// second, each with the newest quote only.
    /// </summary>
    Task SubscribeQuotes(string symbol);

    /// <summary>Ends <see cref="SubscribeQuotes"/>.</summary>
    Task UnsubscribeQuotes(string symbol);

    /// <summary>
    /// Sends <see cref="ITradingHubClient.DepthChanged"/> for an instrument and returns the snapshot that the updates apply to. Updates may
    /// arrive before the snapshot: keep them, then drop those whose sequence is not above the snapshot's.
    /// </summary>
    /// <param name="symbol">The instrument.</param>
    /// <param name="levels">Levels of each side in the snapshot, 1 to 1,000; 0 for all 1,000. Updates cover every level.</param>
    Task<Depth> SubscribeDepth(string symbol, int levels);

    /// <summary>Ends <see cref="SubscribeDepth"/>.</summary>
    Task UnsubscribeDepth(string symbol);

    /// <summary>
    /// Sends <see cref="ITradingHubClient.OrdersChanged"/> for an instrument and returns the snapshot that the updates apply to, as
    /// <see cref="SubscribeDepth"/> does: the first <see cref="OrderQueue.MaxOrders"/> orders of each side. Updates cover every order.
    /// </summary>
    Task<OrderQueue> SubscribeOrders(string symbol);

    /// <summary>Ends <see cref="SubscribeOrders"/>.</summary>
    Task UnsubscribeOrders(string symbol);

    /// <summary>
    /// Sends <see cref="ITradingHubClient.Trades"/> for an instrument and returns the newest trades, at most <see cref="RecentTrades"/>,
    /// oldest first. Live trades may arrive before these and repeat some of them: trade ids increase.
    /// </summary>
    Task<IReadOnlyList<TradePrint>> SubscribeTrades(string symbol);

    /// <summary>Ends <see cref="SubscribeTrades"/>.</summary>
    Task UnsubscribeTrades(string symbol);

    /// <summary>
    /// Sends <see cref="ITradingHubClient.Candles"/> for an instrument: the current state of each candle that ticks changed. Returns the
    /// newest candle of each price kind.
    /// </summary>
    /// <param name="symbol">The instrument.</param>
    /// <param name="minutes">Length of a candle; only 1 is available live.</param>
    Task<IReadOnlyList<Candle>> SubscribeCandles(string symbol, int minutes);

    /// <summary>Ends <see cref="SubscribeCandles"/>.</summary>
    Task UnsubscribeCandles(string symbol, int minutes);

    /// <summary>Sends <see cref="ITradingHubClient.Executions"/> of one of the user's accounts.</summary>
    Task SubscribeAccount(long accountId);

    /// <summary>Ends <see cref="SubscribeAccount"/>.</summary>
    Task UnsubscribeAccount(long accountId);

    /// <summary>
    /// Places an order; with <see cref="PlaceOrderRequest.CancelOnDisconnect"/> it is cancelled when this connection ends.
    /// </summary>
    Task<OrderResult> PlaceOrder(long accountId, PlaceOrderRequest request);

    /// <summary>Places linked orders, all or none.</summary>
    Task<OrderListResult> PlaceOrderList(long accountId, PlaceOrderListRequest request);

    /// <summary>Places independent orders; each has its own result.</summary>
    Task<OrderBatchResult> PlaceOrderBatch(long accountId, PlaceOrderBatchRequest request);

    /// <summary>Changes an open order.</summary>
    Task<OrderResult> AmendOrder(long accountId, long orderId, AmendOrderRequest request);

    /// <summary>Cancels an open order.</summary>
    Task<OrderResult> CancelOrder(long accountId, long orderId);

    /// <summary>Cancels an open order by its client order id.</summary>
    Task<OrderResult> CancelByClientOrderId(long accountId, string clientOrderId);

    /// <summary>Cancels all matching open orders; see <see cref="MassCancelRequest"/>.</summary>
    Task<OrderListResult> MassCancel(long accountId, MassCancelRequest request);

    /// <summary>
    /// Restarts the account's dead-man timer, or stops it with 0; see <see cref="CancelAllAfterRequest"/>. A refusal is a hub exception.
    /// </summary>
    Task<CancelAllAfterReply> CancelAllAfter(long accountId, int timeoutSeconds);

    /// <summary>
    /// Accepts an endless stream of ticks; each batch is answered, in order, once it is in the durable stream. The next batch is read only
    /// then, so the connection holds back a sender that is too fast, and delays everything else on it: use a separate connection for ticks.
    /// The first error ends the stream; resume from that batch. Needs the role feed or administrator.
    /// </summary>
    IAsyncEnumerable<SendTicksResult> SendTicks(IAsyncEnumerable<SendTicksRequest> batches);

    /// <summary>Like <see cref="SendTicks"/>, with a frame of <see cref="PackedTicks"/> as a batch.</summary>
    IAsyncEnumerable<SendTicksResult> SendPackedTicks(IAsyncEnumerable<byte[]> frames);
}
