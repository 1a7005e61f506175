namespace Rtx.Simulator;

/// <summary>A demo user who is logged in, with one account and a live connection.</summary>
internal sealed class Trader : IAsyncDisposable
{
    private readonly RtxClient _client;
    private readonly RtxStream _stream;
    private readonly string _run;
    private long _orders;

    private Trader(RtxClient client, RtxStream stream, long accountId, string run) =>
        (_client, _stream, AccountId, _run) = (client, stream, accountId, run);

    public long AccountId { get; }

    public static async Task<Trader> OpenAsync(
        Uri url, string userName, string password, string accountName, string run, CancellationToken cancellationToken)
    {
        var client = new RtxClient(url);
        try
        {
            var session = await client.LoginAsync(userName, password, cancellationToken);
            var account = (await client.Accounts.ListAsync(cancellationToken))
                .First(candidate => candidate.OwnerId == session.User.UserId && candidate.Name == accountName);
            var stream = client.CreateStream();
            await stream.ConnectAsync(cancellationToken);
            return new Trader(client, stream, account.AccountId, run);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>The current price of an instrument; null before its first one.</summary>
    public async Task<decimal?> GetMarkAsync(string symbol, CancellationToken cancellationToken) =>
        (await _client.Instruments.GetStatusAsync(symbol, cancellationToken)).MarkPrice;

    public async Task<Order> PlaceAsync(
        string symbol, Side side, TimeInForce timeInForce, decimal price, decimal quantity, CancellationToken cancellationToken)
    {
        var request = new PlaceOrderRequest
        {
            ClientOrderId = $"{_run}-{++_orders}",
            Symbol = symbol,
            Side = side,
            OrderType = OrderType.Limit,
            TimeInForce = timeInForce,
            OrderQty = quantity,
            Price = price,
        };
        return (await _stream.PlaceOrderAsync(AccountId, request, cancellationToken)).Order;
    }

    public async Task<Order> AmendAsync(Order order, decimal price, decimal orderQty, CancellationToken cancellationToken) =>
        (await _stream.AmendOrderAsync(
            AccountId, order.OrderId, new AmendOrderRequest { Price = price, OrderQty = orderQty }, cancellationToken)).Order;

    /// <summary>Cancels an order; does nothing if it is already closed.</summary>
    public async Task CancelAsync(long orderId, CancellationToken cancellationToken)
    {
        try
        {
            await _stream.CancelOrderAsync(AccountId, orderId, cancellationToken);
        }
        catch (RtxException exception) when (exception.Code is RtxErrorCodes.OrderClosed or RtxErrorCodes.UnknownOrder)
        {
            // Already filled, or cancelled by an attempt whose answer was lost.
        }
    }

    /// <summary>Cancels every open order in some instruments.</summary>
    public async Task CancelAllAsync(IReadOnlySet<string> symbols, CancellationToken cancellationToken)
    {
        var summary = await _client.Accounts.GetSummaryAsync(AccountId, cancellationToken: cancellationToken);
        foreach (var order in summary.OpenOrders.Where(order => symbols.Contains(order.Symbol)))
        {
            await CancelAsync(order.OrderId, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _client.Dispose();
    }
}
