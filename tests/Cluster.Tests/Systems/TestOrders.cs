namespace Rtx.Cluster.Tests.Systems;

/// <summary>Short forms of requests. Prices and quantities are decimals of the instrument.</summary>
internal static class TestOrders
{
    public static NewOrder Limit(this Instrument instrument, Side side, decimal quantity, decimal price, string? id = null, TimeInForce timeInForce = TimeInForce.Gtc) => new()
    {
        ClientOrderId = new ClientOrderId(id ?? Guid.NewGuid().ToString("N")),
        InstrumentId = instrument.Id,
        Side = side,
        OrderType = OrderType.Limit,
        TimeInForce = timeInForce,
        OrderQty = instrument.Lots(quantity),
        Price = instrument.Ticks(price),
    };

    public static NewOrder Market(this Instrument instrument, Side side, decimal quantity) =>
        instrument.Limit(side, quantity, 1m, timeInForce: TimeInForce.Ioc) with { OrderType = OrderType.Market, Price = null };

    public static Price Ticks(this Instrument instrument, decimal price) => instrument.TryToPrice(price, out var ticks) ? ticks : throw new ArgumentException("Not on a tick.", nameof(price));

    public static Quantity Lots(this Instrument instrument, decimal quantity) =>
        instrument.TryToQuantity(quantity, out var lots) ? lots : throw new ArgumentException("Not on a lot.", nameof(quantity));

    public static decimal Total(this AccountSummary? summary, Currency currency) => summary!.Balances.FirstOrDefault(b => b.Currency == currency)?.Total ?? 0m;

    public static decimal Held(this AccountSummary? summary, Currency currency) => summary!.Balances.FirstOrDefault(b => b.Currency == currency)?.Held ?? 0m;
}
