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

    private static Tick Quote(Instrument instrument, long sequence, decimal bid, decimal ask) => new()
    {
        Symbol = instrument.Symbol, ProviderId = 9, Sequence = sequence, Time = new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero).AddSeconds(sequence), Kind = TickKind.Quote,
        Bid = bid, BidQty = 1m, Ask = ask, AskQty = 1m,
    };
}
