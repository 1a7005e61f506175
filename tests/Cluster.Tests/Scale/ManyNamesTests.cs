using Rtx.Cluster.Tests.Systems;
using Rtx.Testing;
using Rtx.Testing.Orders;

namespace Rtx.Cluster.Tests.Scale;

/// <summary>
/// Queries old client order ids of an account that has used many more than its silo keeps in memory, while its silo dies.
/// RTX_NAMES says how many there are of each kind, and without it the test is skipped; RTX_NAMES_SEED is what the requests are drawn from.
/// </summary>
public sealed class ManyNamesTests(ITestOutputHelper output)
{
    private const int Known = 1_000;
    private const int Workers = 8;
    private const int RequestsOfWorker = 100;
    private const int Requests = Workers * RequestsOfWorker;

    private static readonly string[] Kinds = ["closed", "former", "renamed", "refused"];

    private static readonly int Copies = ScaleVariables.Read("RTX_NAMES", 10_000);
    private static readonly int Seed = ScaleVariables.Read("RTX_NAMES_SEED", 1);

    [Fact]
    public async Task An_old_client_order_id_gets_its_original_answer_and_nothing_trades_twice()
    {
        Assert.SkipUnless(
            ScaleVariables.IsGiven("RTX_NAMES"),
            "It takes minutes. RTX_NAMES=10000 runs it with 40,000 names. AN ACCOUNT WITH MANY NAMES IS NOT TESTED.");
        await using var cluster = await SiloCluster.StartAsync(
            silos: 1, wakesBooks: false, more: ("Rtx__Account__MaxKnownClientOrderIds", $"{Known}"));
        var market = await PastAsync(cluster);
        await cluster.StopNumberAsync(1);
        foreach (var name in new[] { "closed", "renamed" })
        {
            await OrderCopies.CopyOrderAsync(cluster.TradingConnectionString, market.Account, name, Copies);
        }
        await OrderCopies.CopyRefusalAsync(cluster.TradingConnectionString, market.Account, "refused", Copies);
        var (names, orders) = (await CountAsync("order_names"), await CountAsync("orders"));
        await cluster.QueryAsync<object>("select pg_stat_force_next_flush()");
        await cluster.QueryAsync<object>("select pg_stat_reset()");
        await cluster.StartAnotherAsync();
        // What was too much then would not be now.
        await SiloCluster.UntilReachedAsync(() => market.Trader.MoveFunds(new Money(10_000_000m, TestOrders.Usd), "more"));

        var (placed, asked) = (0, 0);
        var half = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asking = Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => AskAsync(worker, new Random((Seed * Workers) + worker))));
        await Task.WhenAny(half.Task, asking);
        var before = cluster.MegabytesOf(cluster.RunningPorts[0]);
        await cluster.KillAsync(cluster.RunningPorts[0]);
        await cluster.StartAnotherAsync();
        await asking;
        var after = cluster.MegabytesOf(cluster.RunningPorts[0]);
        output.WriteLine($"Seed {Seed}: {names} names, {placed} new orders; {before} MB in the silo before the kill, {after} MB after it.");
        await Eventually.HoldsAsync(async () => await CountAsync("unsettled_accounts") == 0, "everything is settled", SiloCluster.Takeover);
        // Servers count what they have read when a connection ends.
        await cluster.StopNumberAsync(3);

        Assert.InRange(await RowsReadAsync("order_names"), 1, (5 * Requests) + (3 * (Known + 1)));
        foreach (var table in new[] { "orders", "order_events", "order_refusals" })
        {
            Assert.InRange(await RowsReadAsync(table), 1, 100 * Requests);
        }
        Assert.Equal((names + placed, orders + placed), (await CountAsync("order_names"), await CountAsync("orders")));
        Assert.Equal(1L + placed, await CountAsync("trades"));
        Assert.Equal(1L, await CountAsync("orders where leaves_lots > 0"));
        await cluster.StartAnotherAsync();
        await cluster.AssertEverythingAddsUpAsync();
        var verification = cluster.Grains.GetGrain<IVerificationGrain>(0);
        var result = (await SiloCluster.UntilReachedAsync(() => verification.VerifyAccount(new AccountId(market.Account))))!;
        Assert.All(result.Comparisons, comparison => Assert.Empty(comparison.Differences));

        Task<long> CountAsync(string rows) => cluster.QueryAsync<long>($"select count(*) from {rows}");

        Task<long> RowsReadAsync(string table) => cluster.QueryAsync<long>($"""
            select (select seq_tup_read from pg_stat_user_tables where relname = '{table}')
              + (select sum(idx_tup_read) from pg_stat_user_indexes where relname = '{table}')::bigint
            """);

        async Task AskAsync(int worker, Random dice)
        {
            for (var turn = 0; turn < RequestsOfWorker; turn++)
            {
                if (Interlocked.Increment(ref asked) == Requests / 2) half.SetResult();
                await market.AskAsync(
                    dice.Next(10), 1 + dice.Next(Copies), $"new-{worker}-{turn}", () => Interlocked.Increment(ref placed));
            }
        }
    }

    /// <summary>The account's past as the system writes it, and a seller for orders that are placed again.</summary>
    private static async Task<PastMarket> PastAsync(SiloCluster cluster)
    {
        var instrument = await cluster.NewInstrumentAsync(1);
        var trader = await cluster.NewAccountAsync();
        var seller = await cluster.NewAccountAsync(new Money(10m, instrument.BaseCurrency));
        var buy = instrument.Limit(Side.Buy, 0.001m, 100m, "closed");
        var closed = (await trader.PlaceOrder(buy)).Order!;
        await trader.CancelOrder(new CancelOrder(closed.OrderId));
        var renamed = (await trader.PlaceOrder(buy with { ClientOrderId = new ClientOrderId("former") })).Order!;
        await trader.AmendOrder(new AmendOrder(renamed.OrderId) { NewClientOrderId = new ClientOrderId("renamed") });
        await trader.CancelOrder(new CancelOrder(renamed.OrderId));
        var tooMuch = instrument.Limit(Side.Buy, 1_000m, 2_000m, "refused");
        var refused = await trader.PlaceOrder(tooMuch);
        await seller.PlaceOrder(instrument.Limit(Side.Sell, 0.001m, 100m));
        var filled = (await trader.PlaceOrder(buy with { ClientOrderId = new ClientOrderId("filled") })).Order!;
        await seller.PlaceOrder(instrument.Limit(Side.Sell, 5m, 90m, "waits"));
        Assert.Equal((RejectReason.InsufficientFunds, OrdStatus.Filled), (refused.RejectReason, filled.Status));
        await Eventually.HoldsAsync(
            async () => await cluster.QueryAsync<long>("select count(*) from unsettled_accounts") == 0, "everything is settled",
            SiloCluster.Takeover);
        return new PastMarket(trader, buy, tooMuch, refused.Detail, filled);
    }

    private sealed record PastMarket(IAccountGrain Trader, NewOrder Buy, NewOrder TooMuch, string? RefusalDetail, Order Filled)
    {
        public long Account => Trader.GetPrimaryKeyLong();

        /// <summary>Asks one question about the past, or places a new order, and expects the answer.</summary>
        public async Task AskAsync(int question, int number, string newName, Action onPlaced)
        {
            var reply = question switch
            {
                0 or 1 => await PlaceAsync(Buy, $"closed-{number}"),
                2 => await PlaceAsync(Buy, $"{(number % 2 == 0 ? "former" : "renamed")}-{number}"),
                3 => await PlaceAsync(TooMuch, $"refused-{number}"),
                4 => await PlaceAsync(Buy with { OrderQty = new Quantity(2) }, $"{Kinds[number % Kinds.Length]}-{number}"),
                5 => await PlaceAsync(Buy, "filled"),
                6 => await SiloCluster.UntilAnsweredAsync(() => Trader.CancelByClientOrderId(new ClientOrderId($"closed-{number}"))),
                7 => await SiloCluster.UntilAnsweredAsync(() => Trader.GetOrder(new ClientOrderId($"never-{number}"))),
                _ => await PlaceNewAsync(newName),
            };
            Assert.Equal(
                question switch
                {
                    0 or 1 => (ReplyStatus.Done, RejectReason.None, OrdStatus.Canceled, $"closed-{number}"),
                    2 => (ReplyStatus.Done, RejectReason.None, OrdStatus.Canceled, $"renamed-{number}"),
                    3 => (ReplyStatus.Refused, RejectReason.InsufficientFunds, null, RefusalDetail),
                    4 => (ReplyStatus.Refused, RejectReason.DuplicateClientOrderId, null, null),
                    5 => (ReplyStatus.Done, RejectReason.None, OrdStatus.Filled, "filled"),
                    6 => (ReplyStatus.Refused, RejectReason.OrderClosed, OrdStatus.Canceled, $"closed-{number}"),
                    7 => (ReplyStatus.Refused, RejectReason.UnknownOrder, null, null),
                    _ => (ReplyStatus.Done, RejectReason.None, (OrdStatus?)OrdStatus.Filled, newName),
                },
                (reply.Status, reply.RejectReason, reply.Order?.Status, reply.Order?.ClientOrderId.Value ?? reply.Detail));
            if (question == 5) Assert.Equal(Filled.OrderId, reply.Order!.OrderId);
            if (question > 7) onPlaced();
        }

        private async Task<OrderReply> PlaceNewAsync(string name)
        {
            var replies = await Task.WhenAll(PlaceAsync(Buy, name), PlaceAsync(Buy, name));
            Assert.Equal(replies[0].Order, replies[1].Order);
            return replies[0];
        }

        private Task<OrderReply> PlaceAsync(NewOrder request, string name) =>
            SiloCluster.UntilAnsweredAsync(() => Trader.PlaceOrder(request with { ClientOrderId = new ClientOrderId(name) }));
    }
}
