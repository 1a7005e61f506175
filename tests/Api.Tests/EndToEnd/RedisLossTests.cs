using System.Net.Http.Headers;
using System.Net.Http.Json;
using Rtx.Client;
using Rtx.Testing;
using Rtx.Testing.Infrastructure;
using Rtx.Testing.Systems;
using StackExchange.Redis;

namespace Rtx.Api.Tests.EndToEnd;

/// <summary>Two API processes, and a Redis that is stopped and comes back empty under them.</summary>
public sealed class RedisLossTests : IAsyncLifetime
{
    private readonly TestRedis _redis = TestRedis.OfItsOwn();
    private readonly RtxSystem _system;

    public RedisLossTests() => _system = RtxSystem.On(_redis);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _system.AdministratorAsync();

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task Answers_stay_right_and_listeners_of_every_replica_are_told_what_they_missed()
    {
        var administrator = await _system.AdministratorAsync();
        var replica = await _system.AddReplicaAsync();
        using var second = new RtxClient(replica);
        await second.LoginAsync(RtxSystem.AdministratorName, RtxSystem.AdministratorPassword, Token);
        var instrument = await _system.NewInstrumentAsync(Token);
        var (trader, account) = await _system.NewTraderAsync(Token, (1_000m, "USD"));
        using var scope = trader;
        await using var first = await Listener.On(administrator, instrument);
        await using var other = await Listener.On(second, instrument);

        // One replica takes the quote, both show it.
        await administrator.Ticks.SendAsync([Quote(instrument, 1)], Token);
        Assert.Equal((1, 1), (await first.NextAsync(), await other.NextAsync()));
        Assert.Equal(1, (await second.Instruments.FindQuoteAsync(instrument.Symbol, Token))?.Sequence);
        // An older one that comes later by another way does not become the newest.
        await second.Ticks.SendAsync([Quote(instrument, 7) with { ProviderId = 8, Time = Quote(instrument, 0).Time }], Token);
        await Eventually.GetAsync(() => administrator.Instruments.CountTicksAsync(instrument.Symbol, 8, Token), count => count.Count == 1);
        Assert.Equal(1, (await administrator.Instruments.FindQuoteAsync(instrument.Symbol, Token))?.Sequence);

        // What one replica keeps, the other gives to whoever is content with it, and to nobody else.
        var before = await ReadAsync(_system.Address, administrator, account, maxAge: 60);
        await administrator.Administration.DepositAsync(account, 5m, "USD", "top-up-1", Token);
        var kept = await ReadAsync(replica, second, account, maxAge: 60);
        var now = await ReadAsync(replica, second, account, maxAge: null);
        Assert.Equal((null, before.Balance), (before.Age, kept.Balance));
        Assert.NotNull(kept.Age);
        Assert.Equal((null, before.Balance + 5m), (now.Age, now.Balance));

        await _redis.StopAsync();
        Assert.Equal((null, before.Balance + 5m), await ReadAsync(_system.Address, administrator, account, maxAge: 60));
        Assert.Equal(1, (await second.Instruments.FindQuoteAsync(instrument.Symbol, Token))?.Sequence);
        var order = await trader.Orders.PlaceAsync(
            account, new PlaceOrderRequest { ClientOrderId = "without-redis", Symbol = instrument.Symbol, Side = Side.Buy, OrderType = OrderType.Limit, Price = 1m, OrderQty = 1m }, Token);
        Assert.Equal(OrdStatus.New, order.Order?.Status);

        await _redis.StartAgainAsync();
        await Task.WhenAll(first.WaitUntilToldAsync(), other.WaitUntilToldAsync());
        await Eventually.GetAsync(() => SendAsync(administrator, Quote(instrument, 2)), isTaken => isTaken);
        Assert.Equal((2, 2), (await first.NextAsync(), await other.NextAsync()));
        var fresh = await ReadAsync(_system.Address, administrator, account, maxAge: 60);
        Assert.Equal((null, before.Balance + 5m), fresh);
    }

    [Fact]
    public async Task Who_listens_is_told_when_only_the_silo_lost_Redis()
    {
        var (trader, account) = await _system.NewTraderAsync(Token, (1_000m, "USD"));
        using var scope = trader;
        var instrument = await _system.NewInstrumentAsync(Token);
        await trader.Orders.PlaceAsync(
            account, new PlaceOrderRequest { ClientOrderId = "opens-the-book", Symbol = instrument.Symbol, Side = Side.Buy, OrderType = OrderType.Limit, Price = 1m, OrderQty = 1m }, Token);
        await using var stream = trader.CreateStream();
        await stream.ConnectAsync(Token);
        var told = new TaskCompletionSource<Resync>(TaskCreationOptions.RunContinuationsAsynchronously);
        stream.DataMissed += (_, missed) => told.TrySetResult(missed.Resync);
        await using var executions = await stream.SubscribeExecutionsAsync(account, Token);
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"{await _redis.ConnectionStringAsync()},allowAdmin=true");
        var server = redis.GetServers().Single();

        var ofSilo = (await server.ClientListAsync()).Where(client => client.Name == "rtx-silo").ToList();
        foreach (var client in ofSilo) await server.ClientKillAsync(client.Address!);

        Assert.NotEmpty(ofSilo);
        var resync = await told.Task.WaitAsync(TimeSpan.FromMinutes(1), Token);
        Assert.Equal((LiveKind.Executions, account, ResyncReason.SourceGap), (resync.Kind, resync.AccountId ?? 0, resync.Reason));
    }

    private static async Task<bool> SendAsync(RtxClient client, Tick tick)
    {
        try
        {
            await client.Ticks.SendAsync([tick], Token);
            return true;
        }
        catch (RtxException exception) when (exception.Status >= 500)
        {
            return false; // Redis is not back for everybody yet; what may have been taken is recognised.
        }
    }

    private static async Task<(string? Age, decimal Balance)> ReadAsync(Uri address, RtxClient client, long account, int? maxAge)
    {
        using var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", client.AccessToken);
        if (maxAge is { } seconds) http.DefaultRequestHeaders.CacheControl = new CacheControlHeaderValue { MaxAge = TimeSpan.FromSeconds(seconds) };
        using var response = await http.GetAsync(new Uri($"api/v1/accounts/{account}", UriKind.Relative), Token);
        var summary = await response.Content.ReadFromJsonAsync<AccountSummary>(RtxJson.Options, Token);
        return (response.Headers.TryGetValues("Age", out var age) ? age.Single() : null, summary!.Balances.Single(balance => balance.Currency == "USD").Total);
    }

    private static Tick Quote(Instrument instrument, long sequence) => new()
    {
        Symbol = instrument.Symbol, ProviderId = 7, Sequence = sequence, Time = new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero).AddSeconds(sequence), Kind = TickKind.Quote,
        Bid = 10m, BidQty = 1m, Ask = 11m, AskQty = 1m,
    };

    /// <summary>Follows an instrument's quotes on one replica.</summary>
    private sealed class Listener(RtxStream stream, Subscription<Quote> quotes) : IAsyncDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

        private readonly TaskCompletionSource<Resync> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);

        private long _last;

        public static async Task<Listener> On(RtxClient client, Instrument instrument)
        {
            var stream = client.CreateStream();
            await stream.ConnectAsync(Token);
            var listener = new Listener(stream, await stream.SubscribeQuotesAsync(instrument.Symbol, Token));
            stream.DataMissed += (_, missed) => listener._told.TrySetResult(missed.Resync);
            return listener;
        }

        /// <summary>Sequence of the next quote that was not shown yet.</summary>
        public async Task<int> NextAsync()
        {
            while (true)
            {
                var quote = await quotes.ReadAsync(Token).AsTask().WaitAsync(Patience, Token);
                if (quote.Sequence <= _last) continue; // Whoever subscribes again gets the newest one again.
                return (int)(_last = quote.Sequence);
            }
        }

        public async Task WaitUntilToldAsync()
        {
            var resync = await _told.Task.WaitAsync(Patience, Token);
            Assert.Equal((LiveKind.Quotes, ResyncReason.SourceGap), (resync.Kind, resync.Reason));
        }

        public async ValueTask DisposeAsync()
        {
            await quotes.DisposeAsync();
            await stream.DisposeAsync();
        }
    }
}
