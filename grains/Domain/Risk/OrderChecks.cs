using Rtx.Domain.Matching;
using Rtx.Model;

namespace Rtx.Domain.Risk;

/// <summary>
/// Checks that need the order and the instrument alone. The lowest reason that applies is answered:
/// <see cref="RejectReason.InvalidTerms"/>, <see cref="RejectReason.InvalidPrice"/>, <see cref="RejectReason.QuantityTooSmall"/>,
/// <see cref="RejectReason.QuantityTooLarge"/> (above the instrument's maximum, or worth more than <see cref="MaxNotional"/>).
/// Their bounds keep every product and sum of the domain within <c>long</c> and <c>decimal</c>.
/// </summary>
public static class OrderChecks
{
    /// <summary>Largest distance of a price from zero, in ticks.</summary>
    public const long MaxPriceTicks = 1_000_000_000_000_000;

    /// <summary>Largest value of an order at its limit price, in quote units.</summary>
    public const decimal MaxNotional = 1_000_000_000_000_000m;

    /// <summary>Checks a client's request; <paramref name="limitPrice"/> is the worst price it may trade at and counts only for market orders.</summary>
    public static RejectReason Check(Instrument instrument, NewOrder order, Price limitPrice)
    {
        ArgumentNullException.ThrowIfNull(order);
        var hasPriceOfItsType = order.OrderType == OrderType.Limit == order.Price is not null;
        return hasPriceOfItsType ? Check(instrument, BookOrder.From(default, order, order.Price ?? limitPrice)) : RejectReason.InvalidTerms;
    }

    /// <summary>Checks an order as a book takes it.</summary>
    public static RejectReason Check(Instrument instrument, in BookOrder order)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        if (!AreTermsLegal(order)) return RejectReason.InvalidTerms;
        var reason = CheckPrice(instrument, order.Price);
        if (reason == RejectReason.None) reason = CheckQuantity(instrument, order.OrderQty);
        return reason == RejectReason.None ? CheckNotional(instrument, order.Price, order.OrderQty) : reason;
    }

    /// <summary>Checks what an amendment says by itself: it must change something.</summary>
    public static RejectReason Check(Instrument instrument, AmendOrder amend)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        ArgumentNullException.ThrowIfNull(amend);
        if (amend.Price is null && amend.OrderQty is null) return RejectReason.InvalidTerms;
        var reason = amend.Price is { } price ? CheckPrice(instrument, price) : RejectReason.None;
        return reason == RejectReason.None && amend.OrderQty is { } orderQty ? CheckQuantity(instrument, orderQty) : reason;
    }

    /// <summary>Checks an order as it would be after an amendment: <see cref="RejectReason.QuantityTooLarge"/>, then <see cref="RejectReason.QuantityBelowFilled"/>.</summary>
    public static RejectReason CheckAmended(Instrument instrument, Price price, Quantity orderQty, Quantity cumQty)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        var reason = CheckNotional(instrument, price, orderQty);
        return reason == RejectReason.None && orderQty <= cumQty ? RejectReason.QuantityBelowFilled : reason;
    }

    private static bool AreTermsLegal(in BookOrder order) =>
        order.ClientOrderId != default
        && order.Side is Side.Buy or Side.Sell
        && order.TimeInForce is TimeInForce.Gtc or TimeInForce.Ioc or TimeInForce.Fok
        && (order.OrderType == OrderType.Limit || (order.OrderType == OrderType.Market && order.TimeInForce != TimeInForce.Gtc));

    private static RejectReason CheckPrice(Instrument instrument, Price price)
    {
        var lowest = InstrumentRules.MayTradeBelowZero(instrument) ? -MaxPriceTicks : 1;
        return price.Ticks >= lowest && price.Ticks <= MaxPriceTicks ? RejectReason.None : RejectReason.InvalidPrice;
    }

    private static RejectReason CheckQuantity(Instrument instrument, Quantity quantity)
    {
        if (quantity <= Quantity.Zero || quantity < instrument.MinQuantity) return RejectReason.QuantityTooSmall;
        return quantity > instrument.MaxQuantity ? RejectReason.QuantityTooLarge : RejectReason.None;
    }

    private static RejectReason CheckNotional(Instrument instrument, Price price, Quantity quantity)
    {
        // Divided, because the product itself may be beyond decimal. Price and quantity are within their bounds here: the tick-lots are at most 10^27.
        var tickLots = Math.Abs((decimal)price.Ticks) * quantity.Lots;
        return tickLots != 0m && instrument.TickLotValue > MaxNotional / tickLots ? RejectReason.QuantityTooLarge : RejectReason.None;
    }
}
