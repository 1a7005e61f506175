using Rtx.Client;

namespace Rtx.Benchmarks.Orders;

/// <summary>One caller with an account and a connection of its own.</summary>
internal sealed class OrderCaller : IAsyncDisposable
{
    private readonly Func<PlaceOrderRequest, CancellationToken, Task<OrderReply>> _place;
    private readonly RtxStream? _stream;
    private readonly string _symbol;
    private readonly decimal _price;
    private long _sent;
    private bool _buys;

    private OrderCaller(Func<PlaceOrderRequest, CancellationToken, Task<OrderReply>> place, RtxStream? stream, string symbol, decimal price, bool buysFirst) =>
        (_place, _stream, _symbol, _price, _buys) = (place, stream, symbol, price, buysFirst);

    public static async Task<OrderCaller> ConnectAsync(
        RtxClient client, Transport transport, long accountId, string symbol, decimal price, bool buysFirst, CancellationToken cancellationToken)
    {
        switch (transport)
        {
            case Transport.Rest:
                return new OrderCaller((request, token) => client.Orders.PlaceAsync(accountId, request, token), stream: null, symbol, price, buysFirst);
            case Transport.Hub:
                var stream = client.CreateStream();
                await stream.ConnectAsync(cancellationToken);
                return new OrderCaller((request, token) => stream.PlaceOrderAsync(accountId, request, token), stream, symbol, price, buysFirst);
        }

        throw new ArgumentOutOfRangeException(nameof(transport));
    }

    /// <summary>Places one order; a refusal throws, because a refused order would be no measurement.</summary>
    public async Task PlaceAsync(CancellationToken cancellationToken)
    {
        var request = new PlaceOrderRequest
        {
            ClientOrderId = $"{_symbol}-{_sent++}",
            Symbol = _symbol,
            Side = _buys ? Side.Buy : Side.Sell,
            OrderType = OrderType.Limit,
            OrderQty = 1m,
            Price = _price,
        };
        _buys = !_buys;
        await _place(request, cancellationToken);
    }

    public ValueTask DisposeAsync() => _stream?.DisposeAsync() ?? ValueTask.CompletedTask;
}
