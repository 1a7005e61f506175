using Rtx.Client;

namespace Rtx.Testing.Systems;

/// <summary>A new instrument with a trader and a counterparty.</summary>
public sealed class Floor : IAsyncDisposable
{
    private Floor(Uri address, Instrument instrument, (RtxClient Client, long AccountId) trader, (RtxClient Client, long AccountId) other)
    {
        Address = address;
        Instrument = instrument;
        (Trader, Account) = trader;
        (Other, OtherAccount) = other;
    }

    /// <summary>The API's root.</summary>
    public Uri Address { get; }

    public Instrument Instrument { get; }

    public string Symbol => Instrument.Symbol;

    public RtxClient Trader { get; }

    public long Account { get; }

    public RtxClient Other { get; }

    public long OtherAccount { get; }

    public static async Task<Floor> Open(RtxSystem system)
    {
        var instrument = await system.NewInstrumentAsync(CancellationToken.None);
        return new Floor(system.Address, instrument, await NewTraderAsync(), await NewTraderAsync());

        Task<(RtxClient Client, long AccountId)> NewTraderAsync() => system.NewTraderAsync(CancellationToken.None, (100_000m, "USD"));
    }

    public PlaceOrderRequest Limit(Side side, decimal price, decimal quantity) => Traders.Limit(Instrument, side, price, quantity);

    public PlaceOrderRequest Order(Side side, OrderType type, decimal quantity) =>
        Limit(side, 1m, quantity) with { OrderType = type, Price = null };

    /// <summary>Rests an order of the counterparty.</summary>
    public Task<OrderReply> Rest(Side side, decimal price, decimal quantity) =>
        Other.Orders.PlaceAsync(OtherAccount, Limit(side, price, quantity));

    /// <summary>Waits for a state of the trader's order.</summary>
    public Task<Order> Wait(string clientOrderId, Predicate<Order> isExpected) =>
        Eventually.GetAsync(() => Trader.Orders.GetAsync(Account, clientOrderId), isExpected);

    public async Task<IReadOnlyList<Order>> OpenOrders() => await Trader.Orders.ListAsync(Account, new OrderFilter { OpenOnly = true });

    public ValueTask DisposeAsync()
    {
        Trader.Dispose();
        Other.Dispose();
        return ValueTask.CompletedTask;
    }
}
