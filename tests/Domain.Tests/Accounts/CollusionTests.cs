using Rtx.Domain.Accounts;
using Rtx.Domain.Marks;
using Rtx.Domain.Matching.Records;
using Rtx.Domain.Orders;
using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Accounts;

/// <summary>
/// Two colluding accounts trade only with each other, with orders of every kind and at any price that the accounts accept, trying to move
/// money that one of them does not have. The mark stays, so neither may end with less than its positions need, let alone in debt. The seed
/// is in the test case's name.
/// </summary>
public class CollusionTests
{
    private const int Steps = 6_000;
    private const long MarkTicks = 20_000;
    private const decimal Rounding = 0.001m;
    private static readonly Instrument Instrument = TestInstruments.Margined with { MakerFeeRate = 0.00003m, TakerFeeRate = 0.00007m };
    private static readonly Currency Usd = AccountFixture.Usd;

    [Theory]
    [InlineData(1, 19_990)]
    [InlineData(2, 19_990)]
    [InlineData(3, 3_000)]
    [InlineData(4, 3_000)]
    [InlineData(5, 900)]
    [InlineData(6, 900)]
    [InlineData(7, 200)]
    [InlineData(8, 200)]
    public void Colluding_accounts_cannot_move_money_that_they_do_not_have(int seed, int spread)
    {
        var random = new Random(seed);
        var requests = new RandomRequests(random, spread);
        var book = new RecordedBook(Instrument);
        TradingAccount[] accounts = [NewAccount(1), NewAccount(2)];
        Queue<OrderEvent[]>[] undelivered = [new(), new()];
        var (now, trades, refusals) = (new Timestamp(1), 0, 0);
        Publish(events => book.SetMarkPrice(new Price(MarkTicks), now, events));
        for (var step = 0; step < Steps; step++)
        {
            now = new Timestamp(step + 2);
            var account = accounts[random.Next(2)];
            switch (random.Next(20))
            {
                case < 12:
                    Place(account);
                    break;
                case < 14:
                    PlaceList(account);
                    break;
                case < 17:
                    Amend(account);
                    break;
                default:
                    Publish(events => book.MassCancel(
                        account.Account.Id,
                        book.Book.FindAll(account.Account.Id, new MassCancel(Side: random.Next(2) == 0 ? Side.Buy : Side.Sell)),
                        ExecReason.MassCancel, now, events));
                    break;
            }

            if (random.Next(3) == 0) Deliver(random.Next(2), random.Next(10));
            if (random.Next(10) != 0) continue;
            Deliver(0, int.MaxValue);
            Deliver(1, int.MaxValue);
            Assert.All(accounts, one => AssertSolvent(one, step));
        }

        Assert.True(trades > 50 && refusals > 100, $"{trades} trades, {refusals} refusals");

        void AssertSolvent(TradingAccount account, int step)
        {
            var summary = account.Summarize(MarkOf);
            var (balance, lots) = (summary.Balances.Single(), summary.Positions.SingleOrDefault()?.Lots ?? 0);
            var needed = Math.Abs(lots) * MarkTicks * Instrument.TickLotValue * Instrument.InitialMarginRate;
            Assert.True(
                balance.Equity >= needed - Rounding,
                $"seed {seed}, step {step}: account {account.Account.Id} has {balance.Equity}, its {lots} lots need {needed}");
        }

        void Place(TradingAccount account)
        {
            var request = requests.Order(Instrument, now);
            var terms = Resolve(account, request);
            var decision = account.Reserve(request, terms, MarkOf);
            if (!decision.IsAccepted) refusals++;
            else
                Publish(events => book.Submit(
                    account.Account.Id, request, decision.ProtectionPrice ?? terms.Order.Price, terms.Order.Instructions, now, events));
        }

        void PlaceList(TradingAccount account)
        {
            var orders = requests.List(Instrument, now).Select(request => (Request: request, Terms: Resolve(account, request))).ToArray();
            if (account.ReserveList(orders, MarkOf).Any(decision => !decision.IsAccepted)) refusals++;
            else
                Publish(events => book.SubmitList(
                    account.Account.Id,
                    [.. orders.Select(order => (order.Request, order.Terms.Order.Price, order.Terms.Order.Instructions))], now, events));
        }

        void Amend(TradingAccount account)
        {
            var orders = book.OpenOrders().Where(order => order.AccountId == account.Account.Id).ToList();
            if (orders.Count == 0) return;
            var amend = requests.Amendment(orders[random.Next(orders.Count)]);
            if (!account.ReserveAmend(amend, MarkOf).IsAccepted)
            {
                refusals++;
                return;
            }

            var reason = RejectReason.None;
            Publish(events => reason = book.Amend(account.Account.Id, amend, now, events));
            if (reason != RejectReason.None) account.ReleaseAmend(amend);
        }

        ResolvedTerms Resolve(TradingAccount account, NewOrder request)
        {
            var reference = (request.Side == Side.Buy ? book.Book.BestAsk : book.Book.BestBid) ?? book.Book.LastTradePrice;
            return RequestTerms.Resolve(Instrument, account.Account.Id, request, reference, new Timestamp(now.UnixMicroseconds + 500));
        }

        void Publish(Action<OrderEventLog> command)
        {
            OrderEventLog events = new();
            command(events);
            trades += events.Count(e => e.ExecType == ExecType.Trade);
            foreach (var ofAccount in events.Where(e => !e.OrderId.IsOfBook).GroupBy(e => e.AccountId))
                undelivered[(int)ofAccount.Key.Value - 1].Enqueue([.. ofAccount]);
        }

        void Deliver(int index, int atMost)
        {
            for (var delivered = 0; delivered < atMost && undelivered[index].TryDequeue(out var events); delivered++)
            {
                foreach (var e in events) accounts[index].Apply(e, e.Time);
            }
        }
    }

    private static Mark MarkOf(InstrumentId instrument) => new(new Price(MarkTicks));

    private static TradingAccount NewAccount(int id)
    {
        var account = new TradingAccount(new Account(new AccountId(id), default, $"account {id}", AccountStatus.Active));
        account.RegisterInstrument(Instrument);
        account.MoveFunds(new Money(10_000m, Usd), "deposit", default);
        return account;
    }
}
