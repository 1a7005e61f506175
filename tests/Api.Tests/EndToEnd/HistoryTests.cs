using Rtx.Client;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.EndToEnd;

/// <summary>What is told about the past of a market beside its ticks and candles.</summary>
public sealed class HistoryTests(RtxSystem system)
{
    private const short Provider = 9;
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Spreads_are_told_by_hour_and_by_minute()
    {
        var (instrument, client) = await QuotedAsync((0, 10m, 10.01m), (30, 10m, 10.04m), (90, 10m, 10.03m));

        // Where TimescaleDB keeps them, those of the past come a moment after their ticks.
        var hours = await Eventually.Get(() => client.Instruments.GetSpreadsAsync(instrument.Symbol, cancellationToken: Token), found => found.Count > 0);
        var minutes = await client.Instruments.GetSpreadsAsync(instrument.Symbol, new SpreadFilter { Minutes = 1, From = Start, To = Start.AddMinutes(1) }, Token);
        var length = await Assert.ThrowsAsync<RtxException>(() => client.Instruments.GetSpreadsAsync(instrument.Symbol, new SpreadFilter { Minutes = 5 }, Token));
        var limit = await Assert.ThrowsAsync<RtxException>(() => client.Instruments.GetSpreadsAsync(instrument.Symbol, new SpreadFilter { Limit = 0 }, Token));

        Assert.Equal([new Spread { Symbol = instrument.Symbol, Minutes = 60, OpenTime = Start, Average = 0.02666667m, Min = 0.01m, Max = 0.04m, QuoteCount = 3 }], hours);
        Assert.Equal([new Spread { Symbol = instrument.Symbol, Minutes = 1, OpenTime = Start, Average = 0.025m, Min = 0.01m, Max = 0.04m, QuoteCount = 2 }], minutes);
        Assert.Equal((400, RtxErrorCodes.InvalidRequest), (length.Status, length.Code));
        Assert.Equal((400, RtxErrorCodes.InvalidRequest), (limit.Status, limit.Code));
    }

    [Fact]
    public async Task Gaps_are_told_within_a_range_and_for_a_provider()
    {
        var (instrument, client) = await QuotedAsync((0, 10m, 11m), (50, 10m, 11m), (200, 10m, 11m));
        var filter = new GapFilter { From = Start, To = Start.AddSeconds(220) };

        var gaps = await client.Instruments.GetGapsAsync(instrument.Symbol, filter, Token);
        var silent = await client.Instruments.GetGapsAsync(instrument.Symbol, filter with { ProviderId = Provider + 1 }, Token);
        var today = await client.Instruments.GetGapsAsync(instrument.Symbol, cancellationToken: Token);
        var range = await Assert.ThrowsAsync<RtxException>(() => client.Instruments.GetGapsAsync(instrument.Symbol, filter with { To = Start.AddDays(32) }, Token));
        var order = await Assert.ThrowsAsync<RtxException>(() => client.Instruments.GetGapsAsync(instrument.Symbol, filter with { To = Start.AddDays(-1) }, Token));
        var symbol = await Assert.ThrowsAsync<RtxException>(() => client.Instruments.GetGapsAsync("NONE", filter, Token));

        Assert.Equal([new TickGap { From = Start.AddSeconds(50), To = Start.AddSeconds(200) }], gaps);
        Assert.Equal([new TickGap { From = Start, To = Start.AddSeconds(220) }], silent);
        Assert.Equal(TimeSpan.FromDays(1), Assert.Single(today).To - today[0].From);
        Assert.Equal((400, RtxErrorCodes.InvalidRequest), (range.Status, range.Code));
        Assert.Equal((400, RtxErrorCodes.InvalidRequest), (order.Status, order.Code));
        Assert.Equal((404, RtxErrorCodes.UnknownInstrument), (symbol.Status, symbol.Code));
    }

    private async Task<(Instrument Instrument, RtxClient Client)> QuotedAsync(params (int Second, decimal Bid, decimal Ask)[] quotes)
    {
        var administrator = await system.AdministratorAsync();
        var instrument = await system.NewInstrumentAsync(Token);
        await administrator.Ticks.SendAsync(
            [.. quotes.Select((quote, index) => new Tick
            {
                Symbol = instrument.Symbol, ProviderId = Provider, Sequence = index + 1, Time = Start.AddSeconds(quote.Second), Kind = TickKind.Quote, Bid = quote.Bid, BidQty = 1m, Ask = quote.Ask, AskQty = 1m,
            })],
            Token);
        await Eventually.Get(() => administrator.Instruments.CountTicksAsync(instrument.Symbol, Provider, Token), count => count.Count == quotes.Length);
        return (instrument, administrator);
    }
}
