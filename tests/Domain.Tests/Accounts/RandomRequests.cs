using Rtx.Model;

namespace Rtx.Domain.Tests.Accounts;

/// <summary>Requests of every kind around a price of 20,000 ticks. Most are legal; the others must be refused.</summary>
/// <param name="random">The source of randomness.</param>
/// <param name="spread">Maximum distance of prices from that, in ticks.</param>
internal sealed class RandomRequests(Random random, int spread = 400)
{
    private static readonly OrderType[] Types = Enum.GetValues<OrderType>();
    private int _count;

    internal Price Price() => new(20_000 + random.Next(-spread, spread + 1));

    internal NewOrder Order(Instrument instrument, Timestamp now)
    {
        var isPlain = random.Next(3) == 0;
        var type = isPlain ? OrderType.Limit : Types[random.Next(Types.Length)];
        return Order(instrument, now, type, isPlain ? TimeInForce.Gtc : LifetimeOf(type), Side(), RandomQuantity(instrument));
    }

    /// <summary>An OCO, an OTO or a bracket, of limit orders and stops.</summary>
    internal IReadOnlyList<NewOrder> List(Instrument instrument, Timestamp now)
    {
        var (side, quantity) = (Side(), RandomQuantity(instrument));
        return random.Next(3) switch
        {
            0 => [.. Enumerable.Range(0, 2 + random.Next(3)).Select(_ => Part(Model.ListRole.OcoLeg, Side(), RandomQuantity(instrument)))],
            1 => [Part(Model.ListRole.Entry, side, quantity),
                .. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Part(Model.ListRole.Child, Side(), RandomQuantity(instrument)))],
            _ => [.. Entry(), .. Exits()],
        };

        IEnumerable<NewOrder> Entry() => random.Next(3) == 0 ? [] : [Part(Model.ListRole.Entry, side.Opposite(), quantity)];

        IEnumerable<NewOrder> Exits()
        {
            yield return Part(Model.ListRole.StopLoss, side, quantity);
            var parts = 1 + random.Next(3);
            for (var part = 0; part < parts; part++)
                yield return Part(Model.ListRole.TakeProfit, side, new Quantity(Math.Max(1, quantity.Lots / parts)));
        }

        NewOrder Part(ListRole role, Side partSide, Quantity partQty)
        {
            var type = random.Next(3) == 0 ? Types[random.Next(Types.Length)] : OrderType.Limit;
            var order = Order(instrument, now, type, type == OrderType.Market ? TimeInForce.Ioc : TimeInForce.Gtc, partSide, partQty);
            return order with { Instructions = (order.Instructions ?? new OrderInstructions()) with { ListRole = role } };
        }
    }

    internal AmendOrder Amendment(Order order) => new(
        order.OrderId,
        random.Next(2) == 0 ? new Quantity(1 + random.Next(80)) : null,
        random.Next(2) == 0 ? Price() : null)
    {
        StopPx = order.Instructions?.StopPx is not null && random.Next(3) == 0 ? Price() : null,
        DisplayQty = order.Instructions?.DisplayQty is not null && random.Next(3) == 0 ? new Quantity(1 + random.Next(10)) : null,
        NewClientOrderId = random.Next(4) == 0 ? Name() : null,
    };

    private NewOrder Order(Instrument instrument, Timestamp now, OrderType type, TimeInForce timeInForce, Side side, Quantity quantity) =>
        new()
    {
        ClientOrderId = Name(),
        InstrumentId = instrument.Id,
        Side = side,
        OrderType = type,
        TimeInForce = timeInForce,
        OrderQty = quantity,
        Price = type is OrderType.Limit or OrderType.StopLimit or OrderType.LimitIfTouched || (!type.IsTrailing() && random.Next(3) == 0)
            ? Price()
            : null,
        LimitOffset = type == OrderType.TrailingStopLimit ? random.Next(50) : null,
        Instructions = InstructionsOf(instrument, now, type, timeInForce, quantity),
    };

    private OrderInstructions? InstructionsOf(
        Instrument instrument, Timestamp now, OrderType type, TimeInForce timeInForce, Quantity quantity)
    {
        var rests = type == OrderType.Limit && timeInForce is TimeInForce.Day or TimeInForce.Gtc or TimeInForce.Gtd;
        var instructions = new OrderInstructions
        {
            StopPx = type.HasTrigger() && (!type.IsTrailing() || random.Next(3) == 0) ? Price() : null,
            TriggerSource = (TriggerSource)random.Next(3),
            TrailOffset = type.IsTrailing() ? new TrailOffset(1 + random.Next(200), IsBasisPoints: random.Next(2) == 0) : null,
            DisplayQty = rests && random.Next(5) == 0 ? new Quantity(1 + random.Next((int)quantity.Lots)) : null,
            MinQty = type is OrderType.Limit or OrderType.Market && timeInForce == TimeInForce.Ioc && random.Next(3) == 0
                ? new Quantity(1 + random.Next((int)quantity.Lots)) : null,
            PostOnly = rests && random.Next(5) == 0 ? (PostOnly)(1 + random.Next(2)) : PostOnly.No,
            ReduceOnly = instrument.Kind == InstrumentKind.Margined && random.Next(5) == 0,
            ExpireTime = timeInForce == TimeInForce.Gtd ? new Timestamp(now.UnixMicroseconds + 1 + random.Next(500)) : null,
            SelfTradePrevention = (SelfTradePrevention)random.Next(5),
        };
        return instructions == new OrderInstructions() ? null : instructions;
    }

    private TimeInForce LifetimeOf(OrderType type)
    {
        TimeInForce[] lifetimes = type switch
        {
            OrderType.Market => [TimeInForce.Ioc, TimeInForce.Fok, TimeInForce.AtTheOpen, TimeInForce.AtTheClose],
            OrderType.Limit => Enum.GetValues<TimeInForce>(),
            OrderType.Stop or OrderType.StopLimit or OrderType.TrailingStop or OrderType.TrailingStopLimit
                or OrderType.MarketIfTouched or OrderType.LimitIfTouched or OrderType.MarketToLimit =>
                [TimeInForce.Day, TimeInForce.Gtc, TimeInForce.Gtd],
        };
        return lifetimes[random.Next(lifetimes.Length)];
    }

    private Side Side() => random.Next(2) == 0 ? Model.Side.Buy : Model.Side.Sell;

    private Quantity RandomQuantity(Instrument instrument) => new(1 + random.Next(instrument.Kind == InstrumentKind.Spot ? 1_000 : 60));

    private ClientOrderId Name() => new($"c{++_count}");
}
