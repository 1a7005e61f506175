using System.Runtime.CompilerServices;

namespace Rtx.Replays.Mbo;

/// <summary>Reads an order-by-order file and its price-level file (comma-separated records of the DBN schemas mbo and mbp-10).</summary>
internal static class MboFiles
{
    /// <summary>Levels of each side in a row of the price-level file.</summary>
    public const int Levels = 10;

    /// <summary>The records of the order file.</summary>
    public static async IAsyncEnumerable<MboEvent> ReadEventsAsync(
        string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var line in RecordedLines.ReadAsync(path, cancellationToken))
        {
            if (line.Number > 1) yield return ParseEvent(line);
        }
    }

    /// <summary>The rows of the price-level file.</summary>
    public static async IAsyncEnumerable<MboLevelsRow> ReadLevelsAsync(
        string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var line in RecordedLines.ReadAsync(path, cancellationToken))
        {
            if (line.Number > 1) yield return ParseLevels(line);
        }
    }

    /// <summary>
    /// ts_recv, ts_event, rtype, publisher_id, instrument_id, action, side, price, size, channel_id, order_id, flags, ts_in_delta,
    /// sequence, symbol.
    /// </summary>
    public static MboEvent ParseEvent(RecordedLine line)
    {
        var fields = new CommaSeparated(line);
        fields.Skip(5);
        var action = ParseAction(line, fields.Next());
        var side = ParseSide(line, fields.Next());
        var price = fields.NextDecimal();
        var quantity = fields.NextLong();
        fields.Skip(1);
        var orderId = fields.NextLong();
        fields.Skip(2);
        return new MboEvent(fields.NextLong(), action, side, price, quantity, orderId);
    }

    /// <summary>
    /// Row number, the fields of a change, then price, size and order count of bid and ask for each level, symbol, order id.
    /// </summary>
    public static MboLevelsRow ParseLevels(RecordedLine line)
    {
        var fields = new CommaSeparated(line);
        fields.Skip(6);
        var action = ParseAction(line, fields.Next());
        fields.Skip(3);
        var quantity = fields.NextLong();
        fields.Skip(2);
        var sequence = fields.NextLong();
        var (bids, asks) = (new List<RecordedLevel>(Levels), new List<RecordedLevel>(Levels));
        for (var i = 0; i < Levels; i++)
        {
            AddLevel(bids, ref fields);
            AddLevel(asks, ref fields);
        }

        fields.Skip(1);
        return new MboLevelsRow(line.Number, sequence, action, quantity, fields.NextLong(), new RecordedBook(bids, asks, Levels));
    }

    private static void AddLevel(List<RecordedLevel> side, ref CommaSeparated fields)
    {
        var (price, quantity, orders) = (fields.NextDecimal(), fields.NextLong(), fields.NextLong());
        if (price is { } value) side.Add(new RecordedLevel(value, quantity, checked((int)orders)));
    }

    private static MboAction ParseAction(RecordedLine line, ReadOnlySpan<char> field)
    {
        if (field.Length == 1 && Enum.IsDefined((MboAction)field[0])) return (MboAction)field[0];
        throw line.Unreadable($"action '{field}' is unknown.");
    }

    private static Side? ParseSide(RecordedLine line, ReadOnlySpan<char> field) => field switch
    {
        "B" => Side.Buy,
        "A" => Side.Sell,
        "N" => null,
        _ => throw line.Unreadable($"side '{field}' is unknown."),
    };
}
