using Rtx.Contracts;
using Rtx.Model;

namespace Rtx.Benchmarks.Orders;

/// <summary>One caller that calls the grains itself: it buys from one account and sells from another in turn, at one price, so that every second order trades.</summary>
internal sealed class GrainTrader(string name, Instrument instrument, IAccountGrain buyer, IAccountGrain seller)
{
    private static readonly Price Price = new(10_000);

    private long _sent;

    /// <summary>Places one order; a refusal throws, because a refused order would be no measurement.</summary>
    public async Task PlaceAsync(CancellationToken cancellationToken)
    {
        var reply = await SendAsync();
        if (reply.Status != ReplyStatus.Done) throw new InvalidOperationException($"The order was not taken: {reply.Status} {reply.RejectReason} {reply.Detail}");
    }

    /// <summary>Places one order, whatever is answered.</summary>
    public Task<OrderReply> SendAsync()
    {
        var number = Interlocked.Increment(ref _sent);
        var buys = (number & 1) == 0;
        return (buys ? buyer : seller).PlaceOrder(new NewOrder
        {
            ClientOrderId = new ClientOrderId($"{name}-{number}"),
            InstrumentId = instrument.Id,
            Side = buys ? Side.Buy : Side.Sell,
            OrderType = OrderType.Limit,
            TimeInForce = TimeInForce.Gtc,
            OrderQty = new Quantity(1),
            Price = Price,
        });
    }
}
