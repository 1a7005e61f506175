using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>Random orders around a middle price, nearly all of them legal; <see cref="RandomTwists"/> makes the others.</summary>
internal sealed class RandomOrders(Dice dice, RandomMarket market, int expiryInterval)
{
    internal const int Accounts = 5;
    private const int IdsAtATime = 8;

    private readonly RandomTwists _twists = new(dice, market.Instrument);
    private readonly long[] _ids = new long[IdsAtATime];
    private long _count;

    internal AccountId Account() => new(dice.Between(1, Accounts));

    /// <summary>A new id; adjacent ids come in any order, as when other books allocate ids at the same time.</summary>
    internal OrderId NewId()
    {
        var position = (int)(_count % IdsAtATime);
        if (position == 0)
        {
            for (var i = 0; i < IdsAtATime; i++) _ids[i] = _count + 1 + i;
            dice.Shuffle(_ids);
        }

        _count++;
        return OrderId.Create(market.Instrument.Id, _ids[position]);
    }

    /// <summary>An id that may be in use.</summary>
    internal OrderId SomeId() => OrderId.Create(market.Instrument.Id, dice.Between(1, (int)_count + 2));

    /// <summary>A single order.</summary>
    internal BookOrder Single(TradingState state, int middle, Timestamp now)
    {
        var order = Draw(Account(), RandomSide(), RandomType(), state, middle, now);
        return dice.PerMille(70) ? _twists.Twist(order, now) : order;
    }

    /// <summary>An order of a type, with instructions that the type allows.</summary>
    internal BookOrder Draw(AccountId account, Side side, OrderType type, TradingState state, int middle, Timestamp now)
    {
        var timeInForce = LifetimeOf(type, state);
        var orderQty = RandomQuantity();
        var (price, asked) = type.HasTrigger() ? Triggered(side, type, middle) : (PriceOf(side, type, middle), new OrderInstructions());
        var isUntilSomeTime = timeInForce is TimeInForce.Day or TimeInForce.Gtc or TimeInForce.Gtd;
        if (type == OrderType.Limit && isUntilSomeTime)
        {
            var displayQty = Math.Min(orderQty.Lots, market.Instrument.MinQuantity.Lots + dice.Between(0, 5));
            if (dice.PerMille(180)) asked = asked with { DisplayQty = new Quantity(displayQty) };
            if (dice.PerMille(120)) asked = asked with { PostOnly = dice.Pick(PostOnly.Reject, PostOnly.Slide) };
        }

        var mayAskForMinimum = type is OrderType.Limit or OrderType.Market
            && asked.PostOnly == PostOnly.No && (isUntilSomeTime || timeInForce == TimeInForce.Ioc);
        var minQty = dice.Between(1, (int)Math.Clamp(orderQty.Lots, 1, 8));
        if (mayAskForMinimum && dice.PerMille(state == TradingState.Continuous ? 120 : 10))
        {
            asked = asked with { MinQty = new Quantity(minQty) };
        }
        if (timeInForce == TimeInForce.Gtd || (timeInForce == TimeInForce.Day && dice.PerMille(400)))
        {
            asked = asked with { ExpireTime = LaterThan(now) };
        }
        if (market.Instrument.Kind == InstrumentKind.Margined && dice.PerMille(100)) asked = asked with { ReduceOnly = true };
        asked = WithNames(asked);
        return new BookOrder(
            NewId(), account, side, type, timeInForce, orderQty, new Price(price), asked == new OrderInstructions() ? null : asked);
    }

    internal Side RandomSide() => dice.Pick(Side.Buy, Side.Sell);

    internal Quantity RandomQuantity() => new(dice.Between(0, 999) switch
    {
        < 3 => 0,
        < 6 => market.Instrument.MaxQuantity.Lots + 1,
        < 12 => dice.Between(20, 200),
        _ => market.Instrument.MinQuantity.Lots + dice.Between(0, 19),
    });

    /// <summary>Mostly buys below the mid price and sells above it, so that the book fills up and still trades.</summary>
    internal long LimitPrice(Side side, int middle) =>
        dice.PerMille(150) ? middle + dice.Between(-15, 15) : middle + (side.Sign() * dice.Between(-12, 3));

    /// <summary>An expire time; a multiple of the interval, so that orders expire together.</summary>
    internal Timestamp LaterThan(Timestamp now)
    {
        var time = now.UnixMicroseconds + dice.Between(20, 3_000);
        return new Timestamp(time + expiryInterval - 1 - ((time + expiryInterval - 1) % expiryInterval));
    }

    /// <summary>A trigger price that is rarely reached immediately.</summary>
    internal long StopPx(Side side, OrderType type, int middle)
    {
        if (dice.PerMille(120)) return middle + dice.Between(-10, 10);
        var isRising = (side == Side.Buy) != type is OrderType.MarketIfTouched or OrderType.LimitIfTouched;
        return middle + (isRising ? dice.Between(0, 9) : -dice.Between(0, 9));
    }

    private OrderType RandomType() => market.TrailingPerMille > 0 && dice.PerMille(market.TrailingPerMille)
        ? dice.Pick(OrderType.TrailingStop, OrderType.TrailingStopLimit)
        : dice.Between(0, 99) switch
    {
        < 54 => OrderType.Limit,
        < 62 => OrderType.Market,
        < 68 => OrderType.Stop,
        < 74 => OrderType.StopLimit,
        < 79 => OrderType.TrailingStop,
        < 84 => OrderType.TrailingStopLimit,
        < 89 => OrderType.MarketIfTouched,
        < 94 => OrderType.LimitIfTouched,
        _ => OrderType.MarketToLimit,
    };

    private TimeInForce LifetimeOf(OrderType type, TradingState state)
    {
        var isBeforeTheOpen = state is TradingState.PreOpen or TradingState.OpeningAuction;
        if (isBeforeTheOpen && type is OrderType.Limit or OrderType.Market && dice.PerMille(250)) return TimeInForce.AtTheOpen;
        if (type is not (OrderType.Limit or OrderType.Market))
        {
            return dice.Pick(TimeInForce.Day, TimeInForce.Gtc, TimeInForce.Gtc, TimeInForce.Gtd);
        }
        if (state != TradingState.Continuous && dice.PerMille(800))
        {
            return type == OrderType.Market ? TimeInForce.AtTheClose : dice.Pick(TimeInForce.Day, TimeInForce.Gtc, TimeInForce.AtTheClose);
        }

        return dice.Between(0, 99) switch
        {
            < 12 => TimeInForce.Ioc,
            < 20 => TimeInForce.Fok,
            < 27 => TimeInForce.AtTheClose,
            < 28 => TimeInForce.AtTheOpen,
            _ when type == OrderType.Market => dice.Pick(TimeInForce.Ioc, TimeInForce.Ioc, TimeInForce.Fok),
            < 40 => TimeInForce.Gtd,
            < 60 => TimeInForce.Day,
            _ => TimeInForce.Gtc,
        };
    }

    private long PriceOf(Side side, OrderType type, int middle) =>
        type == OrderType.Limit ? LimitPrice(side, middle) : middle + (side.Sign() * dice.Between(-2, 20));

    // Few distances, so that many orders share one.
    private TrailOffset Trail() =>
        dice.PerMille(600) ? new TrailOffset(dice.Between(1, 10), false) : new TrailOffset(dice.Between(5, 150), true);

    private (long Price, OrderInstructions Asked) Triggered(Side side, OrderType type, int middle)
    {
        var stopPx = StopPx(side, type, middle);
        var source = dice.Pick(TriggerSource.LastTrade, TriggerSource.LastTrade, TriggerSource.MarkPrice, TriggerSource.OppositeBest);
        var asked = new OrderInstructions { StopPx = new Price(stopPx), TriggerSource = source };
        if (type.IsTrailing()) asked = asked with { TrailOffset = Trail() };
        var distance = type.IsMarketLike() ? dice.Between(0, 20) : dice.Between(-3, 6);
        return (stopPx + (side.Sign() * distance), asked);
    }

    private OrderInstructions WithNames(OrderInstructions asked)
    {
        if (dice.PerMille(350)) asked = asked with { SelfTradePrevention = (SelfTradePrevention)dice.Between(1, 4) };
        if (dice.PerMille(200)) asked = asked with { TradeGroup = dice.Between(6, 7) };
        if (dice.PerMille(250)) asked = asked with { Tag = Tags.Of(dice.Between(1, 3)) };
        if (dice.PerMille(250)) asked = asked with { ConnectionId = dice.Between(1, 3) };
        return asked;
    }
}
