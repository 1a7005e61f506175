namespace Rtx.Model;

/// <summary>
/// One thing that happened to one order of a book. Events are numbered without gaps by the book's sequence; a trade is two events: the resting order's first, in
/// an auction the buy's.
/// The events of a book alone rebuild it, and the events of an account alone settle it.
/// <para>One kind of event is about no order and no account: Restated (Trailed) with <see cref="Model.OrderId.OfBook"/> tells a reference price that trailing orders of a side follow
/// from then on. Its price is the reference price, its instructions say the trigger source.</para>
/// </summary>
[GenerateSerializer, Immutable, Alias("rtx.OrderEvent")]
public readonly record struct OrderEvent
{
    /// <summary>Position in the book's total order, from 1.</summary>
    [Id(0)] public required long Sequence { get; init; }

    /// <summary>What happened.</summary>
    [Id(1)] public required ExecType ExecType { get; init; }

    /// <summary>To which order.</summary>
    [Id(2)] public required OrderId OrderId { get; init; }

    /// <summary>Whose order.</summary>
    [Id(3)] public required AccountId AccountId { get; init; }

    /// <summary>The client's name for the order.</summary>
    [Id(4)] public required ClientOrderId ClientOrderId { get; init; }

    /// <summary>Buy or sell.</summary>
    [Id(5)] public required Side Side { get; init; }

    /// <summary>What the order does.</summary>
    [Id(6)] public required OrderType OrderType { get; init; }

    /// <summary>How long it lives.</summary>
    [Id(7)] public required TimeInForce TimeInForce { get; init; }

    /// <summary>Limit or protection price after the event.</summary>
    [Id(8)] public required Price Price { get; init; }

    /// <summary>Total quantity after the event.</summary>
    [Id(9)] public required Quantity OrderQty { get; init; }

    /// <summary>Traded quantity after the event.</summary>
    [Id(10)] public required Quantity CumQty { get; init; }

    /// <summary>Working quantity after the event; 0 when closed.</summary>
    [Id(11)] public required Quantity LeavesQty { get; init; }

    /// <summary>Sum of price × quantity over its trades after the event, in ticks × lots.</summary>
    [Id(12)] public required decimal CumTickLots { get; init; }

    /// <summary>State after the event.</summary>
    [Id(13)] public required OrdStatus Status { get; init; }

    /// <summary>Sequence of the event that gave the order its place in the queue.</summary>
    [Id(14)] public required long PrioritySequence { get; init; }

    /// <summary>When the order was accepted or refused.</summary>
    [Id(15)] public required Timestamp CreatedAt { get; init; }

    /// <summary>When the event happened.</summary>
    [Id(16)] public required Timestamp Time { get; init; }

    /// <summary>Why it was refused; <see cref="RejectReason.None"/> otherwise.</summary>
    [Id(17)] public RejectReason RejectReason { get; init; }

    /// <summary>The trade; zero unless <see cref="ExecType.Trade"/>.</summary>
    [Id(18)] public TradeId TradeId { get; init; }

    /// <summary>Price of the trade (FIX 31): that of the resting order, or of the auction.</summary>
    [Id(19)] public Price LastPx { get; init; }

    /// <summary>Quantity of the trade (FIX 32).</summary>
    [Id(20)] public Quantity LastQty { get; init; }

    /// <summary>The order on the other side of the trade.</summary>
    [Id(21)] public OrderId ContraOrderId { get; init; }

    /// <summary>The account on the other side of the trade. Never shown to clients.</summary>
    [Id(22)] public AccountId ContraAccountId { get; init; }

    /// <summary>Whether this order aggressed (took liquidity).</summary>
    [Id(23)] public bool IsAggressor { get; init; }

    /// <summary>Whether it traded in an auction, where nobody aggresses.</summary>
    [Id(24)] public bool IsAuction { get; init; }

    /// <summary>Where the order is after the event.</summary>
    [Id(25)] public OrderPlace Place { get; init; }

    /// <summary>Why it happened.</summary>
    [Id(26)] public ExecReason Reason { get; init; }

    /// <summary>Quantity that the book shows after the event; null when it shows all.</summary>
    [Id(27)] public Quantity? DisplayedQty { get; init; }

    /// <summary>All else the order asks, after the event; null for nothing.</summary>
    [Id(28)] public OrderInstructions? Instructions { get; init; }

    /// <summary>Whether this event stands for its trade: each trade has exactly one such event.</summary>
    public bool IsTradeReport => ExecType == ExecType.Trade && (IsAggressor || (IsAuction && Side == Side.Buy));

    /// <summary>
    /// An order's state in the form of an event that says nothing of what happened. Wherever an order is kept, it is kept as its last
    /// event, or as this.
    /// </summary>
    public static OrderEvent OfState(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return new OrderEvent
        {
            OrderId = order.OrderId,
            ClientOrderId = order.ClientOrderId,
            AccountId = order.AccountId,
            Side = order.Side,
            OrderType = order.OrderType,
            TimeInForce = order.TimeInForce,
            Price = order.Price.GetValueOrDefault(),
            OrderQty = order.OrderQty,
            CumQty = order.CumQty,
            LeavesQty = order.LeavesQty,
            CumTickLots = order.CumTickLots,
            Status = order.Status,
            RejectReason = order.RejectReason,
            PrioritySequence = order.PrioritySequence,
            Sequence = order.Sequence,
            CreatedAt = order.CreatedAt,
            Time = order.UpdatedAt,
            Place = order.Place,
            DisplayedQty = order.DisplayedQty,
            Instructions = order.Instructions,
            Reason = order.Reason,
            ExecType = default,
        };
    }

    /// <summary>The order's state after the event.</summary>
    public Order ToOrder() => new()
    {
        OrderId = OrderId,
        ClientOrderId = ClientOrderId,
        AccountId = AccountId,
        InstrumentId = OrderId.Instrument,
        Side = Side,
        OrderType = OrderType,
        TimeInForce = TimeInForce,
        Price = Price,
        OrderQty = OrderQty,
        CumQty = CumQty,
        LeavesQty = LeavesQty,
        CumTickLots = CumTickLots,
        Status = Status,
        RejectReason = RejectReason,
        PrioritySequence = PrioritySequence,
        Sequence = Sequence,
        CreatedAt = CreatedAt,
        UpdatedAt = Time,
        Place = Place,
        DisplayedQty = DisplayedQty,
        Instructions = Instructions,
        Reason = Reason,
    };
}
