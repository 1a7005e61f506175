using System.Globalization;
using Rtx.Cluster.Tests.Systems;
using Rtx.Testing;
using Rtx.Testing.Orders;

namespace Rtx.Cluster.Tests.Scale;

/// <summary>
/// A book with very many resting orders: it starts, trades, cancels and dies midway, and another activation continues. RTX_BOOK_ORDERS says
/// how many, a million on request; RTX_BOOK_SEED is what prices and quantities are drawn from. How long it takes is for <c>./bench
/// recovery</c>.
/// </summary>
public sealed class LargeBookTests(ITestOutputHelper output)
{
    private const int Owners = 20;
    private const int Levels = 10;
    private const string Cancelled = "select count(*) from order_events where instrument_id = 1 and exec_type = 4";

    private static readonly int Orders = ScaleVariables.Read("RTX_BOOK_ORDERS", 10_000);
    private static readonly int Seed = ScaleVariables.Read("RTX_BOOK_SEED", 1);

    [Fact]
    public async Task A_large_book_loses_and_duplicates_nothing_and_another_book_continues()
    {
        await using var cluster = await SiloCluster.StartAsync(
            silos: 2,
            wakesBooks: false,
            more:
            [
                ("Rtx__OrderBook__MaxOrders", $"{2 * Orders}"),
                ("Rtx__OrderBook__MaxOrdersPerAccount", $"{Orders}"),
                ("Rtx__OrderBook__EventsPerSlice", $"{Math.Max(100, Orders / 2_000)}"),
            ]);
        var (instrument, small) = (await cluster.NewInstrumentAsync(1), await cluster.NewInstrumentAsync(2));
        var owners = new List<IAccountGrain>();
        while (owners.Count < Owners) owners.Add(await cluster.NewAccountAsync(new Money(1_000m, instrument.BaseCurrency)));
        var (taker, neighbour) = (await cluster.NewAccountAsync(
            new Money(1_000m, instrument.BaseCurrency)), await cluster.NewAccountAsync());
        var dice = new Random(Seed);
        await RestingOrders.WriteAsync(cluster.TradingConnectionString, instrument, Orders, DateTimeOffset.UtcNow, number =>
        {
            var side = number % 2 == 0 ? Side.Buy : Side.Sell;
            var (quantity, price) = ((1 + dice.Next(9)) * 0.001m, 100m - (side.Sign() * 0.01m * (1 + dice.Next(100))));
            return (owners[number % Owners], instrument.Limit(side, quantity, price, $"rests-{number}"));
        });
        await Eventually.HoldsAsync(
            async () => await CountAsync("unsettled_accounts") == 0, "all orders are settled", SiloCluster.Takeover);
        var book = cluster.Grains.GetGrain<IOrderBookGrain>(instrument.Id.Value);
        using var stop = new CancellationTokenSource();
        var neighbours = TradeNextDoorAsync(neighbour, small, stop.Token);

        // Its initial state.
        await AssertDepthIsRightAsync();
        var host = await cluster.SiloOfAsync(book);
        var memory = cluster.RunningPorts.Select(port => $"{cluster.MegabytesOf(port)} MB{(port == host ? " with the book" : "")}");
        output.WriteLine($"Seed {Seed}, {Orders} orders: {string.Join(", ", memory)}");

        // Price and time decide who trades first.
        var first = await QueueAsync(4);
        var lots = first.Take(3).Sum(order => order.Lots) + 1;
        var sold = await SiloCluster.UntilAnsweredAsync(() => taker.PlaceOrder(instrument.Limit(Side.Sell, lots * 0.001m, 98m, "sold")));
        Assert.Equal(first.Select(order => order.Id), sold.Fills.Select(fill => fill.RestingOrderId.Value));
        Assert.Equal((OrdStatus.Filled, 1L), (sold.Order!.Status, sold.Fills[^1].LastQty.Lots));

        // One order from the middle.
        var middle = $"rests-{(Orders / 2) + 1}";
        var owner = owners[((Orders / 2) + 1) % Owners];
        var cancelled = await SiloCluster.UntilAnsweredAsync(() => owner.CancelByClientOrderId(new ClientOrderId(middle)));
        Assert.Equal((ReplyStatus.Done, OrdStatus.Canceled), (cancelled.Status, cancelled.Order!.Status));
        await AssertDepthIsRightAsync();

        // Half of all owners cancel everything, and the silo dies midway.
        var cancelling = Task.WhenAll(owners.Take(Owners / 2).Select(CancelAllAsync));
        await Eventually.HoldsAsync(
            async () =>
                cancelling.IsCompleted
                    || await cluster.QueryAsync<long>(Cancelled) >= Orders / 20, "some are cancelled", TimeSpan.FromHours(1));
        await cluster.KillAsync(host);
        var told = await cluster.QueryAsync<long>(Cancelled);
        await cancelling;
        var all = await cluster.QueryAsync<long>(Cancelled);
        output.WriteLine(
            $"{told} of {all} cancels told before the kill; {cluster.MegabytesOf(cluster.RunningPorts[0])} MB in the silo that is left.");

        // Nothing is lost or duplicated.
        await AssertDepthIsRightAsync();
        var rests = await SiloCluster.UntilAnsweredAsync(() => taker.PlaceOrder(instrument.Limit(Side.Sell, 0.001m, 150m, "rests")));
        Assert.Equal((ReplyStatus.Done, OrdStatus.New), (rests.Status, rests.Order!.Status));
        await stop.CancelAsync();
        var placedNextDoor = await neighbours;
        Assert.InRange(told, 1, all - 1);
        Assert.Equal(0L, await CountAsync($"orders where leaves_lots > 0 and account_id in ({Ids(owners.Take(Owners / 2))})"));
        Assert.Equal(Orders / 2L, await CountAsync($"orders where account_id in ({Ids(owners.Skip(Owners / 2))})"));
        Assert.Equal(all, await cluster.QueryAsync<long>(Cancelled));
        Assert.Equal(all, await CountAsync("(select distinct order_id from order_events where instrument_id = 1 and exec_type = 4) o"));
        Assert.Equal(Orders + 2L, await CountAsync("orders where instrument_id = 1"));
        Assert.Equal(
            Orders + 2L, await CountAsync("orders where instrument_id = 1 and (leaves_lots > 0 or cum_lots = order_lots or status = 4)"));
        Assert.Equal(lots, await cluster.QueryAsync<long>("select sum(lots)::bigint from trades"));
        Assert.Equal(placedNextDoor, await CountAsync($"orders where instrument_id = {small.Id.Value}"));
        await cluster.AssertEverythingAddsUpAsync();
        var verification = cluster.Grains.GetGrain<IVerificationGrain>(0);
        AssertEqual(await verification.VerifyBook(instrument.Id));
        foreach (var account in new[] { owners[0], owners[^1], taker })
            AssertEqual(await verification.VerifyAccount(new AccountId(account.GetPrimaryKeyLong())));

        Task<long> CountAsync(string rows) => cluster.QueryAsync<long>($"select count(*) from {rows}");

        async Task AssertDepthIsRightAsync()
        {
            var depth = (await SiloCluster.UntilReachedAsync(() => book.GetDepth(Levels)))!;
            Assert.Equal(await LevelsInSqlAsync(Side.Buy, "desc"), Text(depth.Bids));
            Assert.Equal(await LevelsInSqlAsync(Side.Sell, "asc"), Text(depth.Asks));
        }

        Task<string> LevelsInSqlAsync(Side side, string order) => cluster.QueryAsync<string>($"""
            select string_agg(concat_ws(':', price_ticks, lots, orders), ' ' order by price_ticks {order}) from (
              select price_ticks, sum(leaves_lots) as lots, count(*) as orders from orders
              where instrument_id = 1 and leaves_lots > 0 and side = {(int)side} group by price_ticks order by price_ticks {order} limit {Levels}) l
            """);

        async Task<IReadOnlyList<(long Id, long Lots)>> QueueAsync(int orders)
        {
            var text = await cluster.QueryAsync<string>($"""
                select string_agg(concat_ws(':', order_id, leaves_lots), ' ' order by price_ticks desc, priority_sequence) from (
                  select * from orders where instrument_id = {instrument.Id.Value} and leaves_lots > 0 and side = 1
                  order by price_ticks desc, priority_sequence limit {orders}) o
                """);
            return [.. text.Split(' ').Select(order => order.Split(':')).Select(pair => (Number(pair[0]), Number(pair[1])))];
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(IEnumerable<DepthLevel> levels) =>
        string.Join(' ', levels.Select(level => $"{level.Price.Ticks}:{level.Quantity.Lots}:{level.OrderCount}"));

    private static void AssertEqual(VerificationResult? result) =>
        Assert.All(result!.Comparisons, comparison => Assert.Empty(comparison.Differences));

    private static string Ids(IEnumerable<IAccountGrain> accounts) =>
        string.Join(", ", accounts.Select(account => account.GetPrimaryKeyLong()));

    private static Task CancelAllAsync(IAccountGrain owner) => Eventually.GetAsync(
        () =>
            SiloCluster.UntilReachedAsync(() => owner.MassCancel(new MassCancel(), ExecReason.MassCancel)), reply =>
                reply.Status == ReplyStatus.Done, TimeSpan.FromHours(1));

    /// <returns>Orders placed.</returns>
    private static async Task<long> TradeNextDoorAsync(IAccountGrain account, Instrument instrument, CancellationToken stop)
    {
        var placed = 0L;
        while (!stop.IsCancellationRequested)
        {
            var request = instrument.Limit(Side.Buy, 0.001m, 100m);
            Assert.Equal(ReplyStatus.Done, (await SiloCluster.UntilAnsweredAsync(() => account.PlaceOrder(request))).Status);
            placed++;
            await SiloCluster.UntilAnsweredAsync(() => account.CancelByClientOrderId(request.ClientOrderId));
        }

        return placed;
    }
}
