using Rtx.Domain.Accounts;
using Rtx.Domain.Accounts.Risk;
using Rtx.Domain.Ledger;
using Rtx.Domain.Marks;
using Rtx.Domain.Matching.Records;
using Rtx.Domain.Orders;
using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Accounts;

/// <summary>
/// Colluding accounts trade only with each other in a book that makes its own mark, move the mark wherever they want, and withdraw what
/// they can. Their margin is checked once a second, as the account's grain does, and they know the mark of a quarter of a second ago.
/// Together they never withdraw more than they deposited. The seed is in the test case's name.
/// </summary>
public class MarkCollusionTests
{
    private const int Steps = 4_000;
    private const int Accounts = 4;
    private const decimal Deposit = 10_000m;
    private const int MicrosecondsPerMark = 250_000;
    private const int MicrosecondsPerCheck = 1_000_000;
    private const int MaxFailedChecks = 5;

    private static readonly Currency Usd = AccountFixture.Usd;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Colluding_accounts_withdraw_no_more_than_they_deposited(int seed, bool hasFees)
    {
        var floor = new Floor(
            seed, TestInstruments.Margined with { MakerFeeRate = hasFees ? 0.0002m : 0m, TakerFeeRate = hasFees ? 0.0005m : 0m });
        for (var step = 0; step < Steps; step++)
        {
            floor.Step();
            Assert.True(
                floor.TakenOut <= Deposit * Accounts, $"seed {seed}, step {step}: {floor.TakenOut} of {Deposit * Accounts} were taken out");
        }

        floor.TakeOutAll();
        Assert.True(floor.TakenOut <= Deposit * Accounts, $"seed {seed}: {floor.TakenOut} of {Deposit * Accounts} were taken out");
        Assert.True(floor.Trades > 50, $"seed {seed}: {floor.Trades} trades");
    }

    [Fact]
    public void Marks_move_far_and_accounts_are_stopped_out_and_deleveraged()
    {
        var (stopOuts, deleveraged, farthest) = (0, 0, 0m);
        foreach (var seed in Enumerable.Range(1, 10))
        {
            var floor = new Floor(seed, TestInstruments.Margined);
            for (var step = 0; step < Steps; step++) floor.Step();
            (stopOuts, deleveraged, farthest) = (
                stopOuts + floor.StopOuts, deleveraged + floor.Deleveraged, Math.Max(farthest, floor.Farthest));
        }

        Assert.True(
            stopOuts > 20 && deleveraged > 10 && farthest > 0.2m,
            $"{stopOuts} stop-outs, {deleveraged} closed against others, marks up to {farthest:P0} away");
    }

    public static TheoryData<int, bool> Seeds()
    {
        var data = new TheoryData<int, bool>();
        for (var seed = 1; seed <= 50; seed++) data.Add(seed, seed % 3 == 0);
        return data;
    }

    private sealed class Floor
    {
        private readonly Random _random;
        private readonly Instrument _instrument;
        private readonly RecordedBook _book;
        private readonly MarkPriceTracker _tracker;
        private readonly TradingAccount[] _accounts;
        private readonly int[] _failedChecks = new int[Accounts];
        private readonly bool[] _isBeingStoppedOut = new bool[Accounts];
        private readonly int[] _inclination = new int[Accounts];
        private Timestamp _now = new(1);
        private Price _known = new(20_000);
        private long _nextMark;
        private long _nextCheck;
        private int _names;

        public Floor(int seed, Instrument instrument)
        {
            (_random, _instrument, _book) = (new Random(seed), instrument, new RecordedBook(instrument));
            _tracker = new MarkPriceTracker(MarkRules.Default, _known, _now, instrument.InitialMarginRate);
            _accounts = [.. Enumerable.Range(1, Accounts).Select(NewAccount)];
            _book.SetMarkPrice(_known, _now, []);
        }

        public decimal TakenOut { get; private set; }

        public int Trades { get; private set; }

        public int StopOuts { get; private set; }

        public int Deleveraged { get; private set; }

        public decimal Farthest { get; private set; }

        public void Step()
        {
            _now = new Timestamp(_now.UnixMicroseconds + _random.Next(300_000));
            if (_now.UnixMicroseconds >= _nextMark) TakeMark();
            if (_now.UnixMicroseconds >= _nextCheck) CheckAll();
            if (_random.Next(60) == 0) _inclination[_random.Next(Accounts)] = _random.Next(-1, 2);
            var who = _random.Next(Accounts);
            switch (_random.Next(20))
            {
                case < 9:
                    Place(who, NewOrder(who));
                    break;
                case < 14:
                    Print();
                    break;
                case < 16:
                    HandOverPosition(who);
                    break;
                default:
                    CancelAll(who);
                    break;
            }

            // Only sometimes, or nothing would be left to trade with.
            if (_random.Next(300) == 0) TakeOut(who, share: 0.5m);
        }

        public void TakeOutAll()
        {
            for (var who = 0; who < Accounts; who++) TakeOut(who, share: 1m);
        }

        private Mark MarkOf(InstrumentId instrument) => new(_known, IsOfBook: _tracker.IsOfBook);

        // Both sides of a small trade at a price to which they want to move the mark.
        private void Print()
        {
            var price = Near(0.06);
            var (one, other) = (_random.Next(Accounts), _random.Next(Accounts));
            Place(one, Limit(Side.Sell, 1, price));
            Place(other, Limit(Side.Buy, 1, price));
            CancelAll(one);
            CancelAll(other);
        }

        // One account, mostly the one with the largest loss, offers its whole position near the mark, and another one takes it.
        private void HandOverPosition(int who)
        {
            if (_random.Next(3) > 0)
                who = Enumerable.Range(0, Accounts).MinBy(account => _accounts[account].FindMarginState(Usd, MarkOf)!.Equity);
            var lots = PositionOf(_accounts[who]);
            if (lots == 0) return;
            var price = Near(0.02);
            var side = lots > 0 ? Side.Sell : Side.Buy;
            Place((who + 1 + _random.Next(Accounts - 1)) % Accounts, Limit(side.Opposite(), Math.Abs(lots), price));
            Place(who,
                Limit(side, Math.Abs(lots), price) with
                {
                    OrderType = _random.Next(3) == 0 ? OrderType.Market : OrderType.Limit, TimeInForce = TimeInForce.Ioc,
                });
        }

        private NewOrder NewOrder(int who)
        {
            var side = _inclination[who] switch { > 0 => Side.Buy, < 0 => Side.Sell, _ => _random.Next(2) == 0 ? Side.Buy : Side.Sell };
            var order = Limit(side, 1 + _random.Next(_random.Next(3) == 0 ? 100 : 20), Near(0.05));
            return _random.Next(6) switch
            {
                0 => order with { TimeInForce = TimeInForce.Ioc },
                1 => order with { OrderType = OrderType.Stop, Instructions = new OrderInstructions { StopPx = order.Price } },
                2 => order with { Instructions = new OrderInstructions { ReduceOnly = true } },
                _ => order,
            };
        }

        private Price Near(double far) => new(Math.Max(1, (long)(_known.Ticks * (1 + ((_random.NextDouble() - 0.5) * 2 * far)))));

        private NewOrder Limit(Side side, long lots, Price price) =>
            AccountFixture.Limit(_instrument, side, lots, price.Ticks, $"o{++_names}");

        private void Place(int who, NewOrder request)
        {
            var account = _accounts[who];
            var terms = RequestTerms.Resolve(
                _instrument, account.Account.Id, request,
                (request.Side == Side.Buy ? _book.Book.BestAsk : _book.Book.BestBid) ?? _book.Book.LastTradePrice, sessionEnd: null);
            var decision = account.Reserve(request, terms, MarkOf);
            if (!decision.IsAccepted) return;
            // As in the book's grain.
            if (!_book.Book.IsCovered(_known)) account.Release(request.ClientOrderId);
            else
                Publish(events => _book.Submit(
                    account.Account.Id, request, decision.ProtectionPrice ?? terms.Order.Price, terms.Order.Instructions, _now, events));
        }

        private void CancelAll(int who) => CancelAll(_accounts[who]);

        private void CancelAll(TradingAccount account) =>
            Publish(events => _book.MassCancel(
                account.Account.Id, _book.Book.FindAll(account.Account.Id, new MassCancel()), ExecReason.MassCancel, _now, events));

        private void TakeOut(int who, decimal share)
        {
            var account = _accounts[who];
            if (account.Summarize(MarkOf).Balances is not [{ Available: > 0 } balance]) return;
            var amount = decimal.Round(balance.Available * share, 2, MidpointRounding.ToZero);
            if (amount > 0m && account.MoveFunds(new Money(-amount, Usd), $"out-{++_names}", _now, MarkOf).IsAccepted) TakenOut += amount;
        }

        private void TakeMark()
        {
            _nextMark = _now.UnixMicroseconds + MicrosecondsPerMark;
            if (BookMark.Of(_book.Book.LastTradePrice, _book.Book.BestBid, _book.Book.BestAsk, _book.Book.State) is { } seen)
                _tracker.Observe(MarkRules.OwnBook, seen, _now, _now);
            _known = _tracker.Price!.Value;
            Farthest = Math.Max(Farthest, Math.Abs((_known.Ticks / 20_000m) - 1m));
            Publish(events => _book.SetMarkPrice(_known, _now, events));
        }

        private void CheckAll()
        {
            _nextCheck = _now.UnixMicroseconds + MicrosecondsPerCheck;
            for (var who = 0; who < Accounts; who++) CheckMargin(who);
        }

        private void CheckMargin(int who)
        {
            var account = _accounts[who];
            for (var orders = 0; orders < 20; orders++)
            {
                var state = account.FindMarginState(Usd, MarkOf)!;
                if (!state.IsCalled || (!_isBeingStoppedOut[who] && !state.IsStoppedOut))
                {
                    _isBeingStoppedOut[who] = false;
                    return;
                }

                if (!_isBeingStoppedOut[who]) StopOuts++;
                _isBeingStoppedOut[who] = true;
                CancelAll(account);
                var closing = account.FindClosings(state, MarkOf)[0];
                var touch = closing.Side == Side.Sell ? _book.Book.BestBid : _book.Book.BestAsk;
                var isTaken = touch is { } price && closing.Allows(price) && Close(account, closing, price, isForced: false);
                _failedChecks[who] = isTaken ? 0 : _failedChecks[who] + 1;
                if (!isTaken && closing.MayDeleverage && (state.Equity < Amount.Zero || _failedChecks[who] >= MaxFailedChecks))
                    isTaken = Close(account, closing, closing.Limit, isForced: true);
                if (!isTaken) return;
            }
        }

        private bool Close(TradingAccount account, ForcedClosing closing, Price price, bool isForced)
        {
            var request = Limit(closing.Side, closing.Quantity.Lots, price) with
            {
                ClientOrderId = new ClientOrderId($"#stop-out:1:1:{++_names}"), TimeInForce = TimeInForce.Ioc,
                Instructions = new OrderInstructions { ReduceOnly = true },
            };
            account.HoldClosing(request, RequestTerms.Resolve(_instrument, account.Account.Id, request, reference: null, sessionEnd: null));
            var before = PositionOf(account);
            Publish(events =>
            {
                if (isForced) Deleveraging.Run(_book, account.Account.Id, request, _now, events);
                else _book.Submit(account.Account.Id, request, price, request.Instructions, _now, events);
            });
            if (isForced && PositionOf(account) != before) Deleveraged++;
            return PositionOf(account) != before;
        }

        private void Publish(Action<OrderEventLog> command)
        {
            OrderEventLog events = new();
            command(events);
            Trades += events.Count(e => e.ExecType == ExecType.Trade) / 2;
            foreach (var e in events)
            {
                if (!e.OrderId.IsOfBook) _accounts[e.AccountId.Value - 1].Apply(e, _now);
            }
        }

        private long PositionOf(TradingAccount account) => account.Summarize(MarkOf).Positions is [{ } position] ? position.Lots : 0;

        private TradingAccount NewAccount(int id)
        {
            var account = new TradingAccount(new Account(new AccountId(id), default, $"account {id}", AccountStatus.Active));
            account.RegisterInstrument(_instrument);
            account.MoveFunds(new Money(Deposit, Usd), "deposit", default);
            return account;
        }
    }
}
