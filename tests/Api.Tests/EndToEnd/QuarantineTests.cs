using System.Text;
using System.Text.Json;
using Rtx.Client;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.EndToEnd;

public sealed class QuarantineTests(RtxSystem system)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_crossed_quote_is_put_aside_and_the_rest_of_its_batch_is_stored()
    {
        var administrator = await system.AdministratorAsync();
        var (trader, _) = await system.NewTraderAsync(Token);
        using var scope = trader;
        var instrument = await system.NewInstrumentAsync(Token);
        Tick[] ticks = [Quote(instrument, 1, 10m, 11m), Quote(instrument, 2, 12m, 11m), Quote(instrument, 3, 10m, 11m)];

        var reply = await administrator.Ticks.SendAsync(ticks, Token);

        Assert.Equal(2, reply.Accepted);
        Assert.Equal([new QuarantinedElement(1, QuarantineReason.Crossed)], reply.Quarantined);
        await Eventually.Get(() => trader.Instruments.CountTicksAsync(instrument.Symbol, 9, Token), count => count.Count == 2);
        var kept = (await administrator.Administration.GetQuarantinedTicksAsync(limit: 1_000, cancellationToken: Token)).Single(entry => entry.Tick.Symbol == instrument.Symbol);
        Assert.Equal((QuarantineReason.Crossed, ticks[1]), (kept.Reason, kept.Tick));
        Assert.DoesNotContain(await administrator.Administration.GetQuarantinedTicksAsync(kept.Id, 1_000, Token), entry => entry.Id == kept.Id);
        var foreign = await Assert.ThrowsAsync<RtxException>(() => trader.Administration.GetQuarantinedTicksAsync(cancellationToken: Token));
        var broken = await Assert.ThrowsAsync<RtxException>(() => administrator.Administration.GetQuarantinedTicksAsync("x", cancellationToken: Token));
        Assert.Equal((403, 400), (foreign.Status, broken.Status));
    }

    [Fact]
    public async Task Lines_are_taken_until_one_is_wrong()
    {
        var administrator = await system.AdministratorAsync();
        var instrument = await system.NewInstrumentAsync(Token);
        var ticks = Enumerable.Range(1, 7_000).Select(number => Quote(instrument, number, 10m, number == 6_000 ? 9m : 11m)).ToArray();
        var lines = string.Join('\n', ticks.Select(tick => JsonSerializer.Serialize(tick, RtxJson.Options)));

        var reply = await administrator.Ticks.SendLinesAsync(Body(lines), Token);
        var broken = await Assert.ThrowsAsync<RtxException>(() => administrator.Ticks.SendLinesAsync(Body(lines + "\n{]"), Token));
        var wrong = await Assert.ThrowsAsync<RtxException>(() => administrator.Ticks.SendLinesAsync(Body(lines.Replace("\"sequence\":5500,", "\"sequence\":-1,", StringComparison.Ordinal)), Token));

        Assert.Equal(6_999, reply.Accepted);
        Assert.Equal([new QuarantinedElement(5_999, QuarantineReason.Crossed)], reply.Quarantined);
        Assert.Equal((400, RtxErrorCodes.InvalidRequest), (broken.Status, broken.Code));
        Assert.Contains("The first 5000 ticks were taken.", wrong.Detail, StringComparison.Ordinal);
        await Eventually.Get(() => administrator.Instruments.CountTicksAsync(instrument.Symbol, 9, Token), count => count.Count == 6_999);

        static MemoryStream Body(string text) => new(Encoding.UTF8.GetBytes(text));
    }

    private static Tick Quote(Instrument instrument, long sequence, decimal bid, decimal ask) => new()
    {
        Symbol = instrument.Symbol, ProviderId = 9, Sequence = sequence, Time = new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero).AddSeconds(sequence), Kind = TickKind.Quote,
        Bid = bid, BidQty = 1m, Ask = ask, AskQty = 1m,
    };
}
