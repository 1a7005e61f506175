using System.Text;
using System.Text.Json;
using Rtx.Client;
using Rtx.Testing;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.EndToEnd;

/// <summary>A feed speaks for the providers that it was granted, on every way that ticks come in.</summary>
public sealed class ProviderGrantTests(RtxSystem system)
{
    private const string Password = "a long password";
    private const short Own = 9;
    private const short Foreign = 8;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_feed_may_speak_for_nobody_and_a_granted_one_for_its_own_provider()
    {
        var (feed, name, instrument) = await NewFeedAsync();
        using var scope = feed;
        AssertRefused(await Assert.ThrowsAsync<RtxException>(() => feed.Ticks.SendAsync([Quote(instrument, Own, 1)], Token)), Own);

        await GrantAsync(name, Own);

        await Eventually.GetAsync(() => AcceptedAsync(feed, Quote(instrument, Own, 1)), accepted => accepted);
        AssertRefused(await Assert.ThrowsAsync<RtxException>(() => feed.Ticks.SendAsync([Quote(instrument, Own, 2), Quote(instrument, Foreign, 1)], Token)), Foreign);
        var ownBook = await Assert.ThrowsAsync<RtxException>(() => feed.Ticks.SendAsync([Quote(instrument, 0, 1)], Token));
        Assert.Equal((400, RtxErrorCodes.InvalidRequest), (ownBook.Status, ownBook.Code));
    }

    [Fact]
    public async Task No_other_way_of_ticks_goes_around_the_grant()
    {
        var (feed, name, instrument) = await NewFeedAsync();
        using var scope = feed;
        await GrantAsync(name, Own);
        await Eventually.GetAsync(() => AcceptedAsync(feed, Quote(instrument, Own, 1)), accepted => accepted);
        var foreign = Quote(instrument, Foreign, 1);
        var instruments = new Dictionary<string, Instrument> { [instrument.Symbol] = instrument };
        using var lines = new MemoryStream(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(foreign, RtxJson.Options) + "\n"));
        await using var stream = feed.CreateStream();
        await stream.ConnectAsync(Token);

        AssertRefused(await Assert.ThrowsAsync<RtxException>(() => feed.Ticks.SendLinesAsync(lines, Token)), Foreign);
        AssertRefused(await Assert.ThrowsAsync<RtxException>(() => feed.Ticks.SendPackedAsync(new[] { new[] { foreign } }.ToAsyncEnumerable(), instruments, Token)), Foreign);
        AssertRefused(
            await Assert.ThrowsAsync<RtxException>(async () => await stream.SendTicksAsync(new[] { new[] { foreign } }.ToAsyncEnumerable(), instruments, Token).ToListAsync(Token)), Foreign);
        Assert.Equal(0L, (await feed.Instruments.CountTicksAsync(instrument.Symbol, Foreign, Token)).Count);
    }

    [Fact]
    public async Task What_is_revoked_is_refused_in_an_upload_that_goes_on()
    {
        var (feed, name, instrument) = await NewFeedAsync();
        using var scope = feed;
        await GrantAsync(name, Own);
        await Eventually.GetAsync(() => AcceptedAsync(feed, Quote(instrument, Own, 1)), accepted => accepted);
        var instruments = new Dictionary<string, Instrument> { [instrument.Symbol] = instrument };
        await using var stream = feed.CreateStream();
        await stream.ConnectAsync(Token);

        var refused = await Assert.ThrowsAsync<RtxException>(async () =>
        {
            await foreach (var _ in stream.SendTicksAsync(Endless(), instruments, Token)) { }
        });

        AssertRefused(refused, Own);

        async IAsyncEnumerable<Tick[]> Endless()
        {
            for (var sequence = 2L; ; sequence++)
            {
                if (sequence == 5) await GrantAsync(name);
                yield return [Quote(instrument, Own, sequence)];
                await Task.Delay(20, Token);
            }
        }
    }

    [Fact]
    public async Task Only_administrators_grant_and_only_providers_that_there_can_be()
    {
        var (feed, name, _) = await NewFeedAsync();
        using var scope = feed;
        var administrator = await system.AdministratorAsync();

        var foreign = await Assert.ThrowsAsync<RtxException>(() => feed.Administration.SetProvidersAsync(name, new ProviderGrant { EveryProvider = true }, Token));
        var ownBook = await Assert.ThrowsAsync<RtxException>(() => administrator.Administration.SetProvidersAsync(name, new ProviderGrant { ProviderIds = [0] }, Token));
        var twice = await Assert.ThrowsAsync<RtxException>(() => administrator.Administration.SetProvidersAsync(name, new ProviderGrant { ProviderIds = [3, 3] }, Token));
        var both = await Assert.ThrowsAsync<RtxException>(() => administrator.Administration.SetProvidersAsync(name, new ProviderGrant { EveryProvider = true, ProviderIds = [3] }, Token));
        var nobody = await Assert.ThrowsAsync<RtxException>(() => administrator.Administration.SetProvidersAsync("nobody-at-all", new ProviderGrant(), Token));

        Assert.Equal([403, 400, 400, 400, 404], new[] { foreign, ownBook, twice, both, nobody }.Select(exception => exception.Status));
        Assert.Equivalent(new ProviderGrant(), await administrator.Administration.GetProvidersAsync(name, Token), strict: true);
        await administrator.Administration.SetProvidersAsync(name, new ProviderGrant { EveryProvider = true }, Token);
        Assert.True((await administrator.Administration.GetProvidersAsync(name, Token)).EveryProvider);
    }

    private static void AssertRefused(RtxException exception, short provider)
    {
        Assert.Equal((403, RtxErrorCodes.ProviderNotGranted), (exception.Status, exception.Code));
        Assert.Contains($"provider {provider}", exception.Detail, StringComparison.Ordinal);
    }

    private static async Task<bool> AcceptedAsync(RtxClient feed, Tick tick)
    {
        try
        {
            return (await feed.Ticks.SendAsync([tick], Token)).Accepted == 1;
        }
        catch (RtxException exception) when (exception.Code == RtxErrorCodes.ProviderNotGranted)
        {
            return false;
        }
    }

    private async Task GrantAsync(string name, params short[] providers) =>
        await (await system.AdministratorAsync()).Administration.SetProvidersAsync(name, new ProviderGrant { ProviderIds = providers }, Token);

    private async Task<(RtxClient Feed, string Name, Instrument Instrument)> NewFeedAsync()
    {
        var name = $"feed-{Guid.NewGuid():N}";
        await (await system.AdministratorAsync()).Administration.CreateUserAsync(new CreateUserRequest { UserName = name, Password = Password, Role = UserRole.Feed }, Token);
        var feed = await system.NewClientAsync();
        await feed.LoginAsync(name, Password, Token);
        return (feed, name, await system.NewInstrumentAsync(Token));
    }

    private static Tick Quote(Instrument instrument, short provider, long sequence) => new()
    {
        Symbol = instrument.Symbol, ProviderId = provider, Sequence = sequence, Time = DateTimeOffset.UtcNow, Kind = TickKind.Quote, Bid = 10m, BidQty = 1m, Ask = 11m, AskQty = 1m,
    };
}
