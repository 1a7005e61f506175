using Rtx.Actors.Tests.Systems;
using Rtx.Testing;
using Rtx.Testing.Orders;

namespace Rtx.Actors.Tests.Accounts;

/// <summary>Requests that the account completes with data of books and instruments.</summary>
public sealed class OrderTermsFlowTests(TradingCluster cluster)
{
    private static NewOrder Trailing(
        Instrument instrument, TriggerSource source, decimal distance) => instrument.Limit(Side.Sell, 1m, 1m) with
    {
        OrderType = OrderType.TrailingStopLimit,
        Price = null,
        LimitOffset = instrument.Ticks(1m).Ticks,
        Instructions = new OrderInstructions
        {
            TriggerSource = source,
            TrailOffset = new TrailOffset(instrument.Ticks(distance).Ticks, IsBasisPoints: false),
        },
    };

    [Theory]
    [InlineData(TriggerSource.LastTrade, 95)]
    [InlineData(TriggerSource.MarkPrice, 95)]
    [InlineData(TriggerSource.OppositeBest, 93)]
    public async Task A_trailing_order_begins_at_its_distance_from_its_own_reference(TriggerSource source, decimal stopPx)
    {
        var instrument = await cluster.NewSpotAsync();
        var seller = await cluster.NewAccountAsync(new Money(10m, instrument.BaseCurrency));
        var buyer = await cluster.NewAccountAsync(new Money(1_000m, TestOrders.Usd));
        Assert.Equal(RejectReason.NoReferencePrice, (await seller.PlaceOrder(Trailing(instrument, source, 5m))).RejectReason);
        await seller.PlaceOrder(instrument.Limit(Side.Sell, 1m, 100m));
        await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m));
        await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 98m));
        await Eventually.HoldsAsync(
            async () =>
                (await cluster.Grains.GetGrain<IInstrumentGrain>(instrument.Id.Value).GetStatus()).MarkPrice == instrument.Ticks(100m),
                "the trade is the mark");

        var reply = await seller.PlaceOrder(Trailing(instrument, source, 5m));

        Assert.Equal((ReplyStatus.Done, OrderPlace.Trigger), (reply.Status, reply.Order!.Place));
        Assert.Equal(
            (instrument.Ticks(stopPx), instrument.Ticks(stopPx - 1m)), (reply.Order.Instructions!.StopPx!.Value, reply.Order.Price!.Value));
    }

    [Fact]
    public async Task A_stop_order_is_protected_from_its_trigger_price()
    {
        var instrument = await cluster.NewSpotAsync();
        var buyer = await cluster.NewAccountAsync(new Money(1_000m, TestOrders.Usd));
        var stop = instrument.Limit(Side.Buy, 1m, 1m) with
        {
            OrderType = OrderType.Stop,
            Price = null,
            Instructions = new OrderInstructions { StopPx = instrument.Ticks(200m) },
        };

        var reply = await buyer.PlaceOrder(stop);
        var again = await buyer.PlaceOrder(stop);

        Assert.Equal((OrderPlace.Trigger, instrument.Ticks(210m)), (reply.Order!.Place, reply.Order.Price!.Value));
        Assert.Equal(reply.Order.OrderId, again.Order!.OrderId);
        await Eventually.HoldsAsync(
            async () => (await buyer.GetSummary()).Held(TestOrders.Usd) == 210.42m, "the hold is the protection price and the fee");
    }

    [Fact]
    public async Task A_day_order_ends_with_its_session_and_takes_no_time_of_the_clients()
    {
        var instrument = await cluster.NewSpotAsync();
        var buyer = await cluster.NewAccountAsync(new Money(1_000m, TestOrders.Usd));
        var day = instrument.Limit(Side.Buy, 1m, 100m, timeInForce: TimeInForce.Day);

        var reply = await buyer.PlaceOrder(day);
        var again = await buyer.PlaceOrder(day);
        var refused = await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m, timeInForce: TimeInForce.Day) with
        {
            Instructions = new OrderInstructions { ExpireTime = Timestamp.From(DateTimeOffset.UtcNow.AddHours(1)) },
        });

        Assert.Equal(ReplyStatus.Done, reply.Status);
        Assert.True(reply.Order!.Instructions!.ExpireTime > Timestamp.From(DateTimeOffset.UtcNow));
        Assert.Equal(reply.Order.OrderId, again.Order!.OrderId);
        Assert.Equal(RejectReason.InvalidTerms, refused.RejectReason);
    }
}
