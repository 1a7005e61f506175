using Rtx.Client;

namespace Rtx.Chaos.Bots;

/// <summary>Random orders like those of a crowd: mostly plain limit orders near the market, some of every other kind.</summary>
internal sealed class OrderIdeas(Market market, Random dice, string prefix)
{
    private const int MaxLots = 20;
    private const int Spread = 30;

    private int _names;

    /// <summary>A client order id that the account has not used.</summary>
    public string NextName() => $"{prefix}-{++_names}";

    /// <summary>A new order.</summary>
    public PlaceOrderRequest Order()
    {
        var (instrument, mid) = market.Next(dice);
        var side = dice.Next(2) == 0 ? Side.Buy : Side.Sell;
        var sign = side == Side.Buy ? 1 : -1;
        var lots = dice.Next(1, MaxLots + 1);
        var limit = Limit(instrument, side, mid - (sign * dice.Next(-4, Spread)), lots);
        return dice.Next(100) switch
        {
            < 50 => limit,
            < 58 => limit with { OrderType = OrderType.Market, Price = null, TimeInForce = null },
            < 65 => limit with { TimeInForce = TimeInForce.Ioc, Price = Price(instrument, mid + (sign * dice.Next(Spread))) },
            < 69 => limit with { TimeInForce = TimeInForce.Fok, Price = Price(instrument, mid + (sign * dice.Next(Spread))) },
            < 73 => limit with { OrderQty = MaxLots * 2 * instrument.QuantityIncrement, DisplayQty = 5 * instrument.QuantityIncrement },
            < 77 => limit with { PostOnly = dice.Next(2) == 0 ? PostOnly.Reject : PostOnly.Slide },
            < 81 =>
                limit with
                {
                    OrderType = OrderType.Stop, Price = null, StopPx = Price(instrument, mid + (sign * dice.Next(5, Spread * 2)))
                },
            < 84 =>
                limit with
                {
                    OrderType = OrderType.StopLimit, Price = Price(instrument, mid + (sign * Spread * 2)),
                    StopPx = Price(instrument, mid + (sign * dice.Next(5, Spread)))
                },
            < 87 =>
                limit with { OrderType = OrderType.TrailingStop, Price = null, TrailingOffset = Price(instrument, dice.Next(5, Spread)) },
            < 90 => limit with { OrderType = OrderType.LimitIfTouched, StopPx = Price(instrument, mid - (sign * dice.Next(5, Spread))) },
            < 92 => limit with { OrderType = OrderType.MarketToLimit, Price = null },
            < 95 => limit with { TimeInForce = TimeInForce.Gtd, ExpireTime = ExpireTime() },
            < 97 => limit with { MinQty = instrument.QuantityIncrement, Price = Price(instrument, mid + (sign * Spread)) },
            _ =>
                limit with
                {
                    SelfTradePrevention = SelfTradePrevention.CancelResting, Tag = $"bot:{dice.Next(1, 4)}",
                    ReduceOnly = instrument.Kind == InstrumentKind.Margined && dice.Next(2) == 0
                },
        };
    }

    /// <summary>Linked orders.</summary>
    public PlaceOrderListRequest OrderList()
    {
        var (instrument, mid) = market.Next(dice);
        var side = dice.Next(2) == 0 ? Side.Buy : Side.Sell;
        var other = side == Side.Buy ? Side.Sell : Side.Buy;
        var sign = side == Side.Buy ? 1 : -1;
        var lots = dice.Next(1, MaxLots + 1);
        var entry = Limit(instrument, side, mid - (sign * dice.Next(-4, Spread)), lots);
        var takeProfit = Limit(instrument, other, mid + (sign * 2 * Spread), lots);
        var stopLoss =
            takeProfit with
            {
                ClientOrderId = NextName(), OrderType = OrderType.Stop, Price = null, StopPx = Price(instrument, mid - (sign * 2 * Spread))
            };
        return dice.Next(3) switch
        {
            0 => new PlaceOrderListRequest { ContingencyType = ContingencyType.Oco, Orders = [takeProfit, stopLoss] },
            1 => new PlaceOrderListRequest { ContingencyType = ContingencyType.Oto, Orders = [entry, takeProfit] },
            _ => new PlaceOrderListRequest { ContingencyType = ContingencyType.Bracket, Orders = [entry, stopLoss, takeProfit] },
        };
    }

    /// <summary>A change to an open order.</summary>
    public AmendOrderRequest Amendment(Order order, Instrument instrument) => dice.Next(3) switch
    {
        0 when order.Price is { } price =>
            new AmendOrderRequest { Price = price + ((dice.Next(2) == 0 ? 1 : -1) * dice.Next(1, Spread) * instrument.PriceIncrement) },
        1 => new AmendOrderRequest { NewClientOrderId = NextName() },
        _ => new AmendOrderRequest { OrderQty = order.OrderQty + ((dice.Next(2) == 0 ? 1 : -1) * instrument.QuantityIncrement) },
    };

    private PlaceOrderRequest Limit(Instrument instrument, Side side, int ticks, int lots) => new()
    {
        ClientOrderId = NextName(),
        Symbol = instrument.Symbol,
        Side = side,
        OrderType = OrderType.Limit,
        OrderQty = lots * instrument.QuantityIncrement,
        Price = Price(instrument, ticks),
    };

    private static decimal Price(Instrument instrument, int ticks) => ticks * instrument.PriceIncrement;

    // The wire has microsecond precision.
    private DateTimeOffset ExpireTime() => DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds() + dice.Next(5, 60));
}
