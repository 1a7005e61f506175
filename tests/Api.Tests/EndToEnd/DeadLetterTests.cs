using Rtx.Client;
using Rtx.Testing.Systems;
using StackExchange.Redis;

namespace Rtx.Api.Tests.EndToEnd;

public sealed class DeadLetterTests(RtxSystem system)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_that_is_not_there_or_can_not_be_read_is_no_success()
    {
        var administrator = await system.AdministratorAsync();
        var instrument = await system.NewInstrumentAsync(Token);
        await administrator.Ticks.SendAsync(
            [new Tick { Symbol = instrument.Symbol, ProviderId = 9, Sequence = 1, Time = DateTimeOffset.UtcNow, Kind = TickKind.Quote, Bid = 10m, BidQty = 1m, Ask = 11m, AskQty = 1m }], Token);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(await system.RedisConnectionStringAsync());
        var queue = redis.GetServers()[0].Keys(pattern: $"{system.ServiceId}:stream:{{market-data:*}}:added").Select(key => key.ToString()).First();
        await redis.GetDatabase().StreamAddAsync(queue.Replace(":added", ":dead", StringComparison.Ordinal), [new("batch", "garbage"), new("id", "1-0"), new("reason", "undecodable")]);
        var letter = Assert.Single(await administrator.Administration.GetDeadLettersAsync(cancellationToken: Token));

        var unreadable = await Assert.ThrowsAsync<RtxException>(() => administrator.Administration.RetryDeadLetterAsync(letter.Id, Token));
        var unknown = await Assert.ThrowsAsync<RtxException>(() => administrator.Administration.RetryDeadLetterAsync("0:1-1", Token));

        Assert.Equal((422, RtxErrorCodes.UnreadableDeadLetter), (unreadable.Status, unreadable.Code));
        Assert.Equal((404, RtxErrorCodes.NotFound), (unknown.Status, unknown.Code));
        Assert.Equal([letter], await administrator.Administration.GetDeadLettersAsync(cancellationToken: Token));
    }
}
