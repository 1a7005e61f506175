using Rtx.Client;

namespace Rtx.Benchmarks.Orders;

/// <summary>One caller with an account and a connection of its own, for one operation after another or for several at once.</summary>
internal sealed class OrderCaller : IAsyncDisposable
{
    private readonly Func<PlaceOrderRequest, CancellationToken, Task<OrderReply>> _place;
    private readonly Func<PlaceOrderBatchRequest, CancellationToken, Task<OrderBatchReply>> _placeBatch;
    private readonly RtxStream? _stream;
    private readonly string _symbol;
    private readonly decimal _price;
    private readonly int _firstSide;
    private long _sent;

    private OrderCaller(RtxClient client, RtxStream? stream, long accountId, string symbol, decimal price, bool buysFirst)
    {
        (_stream, _symbol, _price, _firstSide) = (stream, symbol, price, buysFirst ? 1 : 0);
        _place = stream is null ? (request, token) => client.Orders.PlaceAsync(accountId, request, token) : (request, token) => stream.PlaceOrderAsync(accountId, request, token);
        _placeBatch = stream is null ? (batch, token) => client.Orders.PlaceBatchAsync(accountId, batch, token) : (batch, token) => stream.PlaceOrderBatchAsync(accountId, batch, token);
    }

    public static async Task<OrderCaller> ConnectAsync(
        RtxClient client, Transport transport, long accountId, string symbol, decimal price, bool buysFirst, CancellationToken cancellationToken)
    {
        switch (transport)
        {
            case Transport.Rest:
                return new OrderCaller(client, stream: null, accountId, symbol, price, buysFirst);
            case Transport.Hub:
                var stream = client.CreateStream();
                await stream.ConnectAsync(cancellationToken);
                return new OrderCaller(client, stream, accountId, symbol, price, buysFirst);
        }

        throw new ArgumentOutOfRangeException(nameof(transport));
    }

    /// <summary>Places one order; a refusal throws, because a refused order would be no measurement.</summary>
    public Task PlaceAsync(CancellationToken cancellationToken) => _place(Next(), cancellationToken);

    /// <summary>Places so many orders in one request; a refusal of any of them throws.</summary>
    public async Task PlaceBatchAsync(int orders, CancellationToken cancellationToken)
    {
        var batch = new PlaceOrderRequest[orders];
        for (var i = 0; i < orders; i++) batch[i] = Next();
        var reply = await _placeBatch(new PlaceOrderBatchRequest { Orders = batch }, cancellationToken);
        if (reply.Results.FirstOrDefault(result => result.Error is not null) is { Error: { } error }) throw new InvalidOperationException($"An order was not taken: {error.Code}: {error.Detail}");
    }

    public ValueTask DisposeAsync() => _stream?.DisposeAsync() ?? ValueTask.CompletedTask;

    private PlaceOrderRequest Next()
    {
        var number = Interlocked.Increment(ref _sent);
        return new PlaceOrderRequest
        {
            ClientOrderId = $"{_symbol}-{number}",
            Symbol = _symbol,
            Side = (number + _firstSide) % 2 == 0 ? Side.Buy : Side.Sell,
            OrderType = OrderType.Limit,
            OrderQty = 1m,
            Price = _price,
        };
    }
}
