using System.Runtime.CompilerServices;

namespace Rtx.Replays.Lobster;

/// <summary>
/// Reads the two files of a LOBSTER day. Message: seconds after midnight, type, order id, size, price × 10,000, direction of the resting
/// order (1 buy, −1 sell). Book: ask price, ask size, bid price, bid size per level; ±9999999999 where a side has no such level.
/// </summary>
internal static class LobsterFiles
{
    private const decimal PriceScale = 10_000m;
    private const long NoLevel = 9_999_999_999;
    private const int FieldsPerLevel = 4;

    /// <summary>Both files side by side.</summary>
    public static async IAsyncEnumerable<LobsterRow> ReadAsync(
        string messagePath, string bookPath, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var books = RecordedLines.ReadAsync(bookPath, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await foreach (var line in RecordedLines.ReadAsync(messagePath, cancellationToken))
        {
            if (!await books.MoveNextAsync()) throw line.Unreadable("the book file has fewer rows than the message file.");
            yield return new LobsterRow(line.Number, ParseMessage(line), ParseBook(books.Current));
        }
    }

    public static LobsterMessage ParseMessage(RecordedLine line)
    {
        var fields = new CommaSeparated(line);
        fields.Skip(1);
        var type = (LobsterMessageType)fields.NextLong();
        if (!Enum.IsDefined(type)) throw line.Unreadable($"message type {(int)type} is unknown.");
        var orderId = fields.NextLong();
        var quantity = fields.NextLong();
        var price = fields.NextLong() / PriceScale;
        return new LobsterMessage(type, orderId, quantity, price, fields.NextLong() > 0 ? Side.Buy : Side.Sell);
    }

    public static RecordedBook ParseBook(RecordedLine line)
    {
        var levels = (line.Text.AsSpan().Count(',') + 1) / FieldsPerLevel;
        var (bids, asks) = (new List<RecordedLevel>(levels), new List<RecordedLevel>(levels));
        var fields = new CommaSeparated(line);
        for (var i = 0; i < levels; i++)
        {
            AddLevel(asks, ref fields);
            AddLevel(bids, ref fields);
        }

        return new RecordedBook(bids, asks, levels);
    }

    private static void AddLevel(List<RecordedLevel> side, ref CommaSeparated fields)
    {
        var (price, quantity) = (fields.NextLong(), fields.NextLong());
        if (Math.Abs(price) != NoLevel) side.Add(new RecordedLevel(price / PriceScale, quantity));
    }
}
