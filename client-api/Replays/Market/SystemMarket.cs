using Rtx.Replays.Outages;

namespace Rtx.Replays.Market;

/// <summary>
/// The running system as a replay's market: orders over the live connection, one at a time, then the committed book. The book is asked for,
/// not taken from the depth stream: the stream merges changes for some ten milliseconds, which is longer than an order takes. A server that
/// is killed and restarted only costs time: every request carries its client order id or is absolute, so it is repeated until it is
/// answered.
/// </summary>
internal sealed class SystemMarket : IReplayMarket, IAsyncDisposable
{
    private readonly RtxClient _client;
    private readonly RtxStream _stream;
    private readonly ReplayStage _stage;
    private readonly OutageRetry _retry;
    private readonly int _levels;
    private Depth _depth;
    private long _sequence;

    private SystemMarket(RtxClient client, RtxStream stream, ReplayStage stage, OutageRetry retry, int levels)
    {
        (_client, _stream, _stage, _retry, _levels) = (client, stream, stage, retry, levels);
        _depth = new Depth { Symbol = stage.Symbol, Sequence = 0, Bids = [], Asks = [] };
    }

    public static async Task<SystemMarket> OpenAsync(
        RtxClient client, ReplayStage stage, OutageRetry retry, int levels, CancellationToken cancellationToken)
    {
        var stream = client.CreateStream();
        try
        {
            await stream.ConnectAsync(cancellationToken);
            return new SystemMarket(client, stream, stage, retry, levels);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    public Task<ReplayAnswer> ExecuteAsync(ReplayCommand command, CancellationToken cancellationToken) => command switch
    {
        PlaceResting place =>
            PlaceAsync(_stage.RestingAccount, ToOrder(place, place.Side, place.Price, place.Quantity, TimeInForce.Gtc), cancellationToken),
        TakeLiquidity take =>
            PlaceAsync(_stage.TakingAccount, ToOrder(take, take.Side, take.Price, take.Quantity, TimeInForce.Ioc), cancellationToken),
        ReduceResting reduce => ReduceAsync(reduce, cancellationToken),
        CancelResting cancel => CancelAsync(cancel.Order, cancellationToken),
        _ => throw new InvalidOperationException($"{command.GetType().Name} is unknown."),
    };

    public async Task<Depth> GetDepthAsync(CancellationToken cancellationToken)
    {
        if (_depth.Sequence < _sequence) _depth = await _retry.SendAsync(ReadBookAsync, cancellationToken);
        return _depth;
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private PlaceOrderRequest ToOrder(ReplayCommand command, Side side, decimal price, decimal quantity, TimeInForce timeInForce) => new()
    {
        ClientOrderId = ClientOrderId(command.Number),
        Symbol = _stage.Symbol,
        Side = side,
        OrderType = OrderType.Limit,
        TimeInForce = timeInForce,
        OrderQty = quantity,
        Price = price,
    };

    private string ClientOrderId(long number) => $"{_stage.Run}-{number}";

    private async Task<ReplayAnswer> PlaceAsync(long account, PlaceOrderRequest request, CancellationToken cancellationToken)
    {
        var wasRepeated = false;
        var reply = await _retry.SendAsync(
            (isRepeated, token) =>
            {
                wasRepeated = isRepeated;
                return _stream.PlaceOrderAsync(account, request, token);
            },
            cancellationToken);
        TakeSequence(reply.Order);
        // The answer to a repeated request does not list its trades again.
        return wasRepeated && reply.Fills.Count == 0 && reply.Order.CumQty > 0m
            ? new ReplayAnswer(reply.Order.OrderId, await FindFillsAsync(reply.Order, cancellationToken))
            : new ReplayAnswer(reply.Order.OrderId, [.. reply.Fills.Select(fill => new ReplayFill(fill.RestingOrderId, fill.LastQty))]);
    }

    private async Task<ReplayAnswer> ReduceAsync(ReduceResting reduce, CancellationToken cancellationToken)
    {
        var request = new AmendOrderRequest { OrderQty = reduce.Order.CumQty + reduce.LeavesQty };
        var reply = await _retry.SendAsync(
            (_, token) => _stream.AmendOrderAsync(_stage.RestingAccount, reduce.Order.OrderId, request, token), cancellationToken);
        TakeSequence(reply.Order);
        return new ReplayAnswer(reply.Order.OrderId, []);
    }

    private async Task<ReplayAnswer> CancelAsync(ReplayOrder order, CancellationToken cancellationToken)
    {
        var closed = await _retry.SendAsync(
            async (isRepeated, token) =>
            {
                try
                {
                    return (await _stream.CancelOrderAsync(_stage.RestingAccount, order.OrderId, token)).Order;
                }
                catch (RtxException exception) when (isRepeated && exception.Code is RtxErrorCodes.OrderClosed or RtxErrorCodes.UnknownOrder)
                {
                    // The first attempt was done and its answer lost: the order itself says so.
                    var found = await _client.Orders.GetAsync(_stage.RestingAccount, ClientOrderId(order.Number), token);
                    if (found.Status != OrdStatus.Canceled) throw;
                    return found;
                }
            },
            cancellationToken);
        TakeSequence(closed);
        return new ReplayAnswer(closed.OrderId, []);
    }

    /// <summary>The fills of an order, joined from both accounts' executions: the two sides of a trade have the same trade id.</summary>
    private async Task<IReadOnlyList<ReplayFill>> FindFillsAsync(Order taker, CancellationToken cancellationToken)
    {
        var filter = new ExecutionFilter { Symbol = _stage.Symbol, Limit = 1_000 };
        var trades = await _retry.SendAsync(
            async (_, token) => await _client.Accounts.ReadExecutionsAsync(
                _stage.TakingAccount, filter with { OrderId = taker.OrderId }, token)
                .Select(report => report.TradeId).ToHashSetAsync(cancellationToken: token),
            cancellationToken);
        var hit = await _retry.SendAsync(
            async (_, token) => await _client.Accounts.ReadExecutionsAsync(_stage.RestingAccount, filter, token)
                .Where(report => trades.Contains(report.TradeId)).Take(trades.Count).ToListAsync(token),
            cancellationToken);
        return [.. hit.OrderBy(report => report.Sequence).Select(report => new ReplayFill(report.OrderId, report.LastQty ?? 0m))];
    }

    private void TakeSequence(Order order) => _sequence = Math.Max(_sequence, order.Sequence);

    private async Task<Depth> ReadBookAsync(bool isRepeated, CancellationToken cancellationToken)
    {
        var depth = await _client.Instruments.GetDepthAsync(_stage.Symbol, _levels, cancellationToken);
        return depth.Sequence >= _sequence
            ? depth
            : throw new InvalidOperationException($"The book shows sequence {depth.Sequence} after {_sequence} was committed.");
    }
}
