using Rtx.Domain.Accounts;
using Rtx.Domain.Marks;
using Rtx.Domain.Matching.Records;
using Rtx.Domain.Orders;
using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Accounts;

/// <summary>
/// Several accounts that trade randomly with each other in a spot and a margined book, with orders of every kind and in every state. Each
/// account gets its events late and in batches of whole commands, as over a network: until then it only knows what it has reserved.
/// </summary>
internal sealed class TradingFloor
{
    internal static readonly Instrument Spot = TestInstruments.SpotWithFees with { PriceIncrement = 0.37m, QuantityIncrement = 0.00013m };
    internal static readonly Instrument Margined = TestInstruments.Margined with { MakerFeeRate = 0.00003m, TakerFeeRate = 0.00007m };
    private static readonly Currency[] Currencies = [Spot.BaseCurrency, Spot.QuoteCurrency];
    private static readonly TradingState[] States =
        [TradingState.Halted, TradingState.PreOpen, TradingState.OpeningAuction, TradingState.VolatilityAuction,
            TradingState.ClosingAuction, TradingState.CancelOnly, TradingState.Closed];

    private readonly Random _random;
    private readonly RandomRequests _requests;
    private readonly RecordedBook[] _books = [new(Spot), new(Margined)];
    private readonly List<Queue<OrderEvent[]>> _undelivered = [];
    private long _now;

    internal TradingFloor(int seed, int accounts)
    {
        _random = new Random(seed);
        _requests = new RandomRequests(_random);
        for (var index = 0; index < accounts; index++)
        {
            Accounts.Add(NewAccount(index + 1));
            _undelivered.Add(new Queue<OrderEvent[]>());
            foreach (var currency in Currencies)
                Accounts[index].MoveFunds(
                    new Money(currency == Spot.QuoteCurrency ? 30_000m : 1m, currency), $"deposit-{currency}", default);
        }
    }

    internal List<TradingAccount> Accounts { get; } = [];

    /// <summary>Every event of every book, per book in order.</summary>
    internal List<OrderEvent> Events { get; } = [];

    internal int Refusals { get; private set; }

    internal static TradingAccount NewAccount(int id)
    {
        var account = new TradingAccount(new Account(new AccountId(id), default, $"account {id}", AccountStatus.Active));
        account.RegisterInstrument(Spot);
        account.RegisterInstrument(Margined);
        return account;
    }

    internal Mark MarkOf(InstrumentId instrument) => new(BookOf(instrument).Book.LastTradePrice);

    /// <summary>One random command, then perhaps some deliveries.</summary>
    internal void Step()
    {
        _now++;
        var index = _random.Next(Accounts.Count);
        var instrument = _random.Next(2) == 0 ? Spot : Margined;
        ChangeMarket(instrument.Id);
        switch (_random.Next(20))
        {
            case < 10:
                Place(Accounts[index], instrument);
                break;
            case < 12:
                PlaceList(Accounts[index], instrument);
                break;
            case < 16:
                Amend(Accounts[index], instrument.Id);
                break;
            case < 19:
                Cancel(Accounts[index]);
                break;
            default:
                var (account, book) = (Accounts[index].Account.Id, BookOf(instrument.Id));
                var meant = book.Book.FindAll(account, new MassCancel(Side: _random.Next(2) == 0 ? Side.Buy : Side.Sell));
                Publish(events => book.MassCancel(account, meant, ExecReason.MassCancel, Now, events));
                break;
        }

        if (_random.Next(3) == 0) Deliver(_random.Next(Accounts.Count), _random.Next(20));
    }

    internal void DeliverAll()
    {
        for (var index = 0; index < Accounts.Count; index++) Deliver(index, int.MaxValue);
    }

    internal void CancelAll()
    {
        foreach (var account in Accounts)
        {
            foreach (var book in _books)
                Publish(events => book.MassCancel(
                    account.Account.Id, book.Book.FindAll(account.Account.Id, new MassCancel()), ExecReason.MassCancel, Now, events));
        }

        DeliverAll();
    }

    private Timestamp Now => new(_now);

    private RecordedBook BookOf(InstrumentId instrument) => instrument == Spot.Id ? _books[0] : _books[1];

    // Trading is mostly continuous: other states end soon.
    private void ChangeMarket(InstrumentId instrument)
    {
        var book = BookOf(instrument);
        if (_random.Next(100) == 0) Publish(events => book.SetState(States[_random.Next(States.Length)], Now, events));
        else if (book.Book.State != TradingState.Continuous && _random.Next(15) == 0)
            Publish(events => book.SetState(TradingState.Continuous, Now, events));
        if (_random.Next(10) == 0) Publish(events => book.SetMarkPrice(_requests.Price(), Now, events));
    }

    private void Place(TradingAccount account, Instrument instrument)
    {
        var request = _requests.Order(instrument, Now);
        var terms = Resolve(account, instrument, request);
        if (!account.Reserve(request, terms, MarkOf).IsAccepted)
        {
            Refusals++;
            return;
        }

        // Sometimes the book can't be reached.
        if (_random.Next(50) == 0) account.Release(request.ClientOrderId);
        else
            Publish(events => BookOf(instrument.Id).Submit(
                account.Account.Id, request, terms.Order.Price, terms.Order.Instructions, Now, events));
    }

    private void PlaceList(TradingAccount account, Instrument instrument)
    {
        var orders = _requests.List(instrument, Now).Select(request => (Request: request, Terms: Resolve(account, instrument, request)))
            .ToArray();
        if (account.ReserveList(orders, MarkOf).Any(decision => !decision.IsAccepted))
        {
            Refusals++;
            return;
        }

        if (_random.Next(50) == 0) Array.ForEach(orders, order => account.Release(order.Request.ClientOrderId));
        else Publish(events => BookOf(instrument.Id).SubmitList(
            account.Account.Id, [.. orders.Select(order => (order.Request, order.Terms.Order.Price, order.Terms.Order.Instructions))], Now,
            events));
    }

    private ResolvedTerms Resolve(TradingAccount account, Instrument instrument, NewOrder request)
    {
        var book = BookOf(instrument.Id).Book;
        var reference = (request.Side == Side.Buy ? book.BestAsk : book.BestBid) ?? book.LastTradePrice;
        return RequestTerms.Resolve(instrument, account.Account.Id, request, reference, new Timestamp(_now + 500));
    }

    private void Amend(TradingAccount account, InstrumentId instrument)
    {
        var book = BookOf(instrument);
        var orders = book.OpenOrders().Where(order => order.AccountId == account.Account.Id).ToList();
        if (orders.Count == 0) return;
        var amend = _requests.Amendment(orders[_random.Next(orders.Count)]);
        if (!account.ReserveAmend(amend, MarkOf).IsAccepted)
        {
            Refusals++;
            return;
        }

        var reason = RejectReason.None;
        Publish(events => reason = book.Amend(account.Account.Id, amend, Now, events));
        if (reason != RejectReason.None) account.ReleaseAmend(amend);
    }

    private void Cancel(TradingAccount account)
    {
        foreach (var book in _books)
        {
            if (book.OpenOrders().FirstOrDefault(order => order.AccountId == account.Account.Id) is not { } order) continue;
            Publish(events => book.Cancel(order.AccountId, order.OrderId, Now, events));
            return;
        }
    }

    private void Publish(Action<OrderEventLog> command)
    {
        OrderEventLog events = new();
        command(events);
        Events.AddRange(events);
        foreach (var account in events.Where(e => !e.OrderId.IsOfBook).GroupBy(e => e.AccountId))
            _undelivered[(int)account.Key.Value - 1].Enqueue([.. account]);
    }

    private void Deliver(int index, int atMost)
    {
        var queue = _undelivered[index];
        for (var delivered = 0; delivered < atMost && queue.TryDequeue(out var events); delivered++)
        {
            foreach (var e in events) Accounts[index].Apply(e, e.Time);
        }
    }
}
