using System.Runtime.CompilerServices;
using Rtx.Domain.Instruments;
using Rtx.Model;

namespace Rtx.Domain.Orders;

/// <summary>
/// Checks that need the order and its instrument alone, with the instrument's limits worked out once. The lowest reason that applies is answered:
/// <see cref="RejectReason.InvalidTerms"/>, <see cref="RejectReason.InvalidPrice"/>, <see cref="RejectReason.QuantityTooSmall"/>,
/// <see cref="RejectReason.QuantityTooLarge"/>, <see cref="RejectReason.InvalidStopPx"/>, <see cref="RejectReason.InvalidDisplayQty"/>,
/// <see cref="RejectReason.InvalidMinQty"/>, <see cref="RejectReason.NotionalTooSmall"/>, <see cref="RejectReason.NotionalTooLarge"/>.
/// Their bounds keep every product and sum of the domain within <c>long</c> and <c>decimal</c>.
/// </summary>
public sealed class OrderChecks
{
    /// <summary>Largest distance of a price from zero, in ticks.</summary>
    public const long MaxPriceTicks = 1_000_000_000_000_000;

    /// <summary>Largest value of an order at its limit price, in quote units.</summary>
    public const decimal MaxNotional = 1_000_000_000_000_000m;

    /// <summary>Largest trailing distance in hundredths of a percent.</summary>
    public const long MaxTrailBasisPoints = 9_999;

    private readonly Instrument _instrument;
    private readonly long _lowestPrice;
    private readonly long _minLots;
    private readonly long _maxLots;
    private readonly UInt128 _maxTickLots;
    private readonly UInt128 _leastTickLots;
    private readonly UInt128 _mostTickLots;
    private readonly (ulong Least, ulong Most) _plainTickLots;
    private readonly long _ticksPerPayablePrice;

    /// <summary>Works out the limits.</summary>
    /// <exception cref="ArgumentException">The contract breaks a rule of <see cref="InstrumentRules"/>.</exception>
    public OrderChecks(Instrument instrument)
    {
        InstrumentRules.ThrowIfBroken(instrument);
        _instrument = instrument;
        _lowestPrice = LowestPriceTicks(instrument);
        _minLots = Math.Max(1, instrument.MinQuantity.Lots);
        _maxLots = instrument.MaxQuantity.Lots;
        var rules = instrument.MatchingRules;
        _ticksPerPayablePrice = InstrumentRules.TicksPerPayablePrice(instrument);
        _maxTickLots = TickLots(MaxNotional, decimal.Floor);
        _mostTickLots = rules.MaxNotional == 0m ? UInt128.MaxValue : TickLots(rules.MaxNotional, decimal.Floor);
        _leastTickLots = TickLots(rules.MinNotional, decimal.Ceiling);
        var most = UInt128.Min(_maxTickLots, _mostTickLots);
        _plainTickLots = _leastTickLots > ulong.MaxValue ? (1, 0) : ((ulong)_leastTickLots, (ulong)UInt128.Min(most, ulong.MaxValue));
    }

    /// <summary>The lowest legal price of an instrument, in ticks.</summary>
    public static long LowestPriceTicks(Instrument instrument) => InstrumentRules.MayTradeBelowZero(instrument) ? -MaxPriceTicks : 1;

    /// <summary>Checks an order as a book takes it.</summary>
    /// <param name="order">The order.</param>
    /// <param name="isInList">Whether it is part of a list, where it has a role.</param>
    public RejectReason Check(in BookOrder order, bool isInList = false)
    {
        if (IsPlainAndLegal(order) && !isInList) return RejectReason.None;
        if (!OrderRules.AreTermsLegal(_instrument, order, isInList)) return RejectReason.InvalidTerms;
        if (!IsLegal(order.Price)) return RejectReason.InvalidPrice;
        var reason = CheckQuantity(order.OrderQty);
        if (reason != RejectReason.None) return reason;
        var tickLots = TickLots(order.Price, order.OrderQty);
        if (tickLots > _maxTickLots) return RejectReason.QuantityTooLarge;
        if (order.Instructions is { } instructions)
        {
            reason = Check(instructions, order.OrderQty);
            if (reason != RejectReason.None) return reason;
        }

        return CheckNotional(tickLots);
    }

    /// <summary>Checks what an amendment says by itself: it must change something to something legal.</summary>
    public RejectReason Check(AmendOrder amend)
    {
        ArgumentNullException.ThrowIfNull(amend);
        if (amend is { Price: null, OrderQty: null, StopPx: null, DisplayQty: null, ExpireTime: null, NewClientOrderId: null }) return RejectReason.InvalidTerms;
        if (amend.Price is { } price && !IsLegal(price)) return RejectReason.InvalidPrice;
        return amend.OrderQty is { } orderQty ? CheckQuantity(orderQty) : RejectReason.None;
    }

    /// <summary>
    /// Checks an order as it would be after an amendment: <see cref="RejectReason.QuantityTooLarge"/>, <see cref="RejectReason.QuantityBelowFilled"/>,
    /// <see cref="RejectReason.InvalidStopPx"/>, <see cref="RejectReason.InvalidDisplayQty"/>, <see cref="RejectReason.NotionalTooSmall"/>,
    /// <see cref="RejectReason.NotionalTooLarge"/>.
    /// </summary>
    public RejectReason CheckAmended(AmendOrder amend, Price price, Quantity orderQty, Quantity cumQty, Quantity? displayQty)
    {
        ArgumentNullException.ThrowIfNull(amend);
        var tickLots = TickLots(price, orderQty);
        if (tickLots > _maxTickLots) return RejectReason.QuantityTooLarge;
        if (orderQty <= cumQty) return RejectReason.QuantityBelowFilled;
        if (amend.StopPx is { } stopPx && !IsLegal(stopPx)) return RejectReason.InvalidStopPx;
        if (displayQty is { } display && !IsDisplayLegal(display, orderQty)) return RejectReason.InvalidDisplayQty;
        return CheckNotional(tickLots);
    }

    /// <summary>Whether an order may have the price.</summary>
    public bool IsLegal(Price price) => price.Ticks >= _lowestPrice && price.Ticks <= MaxPriceTicks;

    /// <summary>Whether any number of lots can be paid exactly at the price, see <see cref="InstrumentRules.TicksPerPayablePrice"/>.</summary>
    public bool IsPayable(Price price) => price.Ticks % _ticksPerPayablePrice == 0;

    /// <summary>Most orders by far, without the detours of the others: limit orders, and market orders that nothing remains of, that ask for nothing else and are legal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool IsPlainAndLegal(in BookOrder order) =>
        order is { Instructions: null, Side: Side.Buy or Side.Sell }
        && (order.TimeInForce == TimeInForce.Ioc ? order.OrderType is OrderType.Market or OrderType.Limit : order is { OrderType: OrderType.Limit, TimeInForce: TimeInForce.Gtc })
        && order.Price.Ticks > 0 && order.Price.Ticks <= MaxPriceTicks
        && order.OrderQty.Lots >= _minLots && order.OrderQty.Lots <= _maxLots
        && Math.BigMul(unchecked((ulong)order.Price.Ticks), unchecked((ulong)order.OrderQty.Lots), out var tickLots) == 0
        && tickLots >= _plainTickLots.Least && tickLots <= _plainTickLots.Most;

    private RejectReason CheckQuantity(Quantity quantity)
    {
        if (quantity.Lots < _minLots) return RejectReason.QuantityTooSmall;
        return quantity.Lots > _maxLots ? RejectReason.QuantityTooLarge : RejectReason.None;
    }

    private RejectReason Check(OrderInstructions instructions, Quantity orderQty)
    {
        if (instructions.StopPx is { } stopPx && !IsLegal(stopPx)) return RejectReason.InvalidStopPx;
        if (instructions.TrailOffset is { } trail && (trail.Value < 1 || trail.Value > (trail.IsBasisPoints ? MaxTrailBasisPoints : MaxPriceTicks))) return RejectReason.InvalidStopPx;
        if (instructions.DisplayQty is { } display && !IsDisplayLegal(display, orderQty)) return RejectReason.InvalidDisplayQty;
        return instructions.MinQty is { } minQty && (minQty.Lots < 1 || minQty > orderQty) ? RejectReason.InvalidMinQty : RejectReason.None;
    }

    private bool IsDisplayLegal(Quantity display, Quantity orderQty) => display.Lots >= _minLots && display <= orderQty;

    private RejectReason CheckNotional(UInt128 tickLots)
    {
        if (tickLots < _leastTickLots) return RejectReason.NotionalTooSmall;
        return tickLots > _mostTickLots ? RejectReason.NotionalTooLarge : RejectReason.None;
    }

    // Whole numbers on both sides: the limits are divided once, so that no order needs a decimal.
    private UInt128 TickLots(decimal notional, Func<decimal, decimal> round)
    {
        var tickLotValue = _instrument.TickLotValue;
        // Beyond 10^28 no order of legal price and quantity (10^15 × 10^12) can come.
        return tickLotValue <= notional / 1e28m ? UInt128.MaxValue : (UInt128)round(notional / tickLotValue);
    }

    private static UInt128 TickLots(Price price, Quantity quantity)
    {
        var high = Math.BigMul((ulong)Math.Abs(price.Ticks), (ulong)quantity.Lots, out var low);
        return new UInt128(high, low);
    }
}
