using Rtx.Domain.Matching.Rules;
using Rtx.Model;
using Rtx.Testing.Matching;

namespace Rtx.Domain.Tests.Matching.Streams;

/// <summary>Agreement proves nothing about cases that never occur: the streams must produce everything that a book can report.</summary>
public class StreamCoverageTests
{
    private const int CommandsPerMarket = 20_000;
    private const int OftenEnough = 10;
    private const int ManyTrailing = 40;

    private static readonly Lazy<StreamCounts> Counts = new(() =>
    {
        var counts = new StreamCounts();
        foreach (var market in RandomMarket.All) counts.Add(new StreamRun(seed: 41, market), CommandsPerMarket);
        return counts;
    });

    [Fact]
    public void Every_reason_to_refuse_an_order_occurs()
    {
        RejectReason[] ofBooks =
        [
            RejectReason.InstrumentHalted, RejectReason.InvalidTerms, RejectReason.InvalidPrice, RejectReason.QuantityTooSmall,
            RejectReason.QuantityTooLarge, RejectReason.MarketClosed, RejectReason.CancelOnly, RejectReason.NotInThisState,
            RejectReason.InvalidStopPx, RejectReason.InvalidDisplayQty, RejectReason.InvalidMinQty, RejectReason.InvalidExpireTime,
            RejectReason.NotionalTooSmall, RejectReason.NotionalTooLarge, RejectReason.PriceOutsideBand, RejectReason.PostOnlyWouldTrade,
            RejectReason.NothingToReduce, RejectReason.TooManyOrdersInBook, RejectReason.ListRefused, RejectReason.InvalidList,
        ];
        Assert.All(ofBooks, reason => Occurs(Counts.Value.Rejected, reason));
        Assert.Equal(ofBooks.Order(), Counts.Value.Rejected.Keys.Order());
    }

    [Fact]
    public void Every_reason_to_refuse_an_amendment_occurs()
    {
        RejectReason[] ofAmendments =
        [
            RejectReason.InstrumentHalted, RejectReason.InvalidTerms, RejectReason.InvalidPrice, RejectReason.QuantityTooSmall,
            RejectReason.QuantityTooLarge, RejectReason.UnknownOrder, RejectReason.QuantityBelowFilled, RejectReason.MarketClosed,
            RejectReason.CancelOnly, RejectReason.InvalidStopPx, RejectReason.InvalidDisplayQty, RejectReason.InvalidExpireTime,
            RejectReason.NotionalTooSmall, RejectReason.NotionalTooLarge, RejectReason.PriceOutsideBand, RejectReason.PostOnlyWouldTrade,
        ];
        Assert.All(ofAmendments, reason => Occurs(Counts.Value.Refused, reason));
        Assert.Equal(ofAmendments.Order(), Counts.Value.Refused.Keys.Order());
    }

    [Fact]
    public void Every_event_type_reason_and_place_occurs()
    {
        Assert.All(Enum.GetValues<ExecType>(), type => Occurs(Counts.Value.Types, type));
        Assert.All(Enum.GetValues<ExecReason>(), reason => Occurs(Counts.Value.Reasons, reason));
        Assert.All(Enum.GetValues<OrderPlace>(), place => Occurs(Counts.Value.Places, place));
        Assert.All(Enum.GetValues<Liquidity>(), liquidity => Occurs(Counts.Value.Liquidities, liquidity));
        Assert.All(Enum.GetValues<TradingState>(), state => Occurs(Counts.Value.States, state));
    }

    [Fact]
    public void Every_kind_of_order_trades()
    {
        Assert.All(Enum.GetValues<OrderType>(), type => Occurs(Counts.Value.TradedTypes, type));
        Assert.All(Enum.GetValues<TimeInForce>(), timeInForce => Occurs(Counts.Value.TradedLifetimes, timeInForce));
        Assert.All(Enum.GetValues<ListRole>(), role => Occurs(Counts.Value.TradedRoles, role));
        Assert.All(
            ["display", "minimum", "post-only", "slide", "reduce-only", "expire time", "trade group",
                .. Enum.GetNames<SelfTradePrevention>(), .. Enum.GetNames<TriggerSource>()],
            instruction => Occurs(Counts.Value.TradedInstructions, instruction));
    }

    [Fact]
    public void Many_orders_of_every_kind_trail()
    {
        foreach (var source in Enum.GetValues<TriggerSource>())
        {
            foreach (var side in Enum.GetValues<Side>()) Occurs(Counts.Value.Followed, (source, side));
        }

        Assert.True(Counts.Value.MostTrailing >= ManyTrailing, $"At most {Counts.Value.MostTrailing} trail at a time.");
        Assert.True(Counts.Value.AtTheLimit >= OftenEnough, $"{Counts.Value.AtTheLimit} are at the limit of legal prices.");
    }

    private static void Occurs<T>(IReadOnlyDictionary<T, int> counts, T value) =>
        Assert.True(counts.GetValueOrDefault(value) >= OftenEnough, $"{value} occurs {counts.GetValueOrDefault(value)} times");
}
