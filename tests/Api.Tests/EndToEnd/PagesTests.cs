using Rtx.Client;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.EndToEnd;

/// <summary>Executions and orders page by page, and what a client reads that was away.</summary>
public sealed class PagesTests(RtxSystem system)
{
    private const int Resting = 60;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sweep_is_read_page_by_page_each_execution_once()
    {
        await using var floor = await Floor.Open(system);
        await SweepAsync(floor);

        var executions = await floor.Trader.Accounts.ReadExecutionsAsync(floor.Account, new ExecutionFilter { Limit = 25 }, Token).ToListAsync(Token);
        var orders = await floor.Other.Orders.ReadAsync(floor.OtherAccount, new OrderFilter { Symbol = floor.Symbol, Limit = 25 }, Token).ToListAsync(Token);

        Assert.Equal((Resting, Resting), (executions.Count, executions.DistinctBy(report => report.Sequence).Count()));
        Assert.Single(executions.Select(report => report.Time).Distinct());
        Assert.Equal((Resting, Resting), (orders.Count, orders.DistinctBy(order => order.OrderId).Count()));
    }

    [Fact]
    public async Task A_client_that_was_away_reads_all_that_it_missed()
    {
        await using var floor = await Floor.Open(system);
        await using var stream = floor.Other.CreateStream();
        await stream.ConnectAsync(Token);
        await using var live = await stream.SubscribeExecutionsAsync(floor.OtherAccount, Token);
        await floor.Rest(Side.Sell, 20m, 1m);
        var known = (await floor.Other.Accounts.GetLastExecutionsAsync(floor.OtherAccount, Token)).ToDictionary(last => last.Symbol, last => last.Sequence);
        await SweepAsync(floor);

        var missed = await floor.Other.Accounts.ReadExecutionsAfterAsync(floor.OtherAccount, known, Token).ToListAsync(Token);
        var all = await floor.Other.Accounts.ReadExecutionsAfterAsync(floor.OtherAccount, new Dictionary<string, long>(), Token).ToListAsync(Token);
        var told = (await live.Take(1 + (2 * Resting)).ToListAsync(Token)).ConvertAll(report => report with { History = 0 });

        Assert.Equal(told, all);
        Assert.Equal(told.Skip(1), missed);
    }

    [Theory]
    [InlineData("executions?cursor=nonsense!")]
    [InlineData("executions?cursor=MSAy")]
    [InlineData("executions?symbol={symbol}&cursor={cursor}")]
    [InlineData("executions?after=1")]
    [InlineData("executions?symbol={symbol}&after=1&before=2026-01-01T00:00:00Z")]
    [InlineData("orders?cursor=nonsense!")]
    [InlineData("orders?cursor={cursor}")]
    [InlineData("orders?cursor=MSAw")]
    public async Task A_cursor_of_another_list_is_refused(string request)
    {
        await using var floor = await Floor.Open(system);
        await floor.Rest(Side.Sell, 10m, 1m);
        await floor.Trader.Orders.PlaceAsync(floor.Account, floor.Limit(Side.Buy, 10m, 1m), Token);
        using var http = new HttpClient { BaseAddress = system.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", floor.Trader.AccessToken);
        using var page = await http.GetAsync(new Uri($"/api/v1/accounts/{floor.Account}/executions?limit=1", UriKind.Relative), Token);
        var link = Assert.Single(page.Headers.GetValues("Link"));
        var cursor = link[(link.IndexOf("cursor=", StringComparison.Ordinal) + 7)..link.IndexOf('>', StringComparison.Ordinal)];

        using var next = await http.GetAsync(new Uri(link[1..link.IndexOf('>', StringComparison.Ordinal)], UriKind.Relative), Token);
        using var refused = await http.GetAsync(
            new Uri($"/api/v1/accounts/{floor.Account}/{request.Replace("{symbol}", floor.Symbol, StringComparison.Ordinal).Replace("{cursor}", cursor, StringComparison.Ordinal)}", UriKind.Relative), Token);

        Assert.Equal("[]", await next.Content.ReadAsStringAsync(Token));
        Assert.Equal(400, (int)refused.StatusCode);
        Assert.Contains(RtxErrorCodes.InvalidRequest, await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whose_executions_they_are_is_asked_first()
    {
        await using var floor = await Floor.Open(system);

        var last = await Assert.ThrowsAsync<RtxException>(() => floor.Trader.Accounts.GetLastExecutionsAsync(floor.OtherAccount, Token));
        var none = await floor.Trader.Accounts.GetLastExecutionsAsync(floor.Account, Token);

        Assert.Equal((404, RtxErrorCodes.UnknownAccount), (last.Status, last.Code));
        Assert.Empty(none);
    }

    private static async Task SweepAsync(Floor floor)
    {
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var orders = Enumerable.Range(0, Resting / 2).Select(_ => floor.Limit(Side.Sell, 10m, 1m)).ToList();
            await floor.Other.Orders.PlaceBatchAsync(floor.OtherAccount, new PlaceOrderBatchRequest { Orders = orders }, Token);
        }

        var taken = await floor.Trader.Orders.PlaceAsync(floor.Account, floor.Limit(Side.Buy, 10m, Resting), Token);
        Assert.Equal(Resting, taken.Fills.Count);
    }
}
