using Rtx.Client;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.EndToEnd;

public sealed class OrderBatchTests(RtxSystem system)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(RtxStreamProtocol.Json)]
    [InlineData(RtxStreamProtocol.MessagePack)]
    public async Task The_largest_batch_fits_in_a_message_of_the_hub(RtxStreamProtocol protocol)
    {
        await using var floor = await Floor.Open(system);
        await using var stream = floor.Trader.CreateStream(new RtxStreamOptions { Protocol = protocol });
        await stream.ConnectAsync(Token);
        var orders = Enumerable.Range(0, PlaceOrderBatchRequest.MaxOrders).Select(number => floor.Limit(Side.Buy, 1m + (number / 100m), 1m) with { Tag = new string('t', 32), ClientOrderId = $"{number:000}-{new string('x', 60)}" }).ToList();

        var reply = await stream.PlaceOrderBatchAsync(floor.Account, new PlaceOrderBatchRequest { Orders = orders }, Token);

        Assert.All(reply.Results, result => Assert.Equal(OrdStatus.New, result.Reply!.Order.Status));
        Assert.Equal(orders.Count, reply.Results.Count);
    }

    [Fact]
    public async Task Each_order_of_a_batch_is_taken_or_refused_by_itself()
    {
        await using var floor = await Floor.Open(system);
        var batch = new PlaceOrderBatchRequest
        {
            Orders = [floor.Limit(Side.Buy, 90m, 1m), floor.Limit(Side.Buy, 91m, 1m) with { Symbol = "NOSUCH" }, floor.Limit(Side.Buy, 92.0001m, 1m), floor.Limit(Side.Buy, 93m, 1m)],
        };

        var results = (await floor.Trader.Orders.PlaceBatchAsync(floor.Account, batch, Token)).Results;

        Assert.Equal([null, RtxErrorCodes.UnknownInstrument, RtxErrorCodes.PriceNotOnTick, null], results.Select(result => result.Error?.Code));
        Assert.Equal([90m, 93m], results.Where(result => result.Reply is not null).Select(result => result.Reply!.Order.Price));
        var again = (await floor.Trader.Orders.PlaceBatchAsync(floor.Account, batch, Token)).Results;
        Assert.Equal(results.Select(result => result.Reply?.Order.OrderId), again.Select(result => result.Reply?.Order.OrderId));
        Assert.Equal(2, (await floor.OpenOrders()).Count);
    }

    [Fact]
    public async Task A_batch_goes_over_the_hub_too()
    {
        await using var floor = await Floor.Open(system);
        await using var stream = floor.Trader.CreateStream();
        await stream.ConnectAsync(Token);

        var reply = await stream.PlaceOrderBatchAsync(floor.Account, new PlaceOrderBatchRequest { Orders = [floor.Limit(Side.Buy, 90m, 1m), floor.Limit(Side.Buy, 91m, 1m)] }, Token);

        Assert.Equal([OrdStatus.New, OrdStatus.New], reply.Results.Select(result => result.Reply!.Order.Status));
    }

    [Fact]
    public async Task A_batch_of_none_or_of_too_many_or_on_a_foreign_account_is_refused_as_a_whole()
    {
        await using var floor = await Floor.Open(system);
        var none = new PlaceOrderBatchRequest { Orders = [] };
        var tooMany = new PlaceOrderBatchRequest { Orders = [.. Enumerable.Repeat(floor.Limit(Side.Buy, 90m, 1m), PlaceOrderBatchRequest.MaxOrders + 1)] };
        var foreign = new PlaceOrderBatchRequest { Orders = [floor.Limit(Side.Buy, 90m, 1m)] };

        Assert.Equal(RtxErrorCodes.InvalidRequest, (await Assert.ThrowsAsync<RtxException>(() => floor.Trader.Orders.PlaceBatchAsync(floor.Account, none, Token))).Code);
        Assert.Equal(RtxErrorCodes.InvalidRequest, (await Assert.ThrowsAsync<RtxException>(() => floor.Trader.Orders.PlaceBatchAsync(floor.Account, tooMany, Token))).Code);
        Assert.Equal(RtxErrorCodes.UnknownAccount, (await Assert.ThrowsAsync<RtxException>(() => floor.Trader.Orders.PlaceBatchAsync(floor.OtherAccount, foreign, Token))).Code);
    }
}
