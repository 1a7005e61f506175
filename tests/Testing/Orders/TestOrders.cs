using Rtx.Model;

namespace Rtx.Testing.Orders;

/// <summary>Short forms of instruments and requests. Prices and quantities are decimals of the instrument.</summary>
public static class TestOrders
{
    public static Currency Usd { get; } = new("USD");

    /// <summary>Tick 0.01, lot 0.001, fees of 0.1 % maker and 0.2 % taker, a base currency of its own against USD.</summary>
    public static Instrument Spot(int id) => new()
    {
        Id = new InstrumentId(id),
        Symbol = $"TEST{id}USD",
        Kind = InstrumentKind.Spot,
        BaseCurrency = new Currency($"TEST{id}"),
        QuoteCurrency = Usd,
        PriceIncrement = 0.01m,
        QuantityIncrement = 0.001m,
        MinQuantity = new Quantity(1),
        MaxQuantity = new Quantity(1_000_000),
        MakerFeeRate = 0.001m,
        TakerFeeRate = 0.002m,
    };

    /// <summary>The same, margined with 10 % initial and 5 % maintenance margin, without fees.</summary>
    public static Instrument Margined(int id) => Spot(id) with
    {
        Kind = InstrumentKind.Margined, InitialMarginRate = 0.1m, MaintenanceMarginRate = 0.05m, MakerFeeRate = 0m, TakerFeeRate = 0m,
    };

    public static NewOrder Limit(
        this Instrument instrument, Side side, decimal quantity, decimal price, string? id = null,
        TimeInForce timeInForce = TimeInForce.Gtc) => new()
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

    /// <summary>A buy of one lot as a book or SQL holds it.</summary>
    public static Order Known(this Instrument instrument, AccountId account, long sequence = 1, OrdStatus status = OrdStatus.New) => new()
    {
        OrderId = OrderId.Create(instrument.Id, sequence),
        ClientOrderId = new ClientOrderId($"{instrument.Id}-{sequence}"),
        AccountId = account,
        InstrumentId = instrument.Id,
        Side = Side.Buy,
        OrderType = OrderType.Limit,
        TimeInForce = TimeInForce.Gtc,
        Price = new Price(100),
        OrderQty = new Quantity(1),
        CumQty = Quantity.Zero,
        LeavesQty = new Quantity(1),
        CumTickLots = 0m,
        Status = status,
        PrioritySequence = sequence,
        Sequence = sequence,
        CreatedAt = default,
        UpdatedAt = default,
    };

    public static Price Ticks(this Instrument instrument, decimal price) =>
        instrument.TryToPrice(price, out var ticks) ? ticks : throw new ArgumentException("Not on a tick.", nameof(price));

    public static Quantity Lots(this Instrument instrument, decimal quantity) =>
        instrument.TryToQuantity(quantity, out var lots) ? lots : throw new ArgumentException("Not on a lot.", nameof(quantity));

    public static decimal Total(this AccountSummary? summary, Currency currency) =>
        summary!.Balances.FirstOrDefault(b => b.Currency == currency)?.Total ?? 0m;

    public static decimal Held(this AccountSummary? summary, Currency currency) =>
        summary!.Balances.FirstOrDefault(b => b.Currency == currency)?.Held ?? 0m;
}
