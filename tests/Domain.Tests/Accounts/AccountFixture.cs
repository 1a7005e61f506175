using Rtx.Domain.Accounts;
using Rtx.Domain.Accounts.Risk;
using Rtx.Domain.Ledger;
using Rtx.Domain.Marks;
using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Domain.Tests.Accounts;

/// <summary>One account that receives its events from the test instead of a book.</summary>
internal sealed class AccountFixture
{
    internal static readonly Currency Usd = new("USD");
    internal static readonly Currency Btc = new("BTC");

    private readonly Dictionary<InstrumentId, Mark> _marks = [];
    private long _sequence;

    internal AccountFixture(
        Instrument instrument, AccountStatus status = AccountStatus.Active, int maxOpenOrders = TradingAccount.DefaultMaxOpenOrders)
    {
        Instrument = instrument;
        Account = new TradingAccount(new Account(new AccountId(7), new UserId(1), "test", status), maxOpenOrders);
        Account.RegisterInstrument(instrument);
    }

    internal Instrument Instrument { get; }

    /// <summary>The reference price that completes an order without a price of its own.</summary>
    internal Price? Reference { get; set; } = new Price(100);

    internal TradingAccount Account { get; }

    /// <summary>The time of an event in the book.</summary>
    internal Timestamp Time { get; set; }

    /// <summary>The time at which the account applies an event.</summary>
    internal Timestamp Now { get; set; } = new(5);

    internal static NewOrder Limit(Instrument instrument, Side side, long lots, long ticks, string name = "a") => new()
    {
        ClientOrderId = new ClientOrderId(name),
        InstrumentId = instrument.Id,
        Side = side,
        OrderType = OrderType.Limit,
        TimeInForce = TimeInForce.Gtc,
        OrderQty = new Quantity(lots),
        Price = new Price(ticks),
    };

    internal AccountFixture With(decimal amount, Currency currency, string reference = "deposit")
    {
        Assert.True(Account.MoveFunds(new Money(amount, currency), $"{reference}-{currency}", default).IsAccepted);
        return this;
    }

    internal void Mark(long ticks, bool isStale = false) => Mark(Instrument, ticks, isStale);

    internal void Mark(Instrument instrument, long ticks, bool isStale = false) =>
        _marks[instrument.Id] = new Mark(new Price(ticks), isStale);

    internal Mark MarkOf(InstrumentId instrument) => _marks.GetValueOrDefault(instrument);

    internal RiskDecision Reserve(Side side, long lots, long ticks, string name = "a") =>
        Reserve(Limit(Instrument, side, lots, ticks, name));

    internal RiskDecision Reserve(NewOrder order) => Account.Reserve(order, Resolve(order), MarkOf);

    internal ResolvedTerms Resolve(NewOrder order) =>
        RequestTerms.Resolve(Instrument, Account.Account.Id, order, Reference, sessionEnd: null);

    internal RiskDecision ReserveAmend(OrderId id, long? lots, long? ticks) => Account.ReserveAmend(Amendment(id, lots, ticks), MarkOf);

    internal static AmendOrder Amendment(OrderId id, long? lots, long? ticks) =>
        new(id, lots is { } l ? new Quantity(l) : null, ticks is { } t ? new Price(t) : null);

    /// <summary>The book accepts an order, reserved or not.</summary>
    internal Order Opens(Side side, long lots, long ticks, string name = "a") => Opens(Limit(Instrument, side, lots, ticks, name));

    /// <summary>The book accepts an order, reserved or not, in the given place.</summary>
    internal Order Opens(NewOrder request, OrderPlace place = OrderPlace.Book)
    {
        var terms = Resolve(request).Order;
        return Apply(new OrderEvent
        {
            Sequence = ++_sequence,
            ExecType = ExecType.New,
            OrderId = OrderId.Create(request.InstrumentId, _sequence),
            AccountId = Account.Account.Id,
            ClientOrderId = request.ClientOrderId,
            Side = terms.Side,
            OrderType = terms.OrderType,
            TimeInForce = terms.TimeInForce,
            Price = terms.Price,
            OrderQty = terms.OrderQty,
            CumQty = Quantity.Zero,
            LeavesQty = terms.OrderQty,
            CumTickLots = 0m,
            Status = OrdStatus.New,
            PrioritySequence = _sequence,
            CreatedAt = default,
            Time = default,
            Place = place,
            Instructions = terms.Instructions,
        });
    }

    internal Order Trades(
        Order order, long lots, long ticks, bool isAggressor = false, bool isAuction = false) => Apply(Event(order, ExecType.Trade) with
    {
        TradeId = TradeId.Create(Instrument.Id, _sequence),
        LastPx = new Price(ticks),
        LastQty = new Quantity(lots),
        CumQty = order.CumQty + new Quantity(lots),
        LeavesQty = order.LeavesQty - new Quantity(lots),
        Status = order.LeavesQty.Lots == lots ? OrdStatus.Filled : OrdStatus.PartiallyFilled,
        IsAggressor = isAggressor,
        IsAuction = isAuction,
    });

    internal Order Replaces(Order order, long lots, long ticks) => Apply(Event(order, ExecType.Replaced) with
    {
        Price = new Price(ticks), OrderQty = new Quantity(lots), LeavesQty = new Quantity(lots) - order.CumQty,
    });

    internal Order Renames(Order order, string name) =>
        Apply(Event(order, ExecType.Replaced) with { ClientOrderId = new ClientOrderId(name) });

    /// <summary>The book itself changes the price, the quantity or the place of an order.</summary>
    internal Order Restates(
        Order order, ExecType execType, OrderPlace place, long? ticks = null, long? leavesLots = null) => Apply(Event(order, execType) with
    {
        Price = ticks is { } t ? new Price(t) : order.Price!.Value,
        OrderQty = leavesLots is { } lots ? order.CumQty + new Quantity(lots) : order.OrderQty,
        LeavesQty = leavesLots is { } leaves ? new Quantity(leaves) : order.LeavesQty,
        Place = place,
    });

    internal Order Expires(Order order) =>
        Apply(Event(order, ExecType.Expired) with { LeavesQty = Quantity.Zero, Status = OrdStatus.Expired });

    internal Order Cancels(Order order) =>
        Apply(Event(order, ExecType.Canceled) with { LeavesQty = Quantity.Zero, Status = OrdStatus.Canceled });

    internal void Rejects(Side side, long lots, long ticks, string name = "a")
    {
        var order = new AccountFixture(Instrument).Opens(side, lots, ticks, name);
        Apply(Event(order, ExecType.Rejected)
            with { LeavesQty = Quantity.Zero, Status = OrdStatus.Rejected, RejectReason = RejectReason.InstrumentHalted });
    }

    internal Balance BalanceOf(Currency currency) => Account.Summarize(MarkOf).Balances.Single(balance => balance.Currency == currency);

    internal Position Position() => Account.Summarize(MarkOf).Positions.Single();

    internal LedgerEntry LastTransaction() => Account.TakeChanges().Transactions[^1];

    private OrderEvent Event(Order order, ExecType execType) => new()
    {
        Sequence = ++_sequence,
        ExecType = execType,
        OrderId = order.OrderId,
        AccountId = Account.Account.Id,
        ClientOrderId = order.ClientOrderId,
        Side = order.Side,
        OrderType = order.OrderType,
        TimeInForce = order.TimeInForce,
        Price = order.Price!.Value,
        OrderQty = order.OrderQty,
        CumQty = order.CumQty,
        LeavesQty = order.LeavesQty,
        CumTickLots = order.CumTickLots,
        Status = order.Status,
        PrioritySequence = order.PrioritySequence,
        CreatedAt = order.CreatedAt,
        Time = Time,
        Place = order.Place,
        Instructions = order.Instructions,
    };

    private Order Apply(OrderEvent e)
    {
        Account.Apply(e, Now);
        return e.ToOrder();
    }
}
