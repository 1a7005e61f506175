using Npgsql;
using Rtx.Model;

namespace Rtx.Storage.Rows;

/// <summary>Reads rows of <c>orders</c> and <c>order_events</c>; the column lists and the readers belong together.</summary>
internal static class OrderRows
{
    public const string OrderColumns = """
        order_id, account_id, client_order_id, instrument_id, side, order_type, time_in_force, price_ticks, order_lots, cum_lots, leaves_lots, cum_tick_lots,
        status, reject_reason, priority_sequence, sequence, created_at, updated_at, place, displayed_lots, instructions, reason
        """;

    /// <summary><see cref="OrderColumns"/> of <c>orders</c>, not renamed, and how far trailing orders have moved since their last events: what clients are shown.</summary>
    public const string PresentColumns = $"{OrderColumns}, case when order_type in (5, 6) and place = 3 then trailed_ticks(orders) else 0 end";

    /// <summary>Columns of <see cref="PresentColumns"/>: what a query adds comes after them.</summary>
    public const int PresentColumnCount = TrailedTicks + 1;

    private const int TrailedTicks = 22;

    public const string EventColumns = """
        sequence, exec_type, order_id, account_id, client_order_id, side, order_type, time_in_force, price_ticks, order_lots, cum_lots, leaves_lots, cum_tick_lots,
        status, reject_reason, priority_sequence, created_at, event_at, trade_id, last_ticks, last_lots, contra_order_id, contra_account_id, is_aggressor,
        is_auction, place, displayed_lots, instructions, reason
        """;

    public static Order ReadOrder(NpgsqlDataReader row) => new()
    {
        OrderId = new(row.GetInt64(0)),
        AccountId = new(row.GetInt64(1)),
        ClientOrderId = new(row.GetString(2)),
        InstrumentId = new(row.GetInt32(3)),
        Side = (Side)row.GetInt16(4),
        OrderType = (OrderType)row.GetInt16(5),
        TimeInForce = (TimeInForce)row.GetInt16(6),
        Price = row.IsDBNull(7) ? null : new Price(row.GetInt64(7)),
        OrderQty = new(row.GetInt64(8)),
        CumQty = new(row.GetInt64(9)),
        LeavesQty = new(row.GetInt64(10)),
        CumTickLots = row.GetDecimal(11),
        Status = (OrdStatus)row.GetInt16(12),
        RejectReason = (RejectReason)row.GetInt16(13),
        PrioritySequence = row.GetInt64(14),
        Sequence = row.GetInt64(15),
        CreatedAt = Timestamp.From(row.GetDateTime(16)),
        UpdatedAt = Timestamp.From(row.GetDateTime(17)),
        Place = ReadPlace(row, 18, leaves: 10),
        DisplayedQty = row.IsDBNull(19) ? null : new Quantity(row.GetInt64(19)),
        Instructions = ReadInstructions(row, 20),
        Reason = (ExecReason)row.GetInt16(21),
    };

    /// <summary>An order of <see cref="PresentColumns"/>: a trailing one with the trigger price and price that it has now.</summary>
    public static Order ReadPresentOrder(NpgsqlDataReader row)
    {
        var order = ReadOrder(row);
        if (row.GetInt64(TrailedTicks) is not (not 0 and var by)) return order;
        return order with
        {
            Price = Moved(order.Price, by),
            Instructions = order.Instructions! with { StopPx = Moved(order.Instructions.StopPx, by) },
        };
    }

    public static OrderEvent ReadEvent(NpgsqlDataReader row) => new()
    {
        Sequence = row.GetInt64(0),
        ExecType = (ExecType)row.GetInt16(1),
        OrderId = new(row.GetInt64(2)),
        AccountId = new(row.GetInt64(3)),
        ClientOrderId = new(row.GetString(4)),
        Side = (Side)row.GetInt16(5),
        OrderType = (OrderType)row.GetInt16(6),
        TimeInForce = (TimeInForce)row.GetInt16(7),
        Price = new(row.GetInt64(8)),
        OrderQty = new(row.GetInt64(9)),
        CumQty = new(row.GetInt64(10)),
        LeavesQty = new(row.GetInt64(11)),
        CumTickLots = row.GetDecimal(12),
        Status = (OrdStatus)row.GetInt16(13),
        RejectReason = (RejectReason)row.GetInt16(14),
        PrioritySequence = row.GetInt64(15),
        CreatedAt = Timestamp.From(row.GetDateTime(16)),
        Time = Timestamp.From(row.GetDateTime(17)),
        TradeId = new(row.GetInt64(18)),
        LastPx = new(row.GetInt64(19)),
        LastQty = new(row.GetInt64(20)),
        ContraOrderId = new(row.GetInt64(21)),
        ContraAccountId = new(row.GetInt64(22)),
        IsAggressor = row.GetBoolean(23),
        IsAuction = row.GetBoolean(24),
        Place = ReadPlace(row, 25, leaves: 11),
        DisplayedQty = row.IsDBNull(26) ? null : new Quantity(row.GetInt64(26)),
        Instructions = ReadInstructions(row, 27),
        Reason = (ExecReason)row.GetInt16(28),
    };

    private static Price? Moved(Price? price, long by) => price is { Ticks: var ticks } ? new Price(ticks + by) : null;

    /// <summary>What an order asks beyond its columns; null for nothing.</summary>
    public static OrderInstructions? ReadInstructions(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : StoredInstructions.Read(row.GetString(column));

    // Rows from before places were stored say "book" of closed orders too.
    private static OrderPlace ReadPlace(NpgsqlDataReader row, int column, int leaves) =>
        row.GetInt64(leaves) == 0 && row.GetInt16(column) == (short)OrderPlace.Book ? OrderPlace.None : (OrderPlace)row.GetInt16(column);
}
