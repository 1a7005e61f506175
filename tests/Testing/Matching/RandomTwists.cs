using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>Makes one field of an order illegal, or at least unusual.</summary>
internal sealed class RandomTwists(Dice dice, Instrument instrument)
{
    private const long BeyondEveryPrice = 1_000_000_000_000_001;
    private static readonly Quantity OneLot = new(1);

    private static readonly TimeInForce[] Lifetimes = Enum.GetValues<TimeInForce>();

    private static readonly TrailOffset[] Trails = [new(0, false), new(BeyondEveryPrice, false), new(10_000, true), new(9_999, true)];

    internal BookOrder Twist(in BookOrder order, Timestamp now)
    {
        var asked = order.Instructions ?? new OrderInstructions();
        return dice.Between(0, 9) switch
        {
            0 => order with { Price = new Price(dice.Pick(0, -1, BeyondEveryPrice)) },
            // Exceeds the largest notional value.
            1 => order with { Price = new Price(BeyondEveryPrice - 1), OrderQty = instrument.MaxQuantity },
            2 =>
                order with { OrderQty = dice.Pick(
                    new Quantity(0), new Quantity(-1), instrument.MinQuantity - OneLot, instrument.MaxQuantity + OneLot) },
            3 => WithUnknownMember(order),
            4 => order with { TimeInForce = dice.Pick<TimeInForce>(Lifetimes) },
            5 => order with { OrderType = (OrderType)dice.Between(1, 9) },
            _ => order with { Instructions = Twist(asked, order.OrderQty, now) },
        };
    }

    private BookOrder WithUnknownMember(in BookOrder order) => dice.Between(0, 3) switch
    {
        0 => order with { Side = (Side)3 },
        1 => order with { OrderType = default },
        2 => order with { OrderType = (OrderType)10 },
        _ => order with { TimeInForce = (TimeInForce)5 },
    };

    private OrderInstructions Twist(OrderInstructions asked, Quantity orderQty, Timestamp now) => dice.Between(0, 13) switch
    {
        0 => asked with { StopPx = null },
        1 => asked with { StopPx = new Price(dice.Pick(0, -1, BeyondEveryPrice, 1_000)) },
        2 => asked with { TrailOffset = null },
        3 => asked with { TrailOffset = dice.Pick<TrailOffset>(Trails) },
        4 => asked with { DisplayQty = dice.Pick(new Quantity(0), new Quantity(1), orderQty, orderQty + new Quantity(1)) },
        5 => asked with { MinQty = dice.Pick(new Quantity(0), orderQty, orderQty + new Quantity(1)) },
        6 => asked with { PostOnly = dice.Pick(PostOnly.Reject, PostOnly.Slide, (PostOnly)3) },
        7 => asked with { ReduceOnly = true },
        8 => asked with { ExpireTime = dice.Pick(now, new Timestamp(now.UnixMicroseconds - 1), new Timestamp(now.UnixMicroseconds + 1)) },
        9 => asked with { ExpireTime = null },
        10 => asked with { SelfTradePrevention = (SelfTradePrevention)5 },
        11 => asked with { TriggerSource = dice.Pick((TriggerSource)3, TriggerSource.MarkPrice) },
        12 => asked with { ListRole = (ListRole)dice.Between(0, 6) },
        _ => asked with { DisplayQty = new Quantity(2), MinQty = new Quantity(1) },
    };
}
