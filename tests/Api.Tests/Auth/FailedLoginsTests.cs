using System.Net;
using Rtx.Hosting.Logins;
using Rtx.Testing.Infrastructure;
using StackExchange.Redis;

namespace Rtx.Api.Tests.Auth;

public sealed class FailedLoginsTests : IAsyncLifetime
{
    private static readonly IPAddress Home = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Elsewhere = IPAddress.Parse("198.51.100.7");

    private readonly TestRedis _server = new();
    private readonly string _prefix = TestRedis.UniqueServiceId();
    private IConnectionMultiplexer? _redis;

    private IConnectionMultiplexer Redis => _redis!;

    public async ValueTask InitializeAsync() => _redis = await ConnectionMultiplexer.ConnectAsync(await _server.ConnectionStringAsync());

    public async ValueTask DisposeAsync()
    {
        await Redis.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_stranger_who_guesses_keeps_himself_out_and_not_the_owner()
    {
        var logins = Logins(perAddress: 100, perUser: 3);

        Assert.Equal([true, true, true, false, false], await Fail(logins, Elsewhere, "owner", times: 5));

        Assert.Null(await logins.BeginAsync(Home, "owner"));
        Assert.Null(await logins.BeginAsync(Elsewhere, "another"));
    }

    [Fact]
    public async Task Who_guesses_for_many_names_is_counted_by_address()
    {
        var logins = Logins(perAddress: 3, perUser: 3);
        for (var i = 0; i < 3; i++) Assert.Null(await logins.BeginAsync(Elsewhere, $"name-{i}"));

        Assert.True(await logins.BeginAsync(Elsewhere, "name-3") > TimeSpan.Zero);
        Assert.Null(await logins.BeginAsync(Home, "name-0"));
    }

    [Fact]
    public async Task Processes_count_together()
    {
        var (one, other) = (Logins(perAddress: 100, perUser: 2), Logins(perAddress: 100, perUser: 2));

        Assert.Equal([true], await Fail(one, Elsewhere, "owner", times: 1));
        Assert.Equal([true, false], await Fail(other, Elsewhere, "owner", times: 2));
        Assert.Equal([false], await Fail(one, Elsewhere, "owner", times: 1));
    }

    [Fact]
    public async Task Logins_that_are_right_count_for_nothing()
    {
        var logins = Logins(perAddress: 2, perUser: 2);
        for (var i = 0; i < 10; i++)
        {
            Assert.Null(await logins.BeginAsync(Home, "owner"));
            await logins.TakeBackAsync(Home, "owner");
        }
    }

    [Fact]
    public async Task Many_at_once_are_no_way_around()
    {
        var logins = Logins(perAddress: 100, perUser: 5);

        var begun = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => logins.BeginAsync(Elsewhere, "owner")));

        Assert.Equal(5, begun.Count(refusal => refusal is null));
    }

    [Fact]
    public async Task Without_redis_a_process_counts_for_itself()
    {
        await using var away = await ConnectionMultiplexer.ConnectAsync("127.0.0.1:1,abortConnect=false,connectTimeout=100");
        var logins = new FailedLogins(away, _prefix, new FailedLoginLimits(PerAddress: 100, PerUserAndAddress: 2), TimeProvider.System);

        Assert.Equal([true, true, false], await Fail(logins, Elsewhere, "owner", times: 3));
        Assert.Null(await logins.BeginAsync(Home, "owner"));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void Addresses_that_one_site_may_choose_are_one(string one, string other, bool areOne) =>
        Assert.Equal(areOne, FailedLogins.SiteOf(IPAddress.Parse(one)) == FailedLogins.SiteOf(IPAddress.Parse(other)));

    private FailedLogins Logins(int perAddress, int perUser) => new(Redis, _prefix, new FailedLoginLimits(perAddress, perUser), TimeProvider.System);

    private static async Task<List<bool>> Fail(FailedLogins logins, IPAddress address, string user, int times)
    {
        var begun = new List<bool>();
        for (var i = 0; i < times; i++) begun.Add(await logins.BeginAsync(address, user) is null);
        return begun;
    }
}
