using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Rtx.Client;
using Rtx.Testing;
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
        await Eventually.GetAsync(() => administrator.Instruments.CountTicksAsync(instrument.Symbol, 9, Token), count => count.Count == 2);
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
        await Eventually.GetAsync(() => administrator.Instruments.CountTicksAsync(instrument.Symbol, 9, Token), count => count.Count == 6_999);

        static MemoryStream Body(string text) => new(Encoding.UTF8.GetBytes(text));
    }

    [Fact]
    public async Task Packed_ticks_come_as_they_are_sent_until_a_frame_is_wrong()
    {
        var administrator = await system.AdministratorAsync();
        var instrument = await system.NewInstrumentAsync(Token);
        var ticks = Mixed(instrument, 12_000);
        var instruments = new Dictionary<string, Instrument> { [instrument.Symbol] = instrument };

        var reply = await administrator.Ticks.SendPackedAsync(ticks.Chunk(5_000).ToAsyncEnumerable(), instruments, Token);
        var stored = await Stored(administrator, instrument, ticks.Length - 1);
        byte[][] bodies = [[1, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0], [1, 0, 0, 0, 2, 0, 0, 0, 1, 0], [1, 0, 0, 0, 255, 255, 255, 255], Unknown(instrument)];
        var answers = new List<(int Status, string Answer)>();
        foreach (var body in bodies) answers.Add(await Post(administrator, body));
        var offGrid = await Assert.ThrowsAsync<ArgumentException>(() => administrator.Ticks.SendPackedAsync(
            new[] { new[] { Quote(instrument, 1, 10.0000001m, 11m) } }.ToAsyncEnumerable(), instruments, Token));

        Assert.Equal(11_999, reply.Accepted);
        Assert.Equal([new QuarantinedElement(6_000, QuarantineReason.Crossed)], reply.Quarantined);
        Assert.Equal(ticks.Where((_, index) => index != 6_000), stored);
        Assert.Equal([400, 400, 400, 400, 404], answers.Select(answer => answer.Status));
        Assert.All(answers, answer => Assert.Contains("The first 0 ticks were taken.", answer.Answer, StringComparison.Ordinal));
        Assert.Contains("no whole multiple", offGrid.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RtxStreamProtocol.MessagePack)]
    [InlineData(RtxStreamProtocol.Json)]
    public async Task The_hub_takes_ticks_without_end_and_answers_each_batch(RtxStreamProtocol protocol)
    {
        var administrator = await system.AdministratorAsync();
        var (trader, _) = await system.NewTraderAsync(Token);
        using var scope = trader;
        var instrument = await system.NewInstrumentAsync(Token);
        var ticks = Mixed(instrument, 12_000);
        var instruments = new Dictionary<string, Instrument> { [instrument.Symbol] = instrument };
        await using var stream = administrator.CreateStream(new RtxStreamOptions { Protocol = protocol });
        await stream.ConnectAsync(Token);
        await using var foreign = trader.CreateStream(new RtxStreamOptions { Protocol = protocol });
        await foreign.ConnectAsync(Token);

        var replies = await stream.SendTicksAsync(ticks.Chunk(700).ToAsyncEnumerable(), instruments, Token).ToListAsync(Token);
        var refused = await Assert.ThrowsAsync<RtxException>(async () => await foreign.SendTicksAsync(ticks.Chunk(700).ToAsyncEnumerable(), instruments, Token).ToListAsync(Token));

        Assert.Equal(ticks.Chunk(700).Count(), replies.Count);
        Assert.Equal(new QuarantinedElement(6_000 % 700, QuarantineReason.Crossed), Assert.Single(replies[6_000 / 700].Quarantined));
        Assert.Equal(ticks.Where((_, index) => index != 6_000), await Stored(administrator, instrument, ticks.Length - 1));
        Assert.Equal((RtxErrorCodes.Forbidden, 403), (refused.Code, refused.Status));
    }

    /// <summary>Quotes of two and of one side, trades, gaps in the numbers, times that go back; number 6,001 is crossed.</summary>
    private static Tick[] Mixed(Instrument instrument, int count) => [.. Enumerable.Range(0, count).Select(index => (index % 5) switch
    {
        _ when index == 6_000 => Quote(instrument, index * 2, 12m, 11m),
        1 => Quote(instrument, index * 2, 10m, 11m) with { Ask = null, AskQty = null },
        2 => Quote(instrument, index * 2, 10m, 11m) with { Kind = TickKind.Trade, Bid = null, BidQty = null, Ask = null, AskQty = null, LastPx = 10m, LastQty = 3m },
        _ => Quote(instrument, index * 2, 9m, 11m + (index % 3)),
    })];

    private static async Task<List<Tick>> Stored(RtxClient client, Instrument instrument, int count)
    {
        await Eventually.GetAsync(() => client.Instruments.CountTicksAsync(instrument.Symbol, 9, Token), found => found.Count == count);
        return await client.Instruments.ReadTicksAsync(instrument.Symbol, new TickFilter { Limit = 1_000 }, Token).ToListAsync(Token);
    }

    /// <summary>A frame of an instrument that does not exist.</summary>
    private static byte[] Unknown(Instrument instrument) =>
        PackedTicks.Pack([Quote(instrument, 1, 10m, 11m)], new Dictionary<string, Instrument> { [instrument.Symbol] = instrument with { InstrumentId = 999_999 } });

    private async Task<(int Status, string Answer)> Post(RtxClient client, byte[] body)
    {
        using var http = new HttpClient { BaseAddress = system.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", client.AccessToken);
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(PackedTicks.ContentType);
        using var response = await http.PostAsync(new Uri("/api/v1/ticks/packed", UriKind.Relative), content, Token);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Token));
    }

    private static Tick Quote(Instrument instrument, long sequence, decimal bid, decimal ask) => new()
    {
        Symbol = instrument.Symbol, ProviderId = 9, Sequence = sequence, Time = new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero).AddSeconds(sequence), Kind = TickKind.Quote,
        Bid = bid, BidQty = 1m, Ask = ask, AskQty = 1m,
    };
}
