using Rtx.Domain.Accounts;
using Rtx.Domain.Matching;
using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Accounts;

/// <summary>
/// Several accounts that trade with each other in a spot and a margined book at random. Each account gets its events late and in bursts, as over a network:
/// until then it knows only what it has reserved.
/// </summary>
internal sealed class TradingFloor
{
    internal static readonly Instrument Spot = TestInstruments.SpotWithFees with { PriceIncrement = 0.37m, QuantityIncrement = 0.00013m };
    internal static readonly Instrument Margined = TestInstruments.Margined with { MakerFeeRate = 0.00003m, TakerFeeRate = 0.00007m };
    private static readonly Currency[] Currencies = [Spot.BaseCurrency, Spot.QuoteCurrency];

    private readonly Random _random;
    private readonly OrderBook[] _books = [new(Spot), new(Margined)];
    private readonly List<Queue<OrderEvent>> _undelivered = [];
    private readonly Dictionary<OrderId, Order> _open = [];
    private int _count;

    internal TradingFloor(int seed, int accounts)
    {
        _random = new Random(seed);
        for (var index = 0; index < accounts; index++)
        {
            Accounts.Add(NewAccount(index + 1));
            _undelivered.Add(new Queue<OrderEvent>());
            foreach (var currency in Currencies) Accounts[index].MoveFunds(new Money(currency == Spot.QuoteCurrency ? 30_000m : 1m, currency), $"deposit-{currency}", default);
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

    internal Price? MarkOf(InstrumentId instrument) => _books.Single(book => instrument == InstrumentOf(book).Id).LastTradePrice;

    /// <summary>One random command, then perhaps some deliveries.</summary>
    internal void Step()
    {
        var index = _random.Next(Accounts.Count);
        var book = _books[_random.Next(_books.Length)];
        switch (_random.Next(10))
        {
            case < 6:
                Place(Accounts[index], book);
                break;
            case < 8:
                Amend(Accounts[index], book);
                break;
            default:
                Cancel(Accounts[index]);
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
        foreach (var order in _open.Values.ToList()) Cancel(order);
        DeliverAll();
    }

    private Instrument InstrumentOf(OrderBook book) => book == _books[0] ? Spot : Margined;

    private OrderBook BookOf(OrderId id) => id.Instrument == Spot.Id ? _books[0] : _books[1];

    private void Place(TradingAccount account, OrderBook book)
    {
        var isMarket = _random.Next(10) == 0;
        var request = new NewOrder
        {
            ClientOrderId = new ClientOrderId($"c{++_count}"),
            InstrumentId = InstrumentOf(book).Id,
            Side = _random.Next(2) == 0 ? Side.Buy : Side.Sell,
            OrderType = isMarket ? OrderType.Market : OrderType.Limit,
            TimeInForce = isMarket || _random.Next(5) == 0 ? TimeInForce.Ioc : TimeInForce.Gtc,
            OrderQty = new Quantity(1 + _random.Next(book == _books[0] ? 1_000 : 60)),
            Price = isMarket ? null : RandomPrice(),
        };
        var limitPrice = request.Price ?? RandomPrice();
        if (!account.Reserve(request, limitPrice, MarkOf).IsAccepted)
        {
            Refusals++;
            return;
        }

        // Now and then the book is out of reach, or halted between the account's check and the order.
        if (_random.Next(50) == 0)
        {
            account.Release(request.ClientOrderId);
            return;
        }

        book.SetTradingState(_random.Next(50) == 0 ? TradingState.Halted : TradingState.Continuous);
        Publish(book.Submit(BookOrder.From(account.Account.Id, request, limitPrice), new Timestamp(_count)));
        book.SetTradingState(TradingState.Continuous);
    }

    private void Amend(TradingAccount account, OrderBook book)
    {
        var orders = _open.Values.Where(order => order.AccountId == account.Account.Id && BookOf(order.OrderId) == book).ToList();
        if (orders.Count == 0) return;
        var amend = new AmendOrder(orders[_random.Next(orders.Count)].OrderId, new Quantity(1 + _random.Next(80)), _random.Next(2) == 0 ? null : RandomPrice());
        if (!account.ReserveAmend(amend, MarkOf).IsAccepted)
        {
            Refusals++;
            return;
        }

        if (book.Amend(account.Account.Id, amend, new Timestamp(++_count), out var events) == RejectReason.None) Publish(events);
        else account.ReleaseAmend(amend.OrderId);
    }

    private void Cancel(TradingAccount account)
    {
        if (_open.Values.FirstOrDefault(order => order.AccountId == account.Account.Id) is { } order) Cancel(order);
    }

    private void Cancel(Order order)
    {
        Assert.Equal(RejectReason.None, BookOf(order.OrderId).Cancel(order.AccountId, order.OrderId, new Timestamp(++_count), out var events));
        Publish(events);
    }

    private Price RandomPrice() => new(20_000 + _random.Next(-400, 401));

    private void Publish(ReadOnlySpan<OrderEvent> events)
    {
        foreach (var e in events)
        {
            Events.Add(e);
            _undelivered[(int)e.AccountId.Value - 1].Enqueue(e);
            if (e.Status.IsOpen()) _open[e.OrderId] = e.ToOrder();
            else _open.Remove(e.OrderId);
        }
    }

    private void Deliver(int index, int atMost)
    {
        var queue = _undelivered[index];
        for (var delivered = 0; delivered < atMost && queue.TryDequeue(out var e); delivered++) Accounts[index].Apply(e, e.Time);
    }
}
