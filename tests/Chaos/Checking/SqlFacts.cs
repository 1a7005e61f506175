namespace Rtx.Chaos.Checking;

/// <summary>An order row in SQL; enums as stored numbers.</summary>
internal sealed record OrderRow(
    long OrderId, long AccountId, string ClientOrderId, int InstrumentId, short Side, short OrderType, long OrderLots, long CumLots,
    long LeavesLots, short Status,
    short RejectReason, long Sequence);

/// <summary>An event row of an order.</summary>
internal sealed record EventRow(
    int InstrumentId, long Sequence, long AccountId, long OrderId, string ClientOrderId, short ExecType, short Side, short OrderType,
    long PriceTicks, long OrderLots, long CumLots,
    long LeavesLots, short Status, short RejectReason, long TradeId, long LastTicks, long LastLots, DateTimeOffset Time);

/// <summary>A trade row.</summary>
internal sealed record TradeRow(long TradeId, long PriceTicks, long Lots, long BuyOrderId, long SellOrderId);

/// <summary>An instrument's number and increments.</summary>
internal sealed record InstrumentRow(int InstrumentId, string Symbol, decimal PriceIncrement, decimal QuantityIncrement);

/// <summary>A movement of money in the ledger.</summary>
internal sealed record MovementRow(string Currency, decimal Amount);

/// <summary>The orders in SQL, read at one moment.</summary>
internal sealed class SqlFacts
{
    public Dictionary<string, InstrumentRow> Instruments { get; } = [];

    public Dictionary<long, OrderRow> Orders { get; } = [];

    public Dictionary<(int Instrument, long Sequence), EventRow> Events { get; } = [];

    public Dictionary<long, TradeRow> Trades { get; } = [];

    /// <summary>The order of every client order id that an account has used in a book.</summary>
    public Dictionary<(long Account, string Name), long> Names { get; } = [];

    /// <summary>The reason for every order that an account refused before it reached a book.</summary>
    public Dictionary<(long Account, string Name), short> Refusals { get; } = [];

    /// <summary>Deposits and withdrawals by their references.</summary>
    public Dictionary<(long Account, string Reference), MovementRow> Movements { get; } = [];

    /// <summary>The event that gave an order its id.</summary>
    public EventRow? FirstEventOf(long orderId) => Events.GetValueOrDefault((InstrumentOf(orderId), SequenceOf(orderId)));

    /// <summary>The sequence of the event that gave an order or a trade its id.</summary>
    public static long SequenceOf(long id) => id & ((1L << Model.OrderId.SequenceBits) - 1);

    /// <summary>The instrument of an order.</summary>
    public static int InstrumentOf(long orderId) => (int)(orderId >> Model.OrderId.SequenceBits);
}
