using Rtx.Client;

namespace Rtx.Terminal.Tests;

/// <summary>A user with one funded account, and a client of the SDK that is logged in as that user.</summary>
internal sealed class Trader(string userName, string password, long accountId, RtxClient client) : IDisposable
{
    private int _orders;

    public string UserName => userName;

    public string Password => password;

    public long AccountId => accountId;

    public RtxClient Client => client;

    /// <summary>Places a GTC limit order without the terminal.</summary>
    public async Task<Order> Limit(Side side, string symbol, decimal price, decimal quantity)
    {
        var reply = await client.Orders.PlaceAsync(accountId, new PlaceOrderRequest
        {
            ClientOrderId = $"sdk-{++_orders}",
            Symbol = symbol,
            Side = side,
            OrderType = OrderType.Limit,
            TimeInForce = TimeInForce.Gtc,
            OrderQty = quantity,
            Price = price,
        }, TestContext.Current.CancellationToken);
        return reply.Order;
    }

    public void Dispose() => client.Dispose();
}
