using Rtx.Actors.Tests.Systems;
using Rtx.Testing.Orders;

namespace Rtx.Actors.Tests.Durability;

public sealed class VerificationTests(TradingCluster cluster)
{
    private const int MaxOrders = 400;

    private IVerificationGrain Verification => cluster.Grains.GetGrain<IVerificationGrain>(0);

    [Theory]
    [InlineData(InstrumentKind.Spot)]
    [InlineData(InstrumentKind.Margined)]
    public async Task Book_and_accounts_that_trade_equal_what_sql_makes_of_them(InstrumentKind kind)
    {
        var (instrument, seller, buyer) = await MarketAsync(kind);
        using var stop = new CancellationTokenSource();
        var trading = Task.WhenAll(
            TradeAsync(instrument, seller, Side.Sell, 1, stop.Token), TradeAsync(instrument, buyer, Side.Buy, 2, stop.Token));
        // A fast machine finishes five rounds before there is much to verify.
        for (var (round, sequence) = (0, 0L); round < 5 || sequence <= 50; round++)
        {
            sequence = AssertRight(await Verification.VerifyBook(instrument.Id)).Comparisons[0].Sequence;
            AssertRight(await Verification.VerifyAccount(new AccountId(seller.GetPrimaryKeyLong())));
            AssertRight(await Verification.VerifyAccount(new AccountId(buyer.GetPrimaryKeyLong())));
        }

        await stop.CancelAsync();
        await trading;
        await cluster.AssertEverythingAddsUpAsync();
        var book = AssertRight(await Verification.VerifyBook(instrument.Id));
        Assert.True(book.Comparisons[0].Sequence > 50, "The book traded while it was verified.");
        Assert.All(
            (await Verification.VerifyAccount(new AccountId(buyer.GetPrimaryKeyLong())))!.Comparisons,
            comparison => Assert.Null(comparison.Remark));
    }

    [Fact]
    public async Task A_tampered_order_row_is_reported_by_book_and_account()
    {
        var (instrument, seller, _) = await MarketAsync(InstrumentKind.Spot);
        await seller.PlaceOrder(instrument.Limit(Side.Sell, 5m, 100m, "honest"));
        await cluster.AssertEverythingAddsUpAsync();
        await ChangeAsync(
            "update orders set order_lots = order_lots - 1, leaves_lots = leaves_lots - 1 where account_id = $1 returning order_id",
            seller.GetPrimaryKeyLong());

        var book = (await Verification.VerifyBook(instrument.Id))!;
        var account = (await Verification.VerifyAccount(new AccountId(seller.GetPrimaryKeyLong())))!;
        await ChangeAsync(
            "update orders set order_lots = order_lots + 1, leaves_lots = leaves_lots + 1 where account_id = $1 returning order_id",
            seller.GetPrimaryKeyLong());

        Assert.Empty(book.Comparisons[0].Differences);
        Assert.Contains(book.Comparisons[1].Differences, difference => difference.Part == "state hash");
        // The live account may have been rebuilt from that row meanwhile: then it also differs from the facts.
        Assert.Contains(account.Comparisons[1].Differences, difference => difference.Part == "open orders");
        AssertRight(await Verification.VerifyBook(instrument.Id));
    }

    [Fact]
    public async Task A_tampered_balance_is_reported_with_both_amounts()
    {
        var (_, seller, _) = await MarketAsync(InstrumentKind.Spot);
        var id = seller.GetPrimaryKeyLong();
        await ChangeAsync("update balances set amount = amount + 5 where account_id = $1 and currency = 'USD' returning account_id", id);

        var tampered = (await Verification.VerifyAccount(new AccountId(id)))!;
        await ChangeAsync("update balances set amount = amount - 5 where account_id = $1 and currency = 'USD' returning account_id", id);

        Assert.Equal([new StateDifference("total USD", "1000005", "1000000")], tampered.Comparisons[1].Differences);
        AssertRight(await Verification.VerifyAccount(new AccountId(id)));
    }

    [Fact]
    public async Task A_trading_state_in_sql_that_differs_from_the_book_is_reported()
    {
        var (instrument, seller, _) = await MarketAsync(InstrumentKind.Spot);
        await seller.PlaceOrder(instrument.Limit(Side.Sell, 5m, 100m, "resting"));
        await ChangeAsync(
            "insert into book_standings (instrument_id, trading_state) values ($1, 2) returning instrument_id", instrument.Id.Value);

        var tampered = (await Verification.VerifyBook(instrument.Id))!;
        await ChangeAsync("delete from book_standings where instrument_id = $1 returning instrument_id", instrument.Id.Value);

        Assert.Equal(
            [new StateDifference("trading state", nameof(TradingState.Continuous), nameof(TradingState.Halted))],
            tampered.Comparisons[2].Differences);
        AssertRight(await Verification.VerifyBook(instrument.Id));
    }

    [Fact]
    public async Task A_kill_switch_in_sql_that_differs_from_the_account_is_reported()
    {
        var (_, seller, _) = await MarketAsync(InstrumentKind.Spot);
        var id = seller.GetPrimaryKeyLong();
        AssertRight(await Verification.VerifyAccount(new AccountId(id)));
        await ChangeAsync("insert into account_controls (account_id, is_kill_switch_on) values ($1, true) returning account_id", id);

        var tampered = (await Verification.VerifyAccount(new AccountId(id)))!;
        await ChangeAsync("delete from account_controls where account_id = $1 returning account_id", id);

        Assert.Equal([new StateDifference("kill switch", "off", "on")], tampered.Comparisons[2].Differences);
        await seller.SetKillSwitch(isOn: true);
        await seller.CancelAllAfter(TimeSpan.FromHours(1));
        AssertRight(await Verification.VerifyAccount(new AccountId(id)));
    }

    [Fact]
    public async Task A_position_that_differs_from_its_trades_is_reported()
    {
        var (instrument, seller, buyer) = await MarketAsync(InstrumentKind.Margined);
        await seller.PlaceOrder(instrument.Limit(Side.Sell, 5m, 100m, "maker"));
        await buyer.PlaceOrder(instrument.Limit(Side.Buy, 5m, 100m, "taker"));
        await cluster.AssertEverythingAddsUpAsync();
        var id = buyer.GetPrimaryKeyLong();
        await ChangeAsync("update book_accounts set position_lots = position_lots + 1 where account_id = $1 returning account_id", id);

        var tampered = (await Verification.VerifyBook(instrument.Id))!;
        await ChangeAsync("update book_accounts set position_lots = position_lots - 1 where account_id = $1 returning account_id", id);

        Assert.Empty(tampered.Comparisons[0].Differences);
        Assert.Equal("positions", Assert.Single(tampered.Comparisons[1].Differences).Part);
        AssertRight(await Verification.VerifyBook(instrument.Id));
    }

    [Fact]
    public async Task Nothing_is_said_of_what_does_not_exist()
    {
        Assert.Null(await Verification.VerifyBook(new InstrumentId(InstrumentId.Max)));
        Assert.Null(await Verification.VerifyAccount(new AccountId(987_654_321)));
    }

    private static VerificationResult AssertRight(VerificationResult? result)
    {
        Assert.NotNull(result);
        Assert.Equal(3, result.Comparisons.Count);
        Assert.All(result.Comparisons, comparison =>
        {
            Assert.Empty(comparison.Differences);
            Assert.Equal(comparison.LeftHash, comparison.RightHash);
        });
        return result;
    }

    private async Task<(Instrument Instrument, IAccountGrain Seller, IAccountGrain Buyer)> MarketAsync(InstrumentKind kind)
    {
        var instrument = kind == InstrumentKind.Spot ? await cluster.NewSpotAsync() : await cluster.NewMarginedAsync();
        Money[] deposits = [new Money(1_000_000m, TestOrders.Usd), new Money(10_000m, instrument.BaseCurrency)];
        return (instrument, await cluster.NewAccountAsync(deposits), await cluster.NewAccountAsync(deposits));
    }

    private static async Task TradeAsync(
        Instrument instrument, IAccountGrain account, Side side, int seed, CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        // Bounded, because each verification replays everything: on a busy machine it would never catch up.
        for (var orders = 0; orders < MaxOrders && !cancellationToken.IsCancellationRequested; orders++)
        {
            var reply = await account.PlaceOrder(
                instrument.Limit(side, random.Next(1, 5), 100m + random.Next(-5, 6)), CancellationToken.None);
            if (reply.Order is { LeavesQty.Lots: > 0 } open && random.Next(3) == 0)
                await account.AmendOrder(
                    new AmendOrder(open.OrderId, OrderQty: null, instrument.Ticks(100m + random.Next(-5, 6))), CancellationToken.None);
            else if (reply.Order is { LeavesQty.Lots: > 0 } other && random.Next(3) == 0)
                await account.CancelOrder(new CancelOrder(other.OrderId), CancellationToken.None);
        }
    }

    private Task<object> ChangeAsync(string sql, long id) => cluster.QueryAsync<object>(sql, id);
}
