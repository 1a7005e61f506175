using Rtx.Domain.Accounts;
using Rtx.Domain.Ledger;
using Rtx.Model;

namespace Rtx.Domain.Tests.Accounts;

/// <summary>Invariants of all accounts together after random trading; the seed is in the test case's name.</summary>
public class TradingFloorTests
{
    private const int Steps = 8_000;
    private static readonly Currency Usd = TradingFloor.Spot.QuoteCurrency;
    private static readonly Currency Btc = TradingFloor.Spot.BaseCurrency;

    [Fact]
    public void Everything_that_can_happen_to_an_order_happens()
    {
        var floors = Enumerable.Range(5, 4).Select(seed => Trade(seed).Events).ToList();
        var events = floors.SelectMany(floor => floor).ToList();

        Assert.All(Enum.GetValues<ExecType>(), execType => Assert.Contains(events, e => e.ExecType == execType));
        Assert.All(
            Enum.GetValues<OrderType>(),
            orderType => Assert.Contains(events, e => e.ExecType == ExecType.Trade && e.OrderType == orderType));
        Assert.All(
            Enum.GetValues<TimeInForce>(),
            timeInForce => Assert.Contains(events, e => e.ExecType == ExecType.Trade && e.TimeInForce == timeInForce));
        Assert.All(
            Enum.GetValues<ListRole>(),
            role => Assert.Contains(events, e => e.ExecType == ExecType.Trade && (e.Instructions?.ListRole ?? ListRole.None) == role));
        Assert.Contains(events, e => e.IsAuction);
        Assert.Contains(
            floors, floor => floor.Any(
                e => e.ExecType == ExecType.Replaced && e.ClientOrderId != floor.First(first => first.OrderId == e.OrderId).ClientOrderId));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Money_is_conserved_and_balances_are_the_sum_of_their_postings(int seed)
    {
        var floor = Trade(seed);
        var changes = floor.Accounts.ConvertAll(account => account.TakeChanges());
        var postings = changes.SelectMany(change => change.Transactions).SelectMany(transaction => transaction.Postings).ToList();

        foreach (var currency in new[] { Usd, Btc })
        {
            Assert.Equal(0m, postings.Where(posting => posting.Money.Currency == currency).Sum(posting => posting.Money.Amount));
            foreach (var account in floor.Accounts)
            {
                var booked = postings.Where(posting => posting.Account == account.Account.Id && posting.Money.Currency == currency)
                    .Sum(posting => posting.Money.Amount);
                Assert.Equal(booked, BalanceOf(floor, account, currency).Total);
            }
        }

        var realized = floor.Accounts.Sum(account => PositionOf(changes, account).RealizedPnl.ToDecimal());
        Assert.Equal(0m, SumOf(postings, LedgerAccounts.Clearing, Btc));
        Assert.Equal(-realized, SumOf(postings, LedgerAccounts.Clearing, Usd));
        Assert.True(SumOf(postings, LedgerAccounts.Fees, Usd) > 0m);
        Assert.All(
            changes,
            change => Assert.Equal(
                Enumerable.Range(1, change.Transactions.Count), change.Transactions.Select(transaction => (int)transaction.Sequence)));
        Assert.All(
            changes,
            change => Assert.Equal(
                change.Transactions.Count, change.Transactions.DistinctBy(transaction => transaction.Reference).Count()));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void Positions_and_profits_of_both_sides_cancel_out(int seed)
    {
        var floor = Trade(seed);
        var changes = floor.Accounts.ConvertAll(account => account.TakeChanges());
        var positions = floor.Accounts.ConvertAll(account => PositionOf(changes, account));

        Assert.Equal(0L, positions.Sum(position => position.Lots));
        Assert.Equal(0m, positions.Sum(position => (position.Cost - position.RealizedPnl).ToDecimal()));
        Assert.Contains(positions, position => position.RealizedPnl != Amount.Zero);
        Assert.True(floor.Refusals > 0, "nobody ran out of money: the limits were not tried");
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public void Holds_are_zero_when_no_order_works(int seed)
    {
        var floor = Trade(seed);
        Assert.Contains(floor.Accounts, account => account.Summarize(floor.MarkOf).Balances.Any(balance => balance.Held > 0m));

        floor.CancelAll();

        foreach (var account in floor.Accounts)
        {
            var summary = account.Summarize(floor.MarkOf);
            Assert.Empty(summary.OpenOrders);
            Assert.All(summary.Balances, balance => Assert.Equal(0m, balance.Held));
            if (summary.Positions.Count == 0) Assert.All(summary.Balances, balance => Assert.Equal(0m, balance.InitialMargin));
        }
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    public void Spot_orders_and_lists_never_overdraw_what_is_delivered(int seed)
    {
        var floor = new TradingFloor(seed, accounts: 5);
        for (var step = 0; step < Steps / 2; step++)
        {
            floor.Step();
            Assert.All(
                floor.Accounts,
                account => Assert.True(
                    BalanceOf(floor, account, Btc).Available >= 0m, $"seed {seed}, step {step}: {BalanceOf(floor, account, Btc)}"));
        }
    }

    [Theory]
    [InlineData(41)]
    [InlineData(42)]
    public void Account_that_never_reserved_settles_to_the_same_state_from_the_events_alone(int seed)
    {
        var floor = Trade(seed);
        foreach (var account in floor.Accounts)
        {
            var recovered = TradingFloor.NewAccount((int)account.Account.Id.Value);
            var deposits = account.TakeChanges().Transactions.Where(transaction => transaction.Kind == LedgerTransactionKind.Deposit);
            foreach (var transaction in deposits)
                recovered.MoveFunds(transaction.Postings[0].Money, transaction.Reference, transaction.BookedAt);
            foreach (var e in floor.Events.Where(e => e.AccountId == account.Account.Id)) recovered.Apply(e, e.Time);

            AssertSame(account.Summarize(floor.MarkOf), recovered.Summarize(floor.MarkOf));
        }
    }

    [Theory]
    [InlineData(51)]
    [InlineData(52)]
    public void Restored_account_catches_up_to_the_same_state(int seed)
    {
        var floor = Trade(seed);
        foreach (var account in floor.Accounts)
        {
            var events = floor.Events.Where(e => e.AccountId == account.Account.Id).ToList();
            var restored = Restore(account.Account, events, settled: events.Count / 2, account.TakeChanges().Transactions);
            foreach (var e in events) restored.Apply(e, e.Time);

            AssertSame(account.Summarize(floor.MarkOf), restored.Summarize(floor.MarkOf));
            Assert.Equal(account.LedgerSequence, restored.LedgerSequence);
        }
    }

    /// <summary>The state in SQL after a crash: the ledger halfway, open orders as the books last left them.</summary>
    private static TradingAccount Restore(Account account, List<OrderEvent> events, int settled, IReadOnlyList<LedgerEntry> transactions)
    {
        var before = TradingFloor.NewAccount((int)account.Id.Value);
        foreach (var transaction in transactions.Where(transaction => transaction.Kind == LedgerTransactionKind.Deposit))
            before.MoveFunds(transaction.Postings[0].Money, transaction.Reference, transaction.BookedAt);
        foreach (var e in events.Take(settled)) before.Apply(e, e.Time);

        var restored = TradingFloor.NewAccount((int)account.Id.Value);
        var changes = before.TakeChanges();
        foreach (var balance in changes.Balances) restored.RestoreBalance(balance.Currency, balance.Total.ToDecimal());
        foreach (var position in changes.Positions)
            restored.RestorePosition(position.InstrumentId, position.Lots, position.Cost.ToDecimal(), position.RealizedPnl.ToDecimal());
        foreach (var sequence in changes.Settled) restored.RestoreSettled(sequence.InstrumentId, sequence.Sequence);
        restored.RestoreLedgerSequence(before.LedgerSequence);
        foreach (var order in events.GroupBy(e => e.OrderId).Select(order => order.Last().ToOrder()).Where(order => order.Status.IsOpen()))
            restored.RestoreOpenOrder(order);
        return restored;
    }

    private static TradingFloor Trade(int seed)
    {
        var floor = new TradingFloor(seed, accounts: 5);
        for (var step = 0; step < Steps; step++) floor.Step();
        floor.DeliverAll();
        return floor;
    }

    private static void AssertSame(AccountSummary expected, AccountSummary actual)
    {
        Assert.Equal(expected.Balances, actual.Balances);
        Assert.Equal(expected.Positions, actual.Positions);
        Assert.Equal(expected.OpenOrders, actual.OpenOrders);
    }

    private static Balance BalanceOf(TradingFloor floor, TradingAccount account, Currency currency) =>
        account.Summarize(floor.MarkOf).Balances.Single(balance => balance.Currency == currency);

    private static PositionState PositionOf(IEnumerable<AccountChanges> changes, TradingAccount account) =>
        changes.ElementAt((int)account.Account.Id.Value - 1).Positions
            .SingleOrDefault(position => position.InstrumentId == TradingFloor.Margined.Id);

    private static decimal SumOf(IEnumerable<Posting> postings, AccountId account, Currency currency) =>
        postings.Where(posting => posting.Account == account && posting.Money.Currency == currency).Sum(posting => posting.Money.Amount);
}
