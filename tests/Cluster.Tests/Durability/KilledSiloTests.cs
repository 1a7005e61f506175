using System.Collections.Concurrent;
using Npgsql;
using Rtx.Cluster.Tests.Systems;
using Rtx.Testing;
using Rtx.Testing.Orders;

namespace Rtx.Cluster.Tests.Durability;

/// <summary>Guarantees to clients when a real silo process is killed in mid-operation.</summary>
public sealed class KilledSiloTests(ITestOutputHelper output)
{
    [Fact]
    public async Task One_client_order_id_sent_ten_thousand_times_across_a_kill_is_one_order_with_one_answer()
    {
        const int Senders = 64, Sends = 10_000, KillAfter = 3_000;
        await using var cluster = await SiloCluster.StartAsync(silos: 2);
        var instrument = await cluster.NewInstrumentAsync(1);
        var trader = await cluster.NewAccountAsync();
        var request = instrument.Limit(Side.Buy, 1m, 100m, "once");
        var order = (await trader.PlaceOrder(request)).Order!;
        var (answers, conflicts) = (new ConcurrentDictionary<(
            ReplyStatus, OrderId?, OrdStatus?), int>(), new ConcurrentDictionary<(ReplyStatus, RejectReason), int>());
        var sent = 0;
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var sending = Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => SendAsync()));
        await reached.Task;
        await cluster.KillAsync(await cluster.SiloOfAsync(trader));
        await sending;

        output.WriteLine($"{sent} answers: {string.Join(' ', answers)} {string.Join(' ', conflicts)}");
        Assert.Equal([(ReplyStatus.Done, order.OrderId, OrdStatus.New)], answers.Keys);
        Assert.Equal([(ReplyStatus.Refused, RejectReason.DuplicateClientOrderId)], conflicts.Keys);
        Assert.Equal(1L, await cluster.QueryAsync<long>("select count(*) from orders"));
        Assert.Equal(1L, await cluster.QueryAsync<long>("select count(*) from order_events"));
        await cluster.AssertEverythingAddsUpAsync();

        async Task SendAsync()
        {
            while (Interlocked.Increment(ref sent) is var number && number <= Sends)
            {
                if (number == KillAfter) reached.SetResult();
                if (number % 10 == 0)
                {
                    var other = await SiloCluster.UntilAnsweredAsync(
                        () => trader.PlaceOrder(request with { OrderQty = new Quantity(2_000) }));
                    conflicts.AddOrUpdate((other.Status, other.RejectReason), 1, (_, count) => count + 1);
                }
                else
                {
                    var reply = await SiloCluster.UntilAnsweredAsync(() => trader.PlaceOrder(request));
                    answers.AddOrUpdate((reply.Status, reply.Order?.OrderId, reply.Order?.Status), 1, (_, count) => count + 1);
                }
            }
        }
    }

    [Fact]
    public async Task A_trade_whose_silo_died_before_it_was_settled_is_settled_once_though_nobody_calls()
    {
        await using var cluster = await SiloCluster.StartAsync(silos: 2);
        var (instrument, victim) = await FindInstrumentOnAsync(cluster);
        var seller = await NewAccountOnAsync(cluster, victim, new Money(10m, instrument.BaseCurrency));
        var buyer = await NewAccountOnAsync(cluster, victim);
        await seller.PlaceOrder(instrument.Limit(Side.Sell, 1m, 100m));

        // No money can be booked while this lock is held, so the trade is committed and its settlement is not.
        await using (var blocker = new NpgsqlConnection(cluster.TradingConnectionString))
        {
            await blocker.OpenAsync();
            await using var transaction = await blocker.BeginTransactionAsync();
            await using (var lockLedger = new NpgsqlCommand(
                "lock table ledger_transactions in share row exclusive mode", blocker,
                transaction)) await lockLedger.ExecuteNonQueryAsync();
            var bought = await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m));
            Assert.Equal((ReplyStatus.Done, OrdStatus.Filled), (bought.Status, bought.Order!.Status));
            await cluster.KillAsync(victim);
            // Requests of the dead process would still be executed once the lock is released.
            await cluster.QueryAsync<long>("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
        }

        var unsettled = await cluster.QueryAsync<long>("select count(*) from unsettled_accounts");
        var began = DateTime.UtcNow;
        await Eventually.HoldsAsync(
            async () => await cluster.QueryAsync<long>("select count(*) from unsettled_accounts") == 0,
            "the sweep settles what the dead silo left", SiloCluster.Takeover);

        output.WriteLine($"settled after {(DateTime.UtcNow - began).TotalSeconds:0.0} s");
        Assert.Equal(2, unsettled);
        Assert.Equal(2L, await cluster.QueryAsync<long>("select count(*) from ledger_transactions where kind = 3"));
        var verification = cluster.Grains.GetGrain<IVerificationGrain>(0);
        foreach (var account in new[] { seller, buyer })
        {
            Assert.All(
                (await verification.VerifyAccount(new AccountId(account.GetPrimaryKeyLong())))!.Comparisons,
                comparison => Assert.Empty(comparison.Differences));
        }
        Assert.All((await verification.VerifyBook(instrument.Id))!.Comparisons, comparison => Assert.Empty(comparison.Differences));
        Assert.Equal(0, (await verification.GetSettlementLag(10)).UnsettledBooks);
        await cluster.AssertEverythingAddsUpAsync();
    }

    private static async Task<(Instrument Instrument, int Silo)> FindInstrumentOnAsync(SiloCluster cluster)
    {
        var instrument = await cluster.NewInstrumentAsync(1);
        var book = cluster.Grains.GetGrain<IOrderBookGrain>(instrument.Id.Value);
        await book.GetDepth(1);
        return (instrument, await cluster.SiloOfAsync(book));
    }

    private static async Task<IAccountGrain> NewAccountOnAsync(SiloCluster cluster, int silo, params Money[] deposits)
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var account = await cluster.NewAccountAsync(deposits);
            if (await cluster.SiloOfAsync(account) == silo) return account;
        }

        throw new InvalidOperationException("No account came to that silo.");
    }
}
