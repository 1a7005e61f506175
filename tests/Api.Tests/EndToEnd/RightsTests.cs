using Microsoft.AspNetCore.SignalR.Client;
using Rtx.Client;
using Rtx.Testing;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.EndToEnd;

/// <summary>What is taken from a user is gone within seconds, on every process of the API, whatever the token says.</summary>
public sealed class RightsTests(RtxSystem system)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_administrator_who_is_none_any_more_may_do_what_a_trader_may()
    {
        await using var floor = await Floor.Open(system);
        var (user, name) = await NewUserAsync(UserRole.Administrator);
        using var first = await LogInAsync(name, system.Address);
        using var second = new RtxClient(await system.AddReplicaAsync()) { AccessToken = first.AccessToken };
        foreach (var client in new[] { first, second })
        {
            await client.Administration.GetUserAsync(name, Token);
            await client.Accounts.GetSummaryAsync(floor.Account, cancellationToken: Token);
        }

        await system.ChangeTradingAsync($"update users set role = 1 where user_id = {user}");

        foreach (var client in new[] { first, second })
        {
            Assert.Equal((403, RtxErrorCodes.Forbidden), await ErrorAsync(() => client.Administration.GetUserAsync(name, Token)));
            Assert.Equal((404, RtxErrorCodes.UnknownAccount), await ErrorAsync(() => client.Accounts.GetSummaryAsync(floor.Account, cancellationToken: Token)));
            await client.Accounts.ListAsync(Token);
        }
    }

    [Fact]
    public async Task A_trader_who_becomes_an_administrator_need_not_log_in_again()
    {
        var (user, name) = await NewUserAsync(UserRole.Trader);
        using var client = await LogInAsync(name, system.Address);
        Assert.Equal(403, (await Assert.ThrowsAsync<RtxException>(() => client.Administration.GetUserAsync(name, Token))).Status);

        await system.ChangeTradingAsync($"update users set role = 3 where user_id = {user}");

        Assert.Equal(user, (await Eventually.GetAsync(() => TryAsync(() => client.Administration.GetUserAsync(name, Token)), found => found is not null))!.UserId);
    }

    [Fact]
    public async Task Who_is_removed_is_logged_out()
    {
        var (user, name) = await NewUserAsync(UserRole.Trader);
        using var client = await LogInAsync(name, system.Address);
        await client.Instruments.ListAsync(Token);
        await using var connection = await ConnectAsync(client);
        var closed = ClosedAsync(connection);

        await system.ChangeTradingAsync($"delete from users where user_id = {user}");

        await closed;
        Assert.Equal((401, RtxErrorCodes.Unauthenticated), await ErrorAsync(() => client.Instruments.ListAsync(Token)));
        Assert.Equal((401, RtxErrorCodes.Unauthenticated), await ErrorAsync(() => client.CreateHubTicketAsync(Token)));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => ConnectAsync(client));
    }

    [Fact]
    public async Task An_account_that_goes_to_another_owner_is_foreign_to_the_one_before()
    {
        await using var floor = await Floor.Open(system);
        await floor.Trader.Orders.PlaceAsync(floor.Account, floor.Limit(Side.Buy, 1m, 1m), Token);
        await using var connection = await ConnectAsync(floor.Trader);
        await connection.InvokeAsync(nameof(ITradingHub.SubscribeAccount), floor.Account, Token);
        var closed = ClosedAsync(connection);

        await system.ChangeTradingAsync($"update accounts set user_id = (select user_id from accounts where account_id = {floor.OtherAccount}) where account_id = {floor.Account}");

        await closed;
        Assert.Equal((404, RtxErrorCodes.UnknownAccount), await ErrorAsync(() => floor.Trader.Orders.PlaceAsync(floor.Account, floor.Limit(Side.Buy, 1m, 1m), Token)));
        Assert.NotNull(await Eventually.GetAsync(() => TryAsync(() => floor.Other.Orders.PlaceAsync(floor.Account, floor.Limit(Side.Buy, 1m, 1m), Token)), reply => reply is not null));
    }

    [Fact]
    public async Task An_upload_of_ticks_ends_with_the_role_that_it_needs()
    {
        var (user, name) = await NewUserAsync(UserRole.Administrator);
        var instrument = await system.NewInstrumentAsync(Token);
        using var client = await LogInAsync(name, system.Address);

        var end = await Record.ExceptionAsync(() => client.Ticks.SendPackedAsync(Endless(), new Dictionary<string, Instrument> { [instrument.Symbol] = instrument }, Token));

        // Who is still sending may find the connection closed before the answer is read.
        Assert.True(end is RtxException { Status: 403, Code: RtxErrorCodes.Forbidden } or HttpRequestException, end?.ToString());

        async IAsyncEnumerable<IReadOnlyList<Tick>> Endless()
        {
            for (var sequence = 1L; ; sequence++)
            {
                if (sequence == 5) await system.ChangeTradingAsync($"update users set role = 1 where user_id = {user}");
                yield return
                [
                    new Tick { Symbol = instrument.Symbol, ProviderId = 9, Sequence = sequence, Time = DateTimeOffset.UtcNow, Kind = TickKind.Quote, Bid = 10m, BidQty = 1m, Ask = 11m, AskQty = 1m },
                ];
                await Task.Delay(20, Token);
            }
        }
    }

    private async Task<(long UserId, string Name)> NewUserAsync(UserRole role)
    {
        var name = $"rights-{Guid.NewGuid():N}";
        var administrator = await system.AdministratorAsync();
        var user = await administrator.Administration.CreateUserAsync(new CreateUserRequest { UserName = name, Password = Traders.Password, Role = role }, Token);
        return (user.UserId, name);
    }

    private static async Task<RtxClient> LogInAsync(string name, Uri address)
    {
        var client = new RtxClient(address);
        await client.LoginAsync(name, Traders.Password, Token);
        return client;
    }

    private async Task<HubConnection> ConnectAsync(RtxClient client)
    {
        var connection = new HubConnectionBuilder().WithUrl(new Uri(system.Address, "hubs/trading"), options => options.AccessTokenProvider = () => Task.FromResult(client.AccessToken)).Build();
        await connection.StartAsync(Token);
        return connection;
    }

    private static Task ClosedAsync(HubConnection connection)
    {
        var closed = new TaskCompletionSource();
        connection.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        return closed.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    /// <summary>The error that a request gets at last.</summary>
    private static async Task<(int Status, string Code)> ErrorAsync(Func<Task> request)
    {
        var refused = await Eventually.GetAsync(
            async () =>
            {
                try
                {
                    await request();
                    return null;
                }
                catch (RtxException exception)
                {
                    return exception;
                }
            },
            exception => exception is not null);
        return (refused!.Status, refused.Code);
    }

    private static async Task<T?> TryAsync<T>(Func<Task<T>> request)
        where T : class
    {
        try
        {
            return await request();
        }
        catch (RtxException)
        {
            return null;
        }
    }
}
