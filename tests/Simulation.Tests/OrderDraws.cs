using Rtx.Simulation.Tests.Runtime;
using Rtx.Testing.Matching;

namespace Rtx.Simulation.Tests;

/// <summary>Draws orders and lists of all kinds in a history; books accept most of them.</summary>
internal sealed class OrderDraws(SimulatedWorld world, Features features, Func<ClientOrderId> nextName)
{
    // Orders share their expire times.
    private static readonly TimeSpan ExpiryInterval = TimeSpan.FromSeconds(4);

    private static readonly TimeInForce[] AuctionOnly = [TimeInForce.AtTheOpen, TimeInForce.AtTheClose];
    private static readonly TimeInForce[] Immediate = [TimeInForce.Ioc, TimeInForce.Fok];

    public Price Price() => new(97 + world.Next(7));

    public Timestamp ExpireTime()
    {
        var now = world.Clock.GetUtcNow();
        return Timestamp.From(now.AddTicks(ExpiryInterval.Ticks - (now.Ticks % ExpiryInterval.Ticks)));
    }

    public NewOrder Order(Instrument instrument, ListRole role = ListRole.None, Side? side = null, OrderType? type = null)
    {
        var drawn = type ?? (role is ListRole.None or ListRole.OcoLeg ? world.Pick(Types()) : OrderType.Limit);
        var order = new NewOrder
        {
            ClientOrderId = nextName(),
            InstrumentId = instrument.Id,
            Side = side ?? (world.Next(2) == 0 ? Side.Buy : Side.Sell),
            OrderType = drawn,
            TimeInForce = drawn == OrderType.Market ? world.Pick(Immediate) : TimeInForce.Gtc,
            OrderQty = new Quantity(1 + world.Next(5)),
            Price = drawn.IsTrailing() || (drawn is not (OrderType.Limit or OrderType.StopLimit or OrderType.LimitIfTouched) && world.Next(2) == 0) ? null : Price(),
            LimitOffset = drawn == OrderType.TrailingStopLimit ? world.Next(3) : null,
            Instructions = Triggered(drawn, new OrderInstructions { ListRole = role }),
        };
        return Asking(instrument, Living(order));
    }

    public NewOrderList List(Instrument instrument)
    {
        var entry = Order(instrument, ListRole.Entry);
        var other = entry.Side.Opposite();
        NewOrder Exit(ListRole role) => Order(instrument, role, other) with { OrderQty = entry.OrderQty };
        var stopLoss = features.Has(Feature.StopOrders) && world.Next(2) == 0 ? OrderType.Stop : OrderType.StopLimit;
        return world.Next(3) switch
        {
            0 => new NewOrderList(ContingencyType.Oco, [Order(instrument, ListRole.OcoLeg), Order(instrument, ListRole.OcoLeg)]),
            1 => new NewOrderList(ContingencyType.Oto, [entry, Exit(ListRole.Child)]),
            _ =>
                new NewOrderList(ContingencyType.Bracket, [entry, Order(
                    instrument, ListRole.StopLoss, other, stopLoss) with { OrderQty = entry.OrderQty }, Exit(ListRole.TakeProfit)]),
        };
    }

    private List<OrderType> Types()
    {
        List<OrderType> types = [OrderType.Limit, OrderType.Limit, OrderType.Limit];
        if (features.Has(Feature.MarketOrders)) types.Add(OrderType.Market);
        if (features.Has(Feature.MarketToLimitOrders)) types.Add(OrderType.MarketToLimit);
        if (features.Has(Feature.StopOrders)) types.AddRange([OrderType.Stop, OrderType.StopLimit]);
        if (features.Has(Feature.TouchedOrders)) types.AddRange([OrderType.MarketIfTouched, OrderType.LimitIfTouched]);
        if (features.Has(Feature.TrailingOrders)) types.AddRange([OrderType.TrailingStop, OrderType.TrailingStopLimit]);
        return types;
    }

    private OrderInstructions Triggered(OrderType type, OrderInstructions instructions)
    {
        if (!type.HasTrigger()) return instructions;
        var triggered = instructions with
        {
            StopPx = type.IsTrailing() && world.Next(3) == 0 ? null : Price(),
            TriggerSource = (TriggerSource)world.Next(3),
        };
        if (!type.IsTrailing()) return triggered;
        return triggered with { TrailOffset = world.Next(2) == 0 ? new TrailOffset(
            1 + world.Next(4), IsBasisPoints: false) : new TrailOffset(100 + (50 * world.Next(6)), IsBasisPoints: true) };
    }

    private NewOrder Living(NewOrder order)
    {
        var isInList = order.Instructions!.ListRole != ListRole.None;
        if (order.OrderType is OrderType.Limit or OrderType.Market && !isInList && Draw(Feature.AuctionOrders, 6))
        {
            return order with { TimeInForce = world.Pick(AuctionOnly) };
        }
        if (order.OrderType == OrderType.Limit && !isInList && Draw(Feature.Immediate, 4))
        {
            return order with { TimeInForce = world.Pick(Immediate) };
        }
        if (order.TimeInForce != TimeInForce.Gtc) return order;
        if (Draw(Feature.DayOrders, 4)) return order with { TimeInForce = TimeInForce.Day };
        return Draw(Feature.Expiring, 2)
            ? order with { TimeInForce = TimeInForce.Gtd, Instructions = order.Instructions with { ExpireTime = ExpireTime() } }
            : order;
    }

    private NewOrder Asking(Instrument instrument, NewOrder order)
    {
        var asks = order.Instructions! with { Tag = Tags.Of(world.Next(3)), ConnectionId = world.Next(3) };
        var mayRest = order.OrderType == OrderType.Limit && order.TimeInForce is TimeInForce.Gtc or TimeInForce.Gtd or TimeInForce.Day;
        if (mayRest && Draw(Feature.Icebergs, 4)) asks = asks with { DisplayQty = new Quantity(1 + world.Next((int)order.OrderQty.Lots)) };
        if (mayRest && Draw(Feature.PostOnly, 4)) asks = asks with { PostOnly = world.Next(2) == 0 ? PostOnly.Reject : PostOnly.Slide };
        else if ((mayRest || order.TimeInForce == TimeInForce.Ioc) && Draw(Feature.MinimumQuantities, 6)) asks = asks with
        {
            MinQty = new Quantity(1 + world.Next((int)order.OrderQty.Lots)),
        };
        if (instrument.Kind == InstrumentKind.Margined && Draw(Feature.ReduceOnly, 4)) asks = asks with { ReduceOnly = true };
        if (Draw(Feature.SelfTradePrevention, 2))
        {
            asks = asks with { SelfTradePrevention = (SelfTradePrevention)world.Next(5), TradeGroup = world.Next(2) };
        }
        return order with { Instructions = asks };
    }

    private bool Draw(Feature feature, int oneOf) => features.Has(feature) && world.Next(oneOf) == 0;
}
