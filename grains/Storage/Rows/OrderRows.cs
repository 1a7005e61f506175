using Npgsql;
using Rtx.Model;

namespace Rtx.Storage.Rows;

/// <summary>Reads rows of <c>orders</c> and <c>order_events</c>; the column lists and the readers belong together.</summary>
internal static class OrderRows
{
    /// <summary>Of <c>orders</c>.</summary>
    public static readonly string OrderColumnNames = $"{OrderColumns.Names}, updated_at";

    /// <summary>
    /// Those of <c>orders</c>, not renamed, and how far trailing orders have moved since their last events: what clients are shown.
    /// </summary>
    public static readonly string PresentColumnNames =
        $"{OrderColumnNames}, case when order_type in (5, 6) and place = 3 then trailed_ticks(orders) else 0 end";

    /// <summary>A refused order in the shape of <see cref="PresentColumnNames"/>, of <c>order_refusals</c>.</summary>
    public static readonly string RefusalColumnNames = $"{OrderColumns.OfRefusal}, refused_at, 0::bigint";

    /// <summary>Of <c>order_events</c>.</summary>
    public static readonly string EventColumnNames =
        $"{OrderColumns.Names}, event_at, exec_type, trade_id, last_ticks, last_lots, contra_order_id, contra_account_id, "
        + "is_aggressor, is_auction";

    /// <summary>An order of <see cref="OrderColumnNames"/>.</summary>
    public static Order ReadOrder(NpgsqlDataReader row)
    {
        var cursor = new RowCursor(row);
        return ReadOrder(ref cursor);
    }

    /// <summary>An order of <see cref="PresentColumnNames"/>: a trailing one with the trigger price and price that it has now.</summary>
    public static Order ReadPresentOrder(NpgsqlDataReader row)
    {
        var cursor = new RowCursor(row);
        return ReadPresentOrder(ref cursor);
    }

    /// <inheritdoc cref="ReadPresentOrder(NpgsqlDataReader)" />
    public static Order ReadPresentOrder(ref RowCursor row)
    {
        var order = ReadOrder(ref row);
        if (row.Big() is not (not 0 and var by)) return order;
        return order with
        {
            Price = Moved(order.Price, by),
            Instructions = order.Instructions! with { StopPx = Moved(order.Instructions.StopPx, by) },
        };
    }

    /// <summary>An event of <see cref="EventColumnNames"/>.</summary>
    public static OrderEvent ReadEvent(NpgsqlDataReader row)
    {
        var cursor = new RowCursor(row);
        return OrderColumns.Read(ref cursor, out _, out _) with
        {
            Time = cursor.Time(),
            ExecType = (ExecType)cursor.Small(),
            TradeId = new(cursor.Big()),
            LastPx = new(cursor.Big()),
            LastQty = new(cursor.Big()),
            ContraOrderId = new(cursor.Big()),
            ContraAccountId = new(cursor.Big()),
            IsAggressor = cursor.Flag(),
            IsAuction = cursor.Flag(),
        };
    }

    /// <summary>What an order asks beyond its columns; null for nothing.</summary>
    public static OrderInstructions? ReadInstructions(string? json) => json is null ? null : StoredInstructions.Read(json);

    /// <summary>The same to be written.</summary>
    public static string? WriteInstructions(OrderInstructions? instructions) =>
        instructions is null ? null : StoredInstructions.Write(instructions);

    private static Order ReadOrder(ref RowCursor row)
    {
        var state = OrderColumns.Read(ref row, out var instrument, out var price) with { Time = row.Time() };
        var order = state.ToOrder();
        // Of a refused order there is no id that tells its instrument, and maybe no price.
        return order.OrderId != default ? order : order with { InstrumentId = instrument, Price = price };
    }

    private static Price? Moved(Price? price, long by) => price is { Ticks: var ticks } ? new Price(ticks + by) : null;
}
