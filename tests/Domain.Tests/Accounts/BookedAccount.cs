using Rtx.Domain.Accounts;
using Rtx.Domain.Accounts.Risk;
using Rtx.Domain.Matching.Records;
using Rtx.Model;

namespace Rtx.Domain.Tests.Accounts;

/// <summary>One account with a real book, and a counterparty that needs no funds.</summary>
internal sealed class BookedAccount
{
    private static readonly AccountId Counterparty = new(8);
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

    /// <summary>All events that the book has sent to the account.</summary>
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
        ReserveAll(list).Select(decision => decision.RejectReason)
            .FirstOrDefault(reason => reason is not (RejectReason.None or RejectReason.ListRefused));

    internal IReadOnlyList<RiskDecision> ReserveAll(params NewOrder[] list) =>
        Account.ReserveList([.. list.Select(order => (order, Fixture.Resolve(order)))], Fixture.MarkOf);

    /// <summary>Reserves a list and gives it to the book; both must accept it.</summary>
    internal IReadOnlyList<Order> Place(params NewOrder[] list)
    {
        Assert.Equal(RejectReason.None, Reserve(list));
        var resolved = list.Select(order => (Request: order, Terms: Fixture.Resolve(order).Order));
        OrderEventLog events = new();
        var ids = _book.SubmitList(
            Account.Account.Id, [.. resolved.Select(order => (order.Request, order.Terms.Price, order.Terms.Instructions))], Now, events);
        Apply(events);
        return [.. ids.Select(id => Account.FindOpenOrder(id)!)];
    }

    /// <summary>The counterparty trades up to the price, and the rest waits in the book.</summary>
    internal void Counter(Side side, long lots, long ticks)
    {
        OrderEventLog events = new();
        _book.Submit(
            Counterparty, AccountFixture.Limit(Fixture.Instrument, side, lots, ticks, $"counter-{_now}"), new Price(ticks),
            instructions: null, Now, events);
        Apply(events);
    }

    internal void Cancel(Order order)
    {
        OrderEventLog events = new();
        Assert.Equal(RejectReason.None, _book.Cancel(Account.Account.Id, order.OrderId, Now, events));
        Apply(events);
    }

    internal void SetState(TradingState state)
    {
        OrderEventLog events = new();
        _book.SetState(state, Now, events);
        Apply(events);
    }

    /// <summary>The held amount of a currency; 0 when the account never had it.</summary>
    internal decimal Held(Currency currency) =>
        Account.Summarize(Fixture.MarkOf).Balances.SingleOrDefault(balance => balance.Currency == currency)?.Held ?? 0m;

    private void Apply(IReadOnlyList<OrderEvent> events)
    {
        foreach (var e in events.Where(e => e.AccountId == Account.Account.Id))
        {
            _events.Add(e);
            Account.Apply(e, e.Time);
        }
    }
}
