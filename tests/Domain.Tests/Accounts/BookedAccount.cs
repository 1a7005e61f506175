using Rtx.Domain.Accounts;
using Rtx.Domain.Accounts.Risk;
using Rtx.Domain.Matching.Records;
using Rtx.Model;

namespace Rtx.Domain.Tests.Accounts;

/// <summary>One account in front of a real book, with a counterpart that nobody asks for money.</summary>
internal sealed class BookedAccount
{
    private static readonly AccountId Counterpart = new(8);
    private readonly RecordedBook _book;
    private readonly List<OrderEvent> _events = [];
    private long _now;

    internal BookedAccount(Instrument instrument, int maxOpenOrders = TradingAccount.DefaultMaxOpenOrders)
    {
        Fixture = new AccountFixture(instrument, maxOpenOrders: maxOpenOrders);
        _book = new RecordedBook(instrument);
    }

    internal AccountFixture Fixture { get; }

    internal TradingAccount Account => Fixture.Account;

    /// <summary>Everything that the book told the account.</summary>
    internal IReadOnlyList<OrderEvent> Events => _events;

    private Timestamp Now => new(++_now);

    internal BookedAccount With(decimal amount, Currency currency)
    {
        Fixture.With(amount, currency);
        return this;
    }

    internal NewOrder Order(ListRole role, OrderType type, Side side, long lots, long ticks, string name, long? stopPx = null) =>
        AccountFixture.Limit(Fixture.Instrument, side, lots, ticks, name) with
        {
            OrderType = type,
            Instructions = new OrderInstructions { ListRole = role, StopPx = stopPx is { } stop ? new Price(stop) : null },
        };

    internal RejectReason Reserve(params NewOrder[] list) =>
        ReserveAll(list).Select(decision => decision.RejectReason).FirstOrDefault(reason => reason is not (RejectReason.None or RejectReason.ListRefused));

    internal IReadOnlyList<RiskDecision> ReserveAll(params NewOrder[] list) =>
        Account.ReserveList([.. list.Select(order => (order, Fixture.Resolve(order)))], Fixture.MarkOf);

    /// <summary>Reserves a list and gives it to the book; both must accept it.</summary>
    internal IReadOnlyList<Order> Place(params NewOrder[] list)
    {
        Assert.Equal(RejectReason.None, Reserve(list));
        var resolved = list.Select(order => (Request: order, Terms: Fixture.Resolve(order).Order));
        OrderEventLog events = new();
        var ids = _book.SubmitList(Account.Account.Id, [.. resolved.Select(order => (order.Request, order.Terms.Price, order.Terms.Instructions))], Now, events);
        Tell(events);
        return [.. ids.Select(id => Account.FindOpenOrder(id)!)];
    }

    /// <summary>The counterpart trades up to the price with what is there, or waits.</summary>
    internal void Counter(Side side, long lots, long ticks)
    {
        OrderEventLog events = new();
        _book.Submit(Counterpart, AccountFixture.Limit(Fixture.Instrument, side, lots, ticks, $"counter-{_now}"), new Price(ticks), instructions: null, Now, events);
        Tell(events);
    }

    internal void Cancel(Order order)
    {
        OrderEventLog events = new();
        Assert.Equal(RejectReason.None, _book.Cancel(Account.Account.Id, order.OrderId, Now, events));
        Tell(events);
    }

    internal void SetState(TradingState state)
    {
        OrderEventLog events = new();
        _book.SetState(state, Now, events);
        Tell(events);
    }

    /// <summary>What is held of a currency; 0 when the account never had it.</summary>
    internal decimal Held(Currency currency) => Account.Summarize(Fixture.MarkOf).Balances.SingleOrDefault(balance => balance.Currency == currency)?.Held ?? 0m;

    private void Tell(IReadOnlyList<OrderEvent> events)
    {
        foreach (var e in events.Where(e => e.AccountId == Account.Account.Id))
        {
            _events.Add(e);
            Account.Apply(e, e.Time);
        }
    }
}
