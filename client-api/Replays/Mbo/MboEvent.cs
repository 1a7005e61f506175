namespace Rtx.Replays.Mbo;

/// <summary>The actions of order-by-order records.</summary>
internal enum MboAction
{
    /// <summary>The book is cleared.</summary>
    Clear = 'R',

    /// <summary>An order rests.</summary>
    Add = 'A',

    /// <summary>All or part of an order is removed; also follows each <see cref="Fill"/>.</summary>
    Cancel = 'C',

    /// <summary>An aggressor traded; without a side it did not trade against the visible book.</summary>
    Trade = 'T',

    /// <summary>A resting order was filled by the trade before it.</summary>
    Fill = 'F',
}

/// <summary>One line of an order-by-order file.</summary>
/// <param name="Sequence">The exchange's number; records of one change share it.</param>
/// <param name="Action">What happened.</param>
/// <param name="Side">Side of the order (of the aggressor in a trade); null when the file has none.</param>
/// <param name="Price">Price; null where there is none.</param>
/// <param name="Quantity">Quantity in shares.</param>
/// <param name="OrderId">The exchange's number of the order; 0 in trades.</param>
internal readonly record struct MboEvent(long Sequence, MboAction Action, Side? Side, decimal? Price, decimal Quantity, long OrderId);

/// <summary>One line of a price-level file: a change and the book after it.</summary>
/// <param name="Number">Line in the file, from 1.</param>
/// <param name="Sequence">The exchange's number of the change.</param>
/// <param name="Action">What happened.</param>
/// <param name="Quantity">Quantity in shares.</param>
/// <param name="OrderId">The order; 0 in trades.</param>
/// <param name="Book">The book after it.</param>
internal sealed record MboLevelsRow(long Number, long Sequence, MboAction Action, decimal Quantity, long OrderId, RecordedBook Book)
{
    /// <summary>Whether the row shows the book after this event. The files do not agree on the order id of a trade.</summary>
    public bool IsAfter(MboEvent e) =>
        Sequence == e.Sequence
            && Action == e.Action && Quantity == e.Quantity && (OrderId == e.OrderId || Action is MboAction.Trade or MboAction.Clear);
}
