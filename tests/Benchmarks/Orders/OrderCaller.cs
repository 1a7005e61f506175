using Rtx.Client;

namespace Rtx.Benchmarks.Orders;

/// <summary>One caller with an account and a connection of its own, for one operation after another or for several at once.</summary>
internal sealed class OrderCaller : IAsyncDisposable
{
    private readonly Func<PlaceOrderRequest, CancellationToken, Task<OrderReply>> _place;
    private readonly RtxStream? _stream;
    private readonly string _symbol;
    private readonly decimal _price;
    private readonly int _firstSide;
    private long _sent;

    private OrderCaller(Func<PlaceOrderRequest, CancellationToken, Task<OrderReply>> place, RtxStream? stream, string symbol, decimal price, bool buysFirst) =>
        (_place, _stream, _symbol, _price, _firstSide) = (place, stream, symbol, price, buysFirst ? 1 : 0);

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
        var number = Interlocked.Increment(ref _sent);
        var request = new PlaceOrderRequest
        {
            ClientOrderId = $"{_symbol}-{number}",
            Symbol = _symbol,
            Side = (number + _firstSide) % 2 == 0 ? Side.Buy : Side.Sell,
            OrderType = OrderType.Limit,
            OrderQty = 1m,
            Price = _price,
        };
        await _place(request, cancellationToken);
    }

    public ValueTask DisposeAsync() => _stream?.DisposeAsync() ?? ValueTask.CompletedTask;
}
