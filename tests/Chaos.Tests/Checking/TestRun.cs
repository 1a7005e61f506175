using Rtx.Chaos.Checking;
using Rtx.Chaos.Faults;
using Rtx.Chaos.History;
using Rtx.Client;

namespace Rtx.Chaos.Tests.Checking;

/// <summary>A tiny run that is in order: one sells 5, one buys 3 of it, amends what is left and cancels it. Tests forge it.</summary>
internal sealed class TestRun
{
    public const long Seller = 1;
    public const long Buyer = 2;
    public const long SellId = (7L << 40) | 1;
    public const long BuyId = (7L << 40) | 2;
    public const long TradeId = (7L << 40) | 3;

    public static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private long _requests;

    public TestRun()
    {
        Facts.Instruments["GOLD"] = new InstrumentRow(7, "GOLD", 0.5m, 0.1m);
        AddEvent(1, Seller, SellId, "s-1", ExecType.New, Side.Sell, 50, 0, 50, OrdStatus.New);
        AddEvent(2, Buyer, BuyId, "b-1", ExecType.New, Side.Buy, 30, 0, 30, OrdStatus.New);
        AddEvent(3, Buyer, BuyId, "b-1", ExecType.Trade, Side.Buy, 30, 30, 0, OrdStatus.Filled, 30);
        AddEvent(4, Seller, SellId, "s-1", ExecType.Trade, Side.Sell, 50, 30, 20, OrdStatus.PartiallyFilled, 30);
        AddEvent(5, Seller, SellId, "s-1", ExecType.Replaced, Side.Sell, 40, 30, 10, OrdStatus.PartiallyFilled);
        AddEvent(6, Seller, SellId, "s-1", ExecType.Canceled, Side.Sell, 40, 30, 0, OrdStatus.Canceled);
        Facts.Orders[SellId] = new OrderRow(SellId, Seller, "s-1", 7, (short)Side.Sell, (short)OrderType.Limit, 40, 30, 0, (short)OrdStatus.Canceled, 0, 6);
        Facts.Orders[BuyId] = new OrderRow(BuyId, Buyer, "b-1", 7, (short)Side.Buy, (short)OrderType.Limit, 30, 30, 0, (short)OrdStatus.Filled, 0, 3);
        Facts.Trades[TradeId] = new TradeRow(TradeId, 200, 30, BuyId, SellId);
        Facts.Names[(Seller, "s-1")] = SellId;
        Facts.Names[(Buyer, "b-1")] = BuyId;
        Facts.Refusals[(Buyer, "b-2")] = (short)Model.RejectReason.InsufficientFunds;
        Facts.Movements[(Buyer, "first")] = new MovementRow("USD", 500m);

        History.Add(new FundsMoved { Time = Noon, AccountId = Buyer, Reference = "first", Amount = 500m, Currency = "USD", IsAnswered = true });
        Answer(Send(Seller, sent => sent with { Place = Place("s-1", Side.Sell, 5m) }), Told(SellId, Seller, "s-1", Side.Sell, 1, 5m, 0m, 5m, OrdStatus.New));
        Answer(Send(Buyer, sent => sent with { Place = Place("b-1", Side.Buy, 3m) }), Told(BuyId, Buyer, "b-1", Side.Buy, 3, 3m, 3m, 0m, OrdStatus.Filled), new Fill
        {
            TradeId = TradeId, LastPx = 100m, LastQty = 3m, RestingOrderId = SellId,
        });
        Tell(4, ExecType.Trade, 3m, 2m, OrdStatus.PartiallyFilled, 3m);
        Answer(Send(Seller, sent => sent with { OrderId = SellId, Amend = new AmendOrderRequest { OrderQty = 4m } }),
            Told(SellId, Seller, "s-1", Side.Sell, 5, 4m, 3m, 1m, OrdStatus.PartiallyFilled));
        Answer(Send(Seller, sent => sent with { OrderId = SellId }), Told(SellId, Seller, "s-1", Side.Sell, 6, 4m, 3m, 0m, OrdStatus.Canceled));
        Fail(Send(Buyer, sent => sent with { Place = Place("b-2", Side.Buy, 9m) }), RtxErrorCodes.InsufficientFunds);
        Fail(Send(Buyer, sent => sent with { Place = Place("b-3", Side.Buy, 1m) }), RtxErrorCodes.OutcomeUnknown);
        Fail(Send(Buyer, sent => sent with { Place = Place("b-4", Side.Buy, 1m) }), RtxErrorCodes.Unavailable);
    }

    public SqlFacts Facts { get; } = new();

    public List<HistoryRecord> History { get; } = [];

    public List<Failover> Failovers { get; } = [];

    /// <summary>What the last check found that failovers have lost.</summary>
    public Losses Losses { get; private set; } = new([]);

    /// <summary>The rules that it breaks.</summary>
    public IReadOnlyList<string> Check()
    {
        Losses = new Losses(Failovers);
        var differences = HistoryChecker.Check(History, Facts, isComplete: true, Losses);
        return [.. differences.Select(difference => difference.Kind).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>Goes back to an event; the seller's order was open, and nothing but the first deposit had happened besides.</summary>
    public void LoseAfter(long sequence)
    {
        foreach (var lost in Facts.Events.Keys.Where(key => key.Sequence > sequence).ToList()) Facts.Events.Remove(lost);
        var last = Facts.Events.Values.Where(e => e.OrderId == SellId).MaxBy(e => e.Sequence)!;
        Facts.Orders[SellId] = Facts.Orders[SellId] with
        {
            Sequence = last.Sequence, OrderLots = last.OrderLots, CumLots = last.CumLots, LeavesLots = last.LeavesLots, Status = last.Status,
        };
        Facts.Refusals.Clear();
        Facts.Movements.Clear();
    }

    public RequestSent Send(long account, Func<RequestSent, RequestSent> content)
    {
        var sent = content(new RequestSent { Time = Noon, AccountId = account, Request = ++_requests, Attempt = 1 });
        History.Add(sent);
        return sent;
    }

    public void Answer(RequestSent sent, Order order, params IReadOnlyList<Fill> fills) => History.Add(new RequestAnswered
    {
        Time = Noon, SentAt = Noon, AccountId = sent.AccountId, Request = sent.Request, Attempt = 1, Orders = [order], Fills = fills,
    });

    public void Fail(RequestSent sent, string code) => History.Add(new RequestFailed
    {
        Time = Noon, SentAt = Noon, AccountId = sent.AccountId, Request = sent.Request, Attempt = 1, Code = code,
    });

    /// <summary>An execution report of the seller.</summary>
    public void Tell(long sequence, ExecType type, decimal cumQty, decimal leavesQty, OrdStatus status, decimal? lastQty, long trade = TradeId) => History.Add(new ExecutionTold
    {
        Time = Noon,
        AccountId = Seller,
        Report = new ExecutionReport
        {
            Sequence = sequence, ExecType = type, OrderId = SellId, ClientOrderId = "s-1", AccountId = Seller, Symbol = "GOLD", Side = Side.Sell, OrderType = OrderType.Limit,
            TimeInForce = TimeInForce.Gtc, Price = 100m, OrderQty = 5m, CumQty = cumQty, LeavesQty = leavesQty, Status = status, Time = Noon,
            TradeId = lastQty is null ? null : trade, LastPx = lastQty is null ? null : 100m, LastQty = lastQty,
        },
    });

    public static PlaceOrderRequest Place(string name, Side side, decimal quantity) =>
        new() { ClientOrderId = name, Symbol = "GOLD", Side = side, OrderType = OrderType.Limit, OrderQty = quantity, Price = 100m };

    public static Order Told(long id, long account, string name, Side side, long sequence, decimal quantity, decimal cumQty, decimal leavesQty, OrdStatus status) => new()
    {
        OrderId = id, AccountId = account, ClientOrderId = name, Symbol = "GOLD", Side = side, OrderType = OrderType.Limit, TimeInForce = TimeInForce.Gtc, Price = 100m,
        OrderQty = quantity, CumQty = cumQty, LeavesQty = leavesQty, Status = status, Sequence = sequence, CreatedAt = Noon, UpdatedAt = Noon,
    };

    private void AddEvent(
        long sequence, long account, long order, string name, ExecType type, Side side, long lots, long cum, long leaves, OrdStatus status, long lastLots = 0) =>
        Facts.Events[(7, sequence)] = new EventRow(
            7, sequence, account, order, name, (short)type, (short)side, (short)OrderType.Limit, 200, lots, cum, leaves, (short)status, 0, lastLots > 0 ? TradeId : 0,
            lastLots > 0 ? 200 : 0, lastLots, Noon);
}
