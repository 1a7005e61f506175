using Rtx.Domain.Matching.Rules;
using Rtx.Domain.Orders;
using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Matching;

/// <summary>The cost of trailing orders to other traders: a new high is reported once, no matter how many orders follow it.</summary>
public class TrailingCostTests
{
    private const int Trades = 30;
    private const int EventsPerTrade = 6;

    private readonly OrderBook _book = new(TestInstruments.Spot);
    private long _id;

    [Theory]
    [InlineData(false, TriggerSource.LastTrade)]
    [InlineData(true, TriggerSource.LastTrade)]
    [InlineData(false, TriggerSource.OppositeBest)]
    [InlineData(true, TriggerSource.OppositeBest)]
    public void New_highs_emit_few_events_however_many_orders_trail(bool isPercent, TriggerSource source)
    {
        for (var i = 0; i < 20_000; i++)
            Submit(Trailing(Side.Sell, 1_000 + (i % 500), new TrailOffset(300 + (i % 700), isPercent), source));
        var before = _book.Sequence;
        for (var i = 0; i < Trades; i++)
        {
            Submit(Limit(Side.Sell, 2_000 + i));
            Submit(Limit(Side.Buy, 2_000 + i));
            Submit(Limit(Side.Buy, 1_999 + i));
        }

        Assert.InRange(_book.Sequence - before, Trades, Trades * EventsPerTrade);
        Assert.Equal(20_000 + Trades, _book.OpenOrderCount);
        Assert.All(
            _book.OpenOrders().Where(order => order.OrderType == OrderType.TrailingStop),
            order => Assert.True(order.Instructions!.StopPx!.Value.Ticks > 1_000));
    }

    private void Submit(BookOrder order) => _book.Submit(order, default);

    private BookOrder Limit(Side side, long price) =>
        new(NewId(), new AccountId(1), side, OrderType.Limit, TimeInForce.Gtc, new Quantity(1), new Price(price));

    private BookOrder Trailing(Side side, long stopPx, TrailOffset offset, TriggerSource source) => new(
        NewId(), new AccountId(2), side, OrderType.TrailingStop, TimeInForce.Gtc, new Quantity(1), new Price(stopPx - 100),
        new OrderInstructions { StopPx = new Price(stopPx), TriggerSource = source, TrailOffset = offset });

    private OrderId NewId() => OrderId.Create(TestInstruments.Spot.Id, ++_id);
}
