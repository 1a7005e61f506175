using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>Random lists of each kind, nearly all of them legal.</summary>
internal sealed class RandomLists(Dice dice, RandomMarket market, RandomOrders orders)
{
    private readonly RandomTwists _twists = new(dice, market.Instrument);
    private TradingState _state;
    private int _middle;
    private Timestamp _now;

    internal IReadOnlyList<BookOrder> Next(TradingState state, int middle, Timestamp now)
    {
        (_state, _middle, _now) = (state, middle, now);
        var account = orders.Account();
        var list = dice.Between(0, 9) switch
        {
            < 3 => Oco(account),
            < 6 => Oto(account),
            _ => Bracket(account),
        };
        if (dice.PerMille(120)) Break(list);
        return list;
    }

    private List<BookOrder> Oco(AccountId account)
    {
        var side = orders.RandomSide();
        var list = new List<BookOrder>();
        var count = dice.Pick(2, 2, 2, 3, 4);
        for (var i = 0; i < count; i++)
        {
            list.Add(Member(account, dice.PerMille(150) ? orders.RandomSide() : side, AnyType(), ListRole.OcoLeg));
        }
        return list;
    }

    private List<BookOrder> Oto(AccountId account)
    {
        var list = new List<BookOrder> { Member(account, orders.RandomSide(), EntryType(), ListRole.Entry) };
        var count = dice.Between(1, 3);
        for (var i = 0; i < count; i++) list.Add(Member(account, orders.RandomSide(), AnyType(), ListRole.Child));
        return list;
    }

    private List<BookOrder> Bracket(AccountId account)
    {
        var entrySide = orders.RandomSide();
        var exitSide = entrySide.Opposite();
        var list = new List<BookOrder>();
        if (dice.PerMille(650)) list.Add(Member(account, entrySide, EntryType(), ListRole.Entry));
        var stopLoss = Member(account, exitSide, StopLossType(), ListRole.StopLoss);
        if (list.Count > 0 && stopLoss.OrderQty > list[0].OrderQty) stopLoss = Sized(stopLoss, list[0].OrderQty.Lots);
        list.Add(stopLoss);
        var left = stopLoss.OrderQty.Lots;
        var count = dice.Between(1, 3);
        for (var i = 0; i < count && left >= market.Instrument.MinQuantity.Lots; i++)
        {
            var takeProfit = Member(account, exitSide, TakeProfitType(), ListRole.TakeProfit);
            if (takeProfit.OrderQty.Lots > left || i == count - 1) takeProfit = Sized(takeProfit, left);
            left -= takeProfit.OrderQty.Lots;
            list.Add(takeProfit);
        }

        // The stop loss need not come before the take profits.
        if (dice.PerMille(300)) (list[^1], list[list.IndexOf(stopLoss)]) = (stopLoss, list[^1]);
        return list;
    }

    private BookOrder Member(AccountId account, Side side, OrderType type, ListRole role)
    {
        var order = orders.Draw(account, side, type, _state, _middle, _now);
        return order with { Instructions = (order.Instructions ?? new OrderInstructions()) with { ListRole = role } };
    }

    private static BookOrder Sized(in BookOrder order, long lots)
    {
        var asked = order.Instructions!;
        if (asked.DisplayQty?.Lots > lots) asked = asked with { DisplayQty = new Quantity(lots) };
        if (asked.MinQty?.Lots > lots) asked = asked with { MinQty = new Quantity(lots) };
        return order with { OrderQty = new Quantity(lots), Instructions = asked };
    }

    private OrderType AnyType() => dice.Pick(
        OrderType.Limit, OrderType.Limit, OrderType.Limit, OrderType.Stop, OrderType.StopLimit, OrderType.TrailingStop,
        OrderType.LimitIfTouched,
        OrderType.MarketIfTouched, OrderType.Market, OrderType.MarketToLimit);

    private OrderType EntryType() => dice.Pick(
        OrderType.Limit, OrderType.Limit, OrderType.Limit, OrderType.Market, OrderType.MarketToLimit, OrderType.Stop, OrderType.StopLimit);

    private OrderType StopLossType() =>
        dice.Pick(OrderType.Stop, OrderType.StopLimit, OrderType.TrailingStop, OrderType.TrailingStopLimit, OrderType.Limit);

    private OrderType TakeProfitType() => dice.Pick(OrderType.Limit, OrderType.Limit, OrderType.LimitIfTouched, OrderType.MarketIfTouched);

    private void Break(List<BookOrder> list)
    {
        var index = dice.Between(0, list.Count - 1);
        var order = list[index];
        switch (dice.Between(0, 7))
        {
            case 0:
                list[index] = order with { AccountId = orders.Account() };
                break;
            case 1:
                list[index] = order with { Instructions = order.Instructions! with { ListRole = (ListRole)dice.Between(0, 6) } };
                break;
            case 2:
                list.RemoveAt(index);
                break;
            case 3:
                while (list.Count <= NewOrderList.MaxOrders) list.Add(order with { OrderId = orders.NewId() });
                break;
            case 4:
                list[index] = order with { OrderQty = new Quantity(order.OrderQty.Lots + 40) };
                break;
            case 5:
                list[index] = order with { Side = order.Side.Opposite() };
                break;
            case 6:
                list[index] = order with { Instructions = null };
                break;
            default:
                list[index] = _twists.Twist(order, _now);
                break;
        }
    }
}
