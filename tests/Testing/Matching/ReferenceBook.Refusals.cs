using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>Chapter "Refusals": each column of the table is one list of questions, asked in the order of the answers.</summary>
public sealed partial class ReferenceBook
{
    private const long FurthestPrice = 1_000_000_000_000_000;
    private const decimal LargestValue = 1_000_000_000_000_000m;

    private MatchingRules Rules => instrument.MatchingRules;

    private long LowestPrice => instrument is { AllowsNegativePrices: true, Kind: InstrumentKind.Margined } ? -FurthestPrice : 1;

    /// <summary>Why a new order is refused by itself; <paramref name="listIndex"/> is its position in a list.</summary>
    private RejectReason FindFault(in BookOrder order, int? listIndex)
    {
        var asked = order.Instructions ?? new OrderInstructions();
        var price = order.Price.Ticks;
        var quantity = order.OrderQty.Lots;
        if (State == TradingState.Halted) return RejectReason.InstrumentHalted;
        if (Contradict(order, asked, listIndex is not null)) return RejectReason.InvalidTerms;
        if (!IsLegal(price)) return RejectReason.InvalidPrice;
        if (quantity < Math.Max(1, instrument.MinQuantity.Lots)) return RejectReason.QuantityTooSmall;
        if (quantity > instrument.MaxQuantity.Lots || ValueOf(price, quantity) > LargestValue) return RejectReason.QuantityTooLarge;
        if (State == TradingState.Closed) return RejectReason.MarketClosed;
        if (State == TradingState.CancelOnly) return RejectReason.CancelOnly;
        if (!IsForThisState(order, asked)) return RejectReason.NotInThisState;
        if (asked.StopPx is { } stopPx && !IsLegal(stopPx.Ticks)) return RejectReason.InvalidStopPx;
        if (asked.TrailOffset is { } trail && !IsLegal(trail)) return RejectReason.InvalidStopPx;
        if (asked.DisplayQty is { } displayQty && !IsDisplayLegal(displayQty.Lots, quantity)) return RejectReason.InvalidDisplayQty;
        if (asked.MinQty is { } minQty && (minQty.Lots < 1 || minQty.Lots > quantity)) return RejectReason.InvalidMinQty;
        if (asked.ExpireTime <= _now) return RejectReason.InvalidExpireTime;
        if (Rules.MinNotional != 0m && ValueOf(price, quantity) < Rules.MinNotional) return RejectReason.NotionalTooSmall;
        if (Rules.MaxNotional != 0m && ValueOf(price, quantity) > Rules.MaxNotional) return RejectReason.NotionalTooLarge;
        if (order.OrderType is OrderType.Limit or OrderType.MarketToLimit && IsOutsideStaticBand(price)) return RejectReason.PriceOutsideBand;
        if (listIndex is null && PostOnlyWouldTrade(order.Side, price, asked.PostOnly)) return RejectReason.PostOnlyWouldTrade;
        if (listIndex is null && asked.ReduceOnly && Reducible(order.AccountId, order.Side) == 0) return RejectReason.NothingToReduce;
        if (HasTooManyOrders(order.AccountId, listIndex ?? 0)) return RejectReason.TooManyOrdersInBook;
        var stays = order.TimeInForce is not (TimeInForce.Ioc or TimeInForce.Fok);
        return stays && limits.MaxOrders != 0 && CountWorking(account: null) + (listIndex ?? 0) >= limits.MaxOrders ? RejectReason.BookFull : RejectReason.None;
    }

    private RejectReason FindFault(AccountId account, AmendOrder amend)
    {
        if (State == TradingState.Halted) return RejectReason.InstrumentHalted;
        if (amend == new AmendOrder(amend.OrderId)) return RejectReason.InvalidTerms;
        if (amend.Price is { } price && !IsLegal(price.Ticks)) return RejectReason.InvalidPrice;
        if (amend.OrderQty is { } small && small.Lots < Math.Max(1, instrument.MinQuantity.Lots)) return RejectReason.QuantityTooSmall;
        if (amend.OrderQty is { } large && large.Lots > instrument.MaxQuantity.Lots) return RejectReason.QuantityTooLarge;
        if (State == TradingState.Closed) return RejectReason.MarketClosed;
        if (State == TradingState.CancelOnly) return RejectReason.CancelOnly;
        return FindOpen(amend.OrderId) is { } order && order.Account == account ? FindFault(order, amend) : RejectReason.UnknownOrder;
    }

    private RejectReason FindFault(ReferenceOrder order, AmendOrder amend)
    {
        var price = amend.Price?.Ticks ?? order.Price;
        var quantity = amend.OrderQty?.Lots ?? order.OrderQty;
        var waitsForTrigger = order.Place == OrderPlace.Trigger || (order is { Place: OrderPlace.Held, HasTrigger: true, IsTriggered: false });
        if (amend.StopPx is not null && !waitsForTrigger) return RejectReason.InvalidTerms;
        if (amend.DisplayQty is not null && order.DisplayQty is null) return RejectReason.InvalidTerms;
        if (amend.ExpireTime is not null && order.TimeInForce != TimeInForce.Gtd) return RejectReason.InvalidTerms;
        if (ValueOf(price, quantity) > LargestValue) return RejectReason.QuantityTooLarge;
        if (amend.OrderQty is not null && quantity <= order.CumQty) return RejectReason.QuantityBelowFilled;
        if (amend.StopPx is { } stopPx && !IsLegal(stopPx.Ticks)) return RejectReason.InvalidStopPx;
        if ((amend.DisplayQty?.Lots ?? order.DisplayQty) is { } displayQty && !IsDisplayLegal(displayQty, quantity)) return RejectReason.InvalidDisplayQty;
        if (amend.ExpireTime <= _now) return RejectReason.InvalidExpireTime;
        if (Rules.MinNotional != 0m && ValueOf(price, quantity) < Rules.MinNotional) return RejectReason.NotionalTooSmall;
        if (Rules.MaxNotional != 0m && ValueOf(price, quantity) > Rules.MaxNotional) return RejectReason.NotionalTooLarge;
        if (amend.Price is not null && !order.IsMarketLike && !waitsForTrigger && IsOutsideStaticBand(price)) return RejectReason.PriceOutsideBand;
        var entersTheBook = order.Place == OrderPlace.Book && !KeepsPriority(order, amend);
        return entersTheBook && PostOnlyWouldTrade(order.Side, price, order.Asked.PostOnly) ? RejectReason.PostOnlyWouldTrade : RejectReason.None;
    }

    private bool IsLegal(long price) => price >= LowestPrice && price <= FurthestPrice;

    private static bool IsLegal(TrailOffset trail) => trail.Value >= 1 && trail.Value <= (trail.IsBasisPoints ? 9_999 : FurthestPrice);

    private bool IsDisplayLegal(long displayQty, long orderQty) => displayQty >= instrument.MinQuantity.Lots && displayQty <= orderQty;

    private decimal ValueOf(long price, long quantity) => (decimal)Math.Abs(price) * quantity * instrument.TickLotValue;

    private bool IsForThisState(in BookOrder order, OrderInstructions asked)
    {
        if (order.TimeInForce == TimeInForce.AtTheOpen && State is not (TradingState.PreOpen or TradingState.OpeningAuction)) return false;
        if (State == TradingState.Continuous) return true;
        return order.TimeInForce is not (TimeInForce.Ioc or TimeInForce.Fok) && asked.MinQty is null && order.OrderType != OrderType.MarketToLimit;
    }

    private bool PostOnlyWouldTrade(Side side, long price, PostOnly postOnly)
    {
        if (State != TradingState.Continuous || postOnly == PostOnly.No) return false;
        if (BestOf(OtherSide(side)) is not { } best || !Crosses(side, price, best)) return false;
        return postOnly == PostOnly.Reject || !IsLegal(Behind(side, best));
    }

    private bool HasTooManyOrders(AccountId account, int more)
    {
        var most = Rules.MaxOrdersPerAccount != 0 ? Rules.MaxOrdersPerAccount : limits.MaxOrdersPerAccount;
        return most != 0 && CountWorking(account) + more >= most;
    }

    private int CountWorking(AccountId? account) => _open.Count(order => !order.IsOver && (account is null || order.Account == account));

    private bool IsOutsideStaticBand(long price) => StaticBand() is var (low, high) && (price < low || price > high);

    private (long Low, long High)? StaticBand() => Band(ReferencePrice?.Ticks, Rules.StaticBandBasisPoints);

    /// <summary>Hundredths of a percent of the reference, rounded down to whole ticks, on both sides of it.</summary>
    private static (long Low, long High)? Band(long? reference, int basisPoints)
    {
        if (reference is not { } centre || basisPoints == 0) return null;
        var distance = (long)((Int128)Math.Abs(centre) * basisPoints / 10_000);
        return (centre - distance, centre + distance);
    }
}
