using Rtx.Domain.Matching.Rules;
using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>Chapter "Matching".</summary>
public sealed partial class ReferenceBook
{
    private void Match(ReferenceOrder aggressor)
    {
        var band = Band(LastTradePrice?.Ticks, Rules.DynamicBandBasisPoints);
        if (!IsEnoughThere(aggressor, band)) return;
        while (aggressor.Place == OrderPlace.Aggressing && Crosses(aggressor))
        {
            var resting = First(OtherSide(aggressor.Side))!;
            if (IsUncovered(resting.Side, resting.Price))
            {
                Cancel(resting, ExecReason.PriceBand);
            }
            else if (IsSelfTrade(aggressor, resting))
            {
                PreventSelfTrade(resting, aggressor);
            }
            else if (IsOutside(resting.Price, band))
            {
                StopAtTheBand(aggressor);
                return;
            }
            else if (!CancelIfNothingToReduce(resting) && !CancelIfNothingToReduce(aggressor))
            {
                var quantity = Least(aggressor.LeavesQty, resting.Displayed, Reducible(resting), Reducible(aggressor));
                Trade(resting, aggressor, resting.Price, quantity, isAuction: false);
            }
        }

        if (aggressor.Place != OrderPlace.Aggressing) return;
        if (aggressor.MayRest) RestAfterAll(aggressor);
        else Cancel(aggressor, ExecReason.Remainder);
    }

    /// <summary>Rule 3: a price outside the dynamic band.</summary>
    private void StopAtTheBand(ReferenceOrder aggressor)
    {
        if (!Rules.InterruptsOnVolatility || aggressor.TimeInForce is TimeInForce.Ioc or TimeInForce.Fok)
        {
            Cancel(aggressor, ExecReason.PriceBand);
            return;
        }

        State = TradingState.VolatilityAuction;
        RestAfterAll(aggressor);
    }

    private void RestAfterAll(ReferenceOrder aggressor)
    {
        aggressor.Place = OrderPlace.Book;
        Tell(aggressor, ExecType.Restated, ExecReason.Booked);
    }

    /// <summary>Rule 5, and that of an auction, where the bid stands for the resting order and the ask for the aggressor.</summary>
    private void Trade(ReferenceOrder resting, ReferenceOrder aggressor, long price, long quantity, bool isAuction)
    {
        LastTradePrice = new Price(price);
        _prints.Add((Sequence, WithinCovered(price)!.Value));
        Move(resting, quantity);
        Move(aggressor, quantity);

        FillInQueue(resting, quantity);
        TellTrade(resting, aggressor, price, quantity, isAuction ? Liquidity.Auction : Liquidity.Maker);
        if (isAuction) FillInQueue(aggressor, quantity);
        else FillAggressor(aggressor, quantity);
        TellTrade(aggressor, resting, price, quantity, isAuction ? Liquidity.Auction : Liquidity.Taker);

        var isRestingFilled = !resting.IsOpen;
        var isAggressorFilled = !aggressor.IsOpen;
        CancelIfNothingToReduce(resting);
        CancelIfNothingToReduce(aggressor);
        AfterTrade(resting, quantity, isRestingFilled);
        AfterTrade(aggressor, quantity, isAggressorFilled);
    }

    private void FillInQueue(ReferenceOrder order, long quantity)
    {
        order.CumQty += quantity;
        order.LeavesQty -= quantity;
        order.Displayed -= quantity;
        if (order.LeavesQty == 0)
        {
            Remove(order);
        }
        else if (order.Displayed == 0)
        {
            order.Refresh();
            order.Priority = Sequence + 1;
        }
    }

    private void FillAggressor(ReferenceOrder order, long quantity)
    {
        order.CumQty += quantity;
        order.ChangeLeaves(order.LeavesQty - quantity);
        if (order.LeavesQty == 0) Remove(order);
        else if (order.MayRest && !Crosses(order)) order.Place = OrderPlace.Book;
    }

    private static bool IsOutside(long price, (long Low, long High)? band) => band is var (low, high) && (price < low || price > high);

    private static long Least(params ReadOnlySpan<long> values)
    {
        var least = values[0];
        foreach (var value in values) least = Math.Min(least, value);
        return least;
    }
}
