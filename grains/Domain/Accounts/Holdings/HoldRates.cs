using Rtx.Domain.Ledger;
using Rtx.Domain.Valuation;
using Rtx.Model;

namespace Rtx.Domain.Accounts.Holdings;

/// <summary>What lots of one instrument need: either the hold, which does not depend on the mark, or the need at a mark.</summary>
internal readonly struct HoldRates
{
    // A loss, a fee and a margin are each rounded up: a difference of up to this much is only rounding.
    private static readonly Amount Rounding = new(2);

    private readonly InstrumentHolding _holding;
    private readonly Price? _mark;
    private readonly CoveredPrices? _covered;
    private readonly bool _withFees;

    /// <summary>Rates for holds, which do not depend on the mark.</summary>
    internal HoldRates(InstrumentHolding holding) => (_holding, _withFees) = (holding, true);

    /// <summary>Rates at a mark, for a margined instrument.</summary>
    /// <param name="holding">The instrument, and what the account has in it.</param>
    /// <param name="price">The price that losses are measured from.</param>
    /// <param name="isMark">Whether the price is a mark, which the book knows too, rather than a substitute for one.</param>
    /// <param name="withFees">Whether fees are included.</param>
    internal HoldRates(InstrumentHolding holding, Price price, bool isMark, bool withFees = true)
    {
        (_holding, _mark, _withFees) = (holding, price, withFees);
        _covered = isMark ? CoveredPrices.Around(holding.Instrument, price) : null;
    }

    internal InstrumentHolding Holding => _holding;

    /// <summary>Whether lots are valued at a price.</summary>
    internal bool IsValued => _mark is not null;

    /// <summary>
    /// The most lots that reduce-only orders of a side can trade: the case in which all orders of the other side trade first.
    /// </summary>
    internal long ClosableLots(Side side) => side == Side.Buy
        ? Math.Max(0, _holding.OpenSellLots - _holding.Position.Lots)
        : Math.Max(0, _holding.OpenBuyLots + _holding.Position.Lots);

    /// <summary>What lots of one side need.</summary>
    /// <param name="side">Bought or sold.</param>
    /// <param name="price">The worst price that they may trade at.</param>
    /// <param name="lots">How many.</param>
    /// <param name="isWaiting">Whether they wait for a trigger price: the book then lets them trade only at covered prices.</param>
    internal OrderHold Of(Side side, Price price, long lots, bool isWaiting)
    {
        var amounts = _holding.Amounts;
        if (!_holding.IsMargined)
        {
            return side == Side.Buy
                ? new OrderHold(amounts.CostOf(price, new Quantity(lots)), default, 0, 0)
                : new OrderHold(default, amounts.BaseUnitsOf(new Quantity(lots)), 0, 0);
        }

        if (isWaiting && _covered is { } covered) price = covered.WorstOf(side, price);
        var (loss, excess) = _mark is { } mark ? LossOf(side, price, lots, mark) : (amounts.FeesOf(price, lots), default);
        return side == Side.Buy ? new OrderHold(loss, default, lots, 0, excess) : new OrderHold(default, loss, 0, lots, default, excess);
    }

    /// <summary>
    /// What lots of one side, once traded, provide for orders of the other side. Spot: the base currency bought, or the quote currency
    /// received at the lowest price after the higher fee. Margined: lots of a position that the other side closes.
    /// </summary>
    internal OrderHold DeliveredBy(Side side, Price leastPrice, long lots) => (_holding.IsMargined, side) switch
    {
        (false, Side.Buy) => new OrderHold(default, _holding.Amounts.BaseUnitsOf(new Quantity(lots)), 0, 0),
        (false, Side.Sell) => new OrderHold(_holding.Amounts.ProceedsOf(leastPrice, new Quantity(lots)), default, 0, 0),
        (true, Side.Buy) => new OrderHold(default, default, 0, lots),
        (true, Side.Sell) => new OrderHold(default, default, lots, 0),
    };

    /// <summary>What is needed when only one of two may trade.</summary>
    internal OrderHold Worse(in OrderHold one, in OrderHold other)
    {
        if (_mark is not { } mark) return one.OrWorse(other);
        var worse = one.OrWorse(other);
        // At each end the larger sum of margin and loss counts, not the larger margin and the larger loss.
        return worse with
        {
            BuyFunds = Amount.Max(MarginOf(one.BuyLots, mark) + one.BuyFunds, MarginOf(other.BuyLots, mark) + other.BuyFunds)
                - MarginOf(worse.BuyLots, mark),
            SellFunds = Amount.Max(MarginOf(one.SellLots, mark) + one.SellFunds, MarginOf(other.SellLots, mark) + other.SellFunds)
                - MarginOf(worse.SellLots, mark),
        };
    }

    private Amount MarginOf(long lots, Price mark) => _holding.SignedMarginOf(lots, mark);

    // At a better price than the worst, the gain exceeds the extra fee, so the worst price is the worst case.
    private (Amount Loss, Amount Excess) LossOf(Side side, Price price, long lots, Price mark)
    {
        var amounts = _holding.Amounts;
        var distance = side.Sign() * (price.Ticks - mark.Ticks);
        var fees = _withFees ? amounts.FeesOf(price, lots) : default;
        var loss = distance > 0 ? amounts.LossOf(distance, lots) + fees : fees;
        // A price better than the mark gains more than its fee exceeds the fee at the mark.
        var atMost = distance < 0 && _withFees ? Amount.Min(loss, amounts.FeesOf(mark, lots)) : loss;
        var excess = atMost - amounts.InitialMarginOf(lots, mark);
        return (loss, excess > Rounding ? excess : default);
    }
}
