using Npgsql;
using Rtx.Model;
using static Rtx.Storage.Rows.Columns;

namespace Rtx.Storage.Rows;

/// <summary>
/// The columns of an order's state, which <c>orders</c> and <c>order_events</c> have alike: what is written and what is read is made of
/// this one list. <see cref="Read"/> takes them in its order.
/// </summary>
internal static class OrderColumns
{
    /// <summary>Their names, in their order.</summary>
    public static readonly string Names = string.Join(", ", NamesOf([.. Lasting(), .. Changing()]));

    /// <summary>A refused order in their shape, of <c>order_refusals</c>: what it never had is zero.</summary>
    public static readonly string OfRefusal = string.Join(", ", NamesOf([.. Lasting(), .. Changing()]).Select(OfRefusalOf));

    /// <summary>Those that an order begins with and keeps, the id first.</summary>
    public static Column<OrderEvent>[] Lasting() =>
    [
        Big<OrderEvent>("order_id", (in e) => e.OrderId.Value),
        Big<OrderEvent>("account_id", (in e) => e.AccountId.Value),
        Int<OrderEvent>("instrument_id", (in e) => e.OrderId.Instrument.Value),
        Small<OrderEvent>("side", (in e) => (short)e.Side),
        Small<OrderEvent>("order_type", (in e) => (short)e.OrderType),
        Small<OrderEvent>("time_in_force", (in e) => (short)e.TimeInForce),
        Small<OrderEvent>("reject_reason", (in e) => (short)e.RejectReason),
        Time<OrderEvent>("created_at", (in e) => e.CreatedAt.ToDateTime()),
    ];

    /// <summary>Those that an event may change.</summary>
    public static Column<OrderEvent>[] Changing() =>
    [
        Text<OrderEvent>("client_order_id", (in e) => e.ClientOrderId.Value),
        Big<OrderEvent>("price_ticks", (in e) => e.Price.Ticks),
        Big<OrderEvent>("order_lots", (in e) => e.OrderQty.Lots),
        Big<OrderEvent>("cum_lots", (in e) => e.CumQty.Lots),
        Big<OrderEvent>("leaves_lots", (in e) => e.LeavesQty.Lots),
        Number<OrderEvent>("cum_tick_lots", (in e) => e.CumTickLots),
        Small<OrderEvent>("status", (in e) => (short)e.Status),
        Big<OrderEvent>("priority_sequence", (in e) => e.PrioritySequence),
        Big<OrderEvent>("sequence", (in e) => e.Sequence),
        Small<OrderEvent>("place", (in e) => (short)e.Place),
        BigOrNull<OrderEvent>("displayed_lots", (in e) => e.DisplayedQty?.Lots),
        Small<OrderEvent>("reason", (in e) => (short)e.Reason),
        Json<OrderEvent>("instructions", (in e) => OrderRows.WriteInstructions(e.Instructions)),
    ];

    /// <summary>Reads all of them.</summary>
    /// <param name="row">The row.</param>
    /// <param name="instrument">What the order trades; a refused one has no id that tells it.</param>
    /// <param name="price">Its price; null of a refused one that had none.</param>
    public static OrderEvent Read(ref RowCursor row, out InstrumentId instrument, out Price? price)
    {
        var order = default(OrderEvent) with { OrderId = new(row.Big()), AccountId = new(row.Big()) };
        instrument = new(row.Int());
        order = order with
        {
            Side = (Side)row.Small(),
            OrderType = (OrderType)row.Small(),
            TimeInForce = (TimeInForce)row.Small(),
            RejectReason = (RejectReason)row.Small(),
            CreatedAt = row.Time(),
            ClientOrderId = new(row.Text()),
        };
        price = row.BigOrNull() is { } ticks ? new Price(ticks) : null;
        order = order with
        {
            Price = price.GetValueOrDefault(),
            OrderQty = new(row.Big()),
            CumQty = new(row.Big()),
            LeavesQty = new(row.Big()),
            CumTickLots = row.Number(),
            Status = (OrdStatus)row.Small(),
            PrioritySequence = row.Big(),
            Sequence = row.Big(),
            Place = (OrderPlace)row.Small(),
            DisplayedQty = row.BigOrNull() is { } displayed ? new Quantity(displayed) : null,
            Reason = (ExecReason)row.Small(),
            Instructions = OrderRows.ReadInstructions(row.TextOrNull()),
        };
        // Rows from before places were stored say "book" of closed orders too.
        return order is { Place: OrderPlace.Book, LeavesQty.Lots: 0 } ? order with { Place = OrderPlace.None } : order;
    }

    public static IEnumerable<string> NamesOf(IEnumerable<Column<OrderEvent>> columns) => columns.Select(column => column.Name);

    private static string OfRefusalOf(string column) => column switch
    {
        "order_id" or "cum_lots" or "leaves_lots" or "priority_sequence" or "sequence" => "0::bigint",
        "cum_tick_lots" => "0::numeric",
        "status" => "8::smallint",
        "place" or "reason" => "0::smallint",
        "displayed_lots" => "null::bigint",
        "created_at" => "refused_at",
        _ => column,
    };
}

/// <summary>Reads the values of a row one after the other.</summary>
internal ref struct RowCursor(NpgsqlDataReader row)
{
    private readonly NpgsqlDataReader _row = row;

    /// <summary>The column that is next.</summary>
    public int Next { get; private set; }

    public bool Flag() => _row.GetBoolean(Next++);

    public short Small() => _row.GetInt16(Next++);

    public int Int() => _row.GetInt32(Next++);

    public long Big() => _row.GetInt64(Next++);

    public long? BigOrNull() => _row.IsDBNull(Next) ? Null<long?>() : Big();

    public decimal Number() => _row.GetDecimal(Next++);

    public string Text() => _row.GetString(Next++);

    public string? TextOrNull() => _row.IsDBNull(Next) ? Null<string>() : Text();

    public Timestamp Time() => Timestamp.From(_row.GetDateTime(Next++));

    private T? Null<T>()
    {
        Next++;
        return default;
    }
}
