using System.Text;
using Rtx.Actors.Accounts;
using Rtx.Actors.OrderBooks;
using Rtx.Domain.Accounts;
using Rtx.Domain.Matching.Records;
using Rtx.Storage.Trading;

namespace Rtx.Simulation.Tests.Conformance;

/// <summary>
/// Query results as canonical texts: numbers by value, sets in a fixed order, and the book or account restored from them.
/// </summary>
internal static class Texts
{
    public const string Nothing = "nothing";

    // Dividing by it removes trailing zeros.
    private const decimal One = 1.0000000000000000000000000000m;

    public static string Of(BookSnapshot? snapshot)
    {
        if (snapshot is null) return Nothing;
        var text = new StringBuilder();
        text.AppendLine(
            $"epoch {snapshot.Epoch}, sequence {snapshot.Sequence}, last trade {snapshot.LastTradePrice}, standing {snapshot.Standing}");
        AddLines(text, "open", snapshot.OpenOrders.Select(Of));
        AddLines(text, "unsettled", Sorted(snapshot.Unsettled.Select(row => $"{row}")));
        AddLines(text, "positions", Sorted(snapshot.Positions.Select(position => $"{position}")));
        // More prices may be stored than matter: only the positions of the trailing orders are compared.
        AddLines(text, "book", BookFingerprint.Of(SavedBook.Restore(snapshot)).Parts.Select(part => $"{part.Name} {part.Value}"));
        return text.ToString();
    }

    public static string Of(AccountSnapshot? snapshot, int maxClientOrderIds)
    {
        if (snapshot is null) return Nothing;
        var text = new StringBuilder();
        text.AppendLine($"{snapshot.Account} epoch {snapshot.Epoch}, sequence {snapshot.Sequence}, ledger {snapshot.LedgerSequence}");
        AddLines(text, "balances", Sorted(snapshot.Balances.Select(row => $"{row with { Amount = row.Amount / One }}")));
        AddLines(
            text, "positions",
            Sorted(snapshot.Positions.Select(row => $"{row with { Cost = row.Cost / One, RealizedPnl = row.RealizedPnl / One }}")));
        AddLines(text, "settlements", Sorted(snapshot.Settlements.Select(row => $"{row}")));
        AddLines(text, "book epochs", Sorted(snapshot.BookEpochs.Select(row => $"{row}")));
        AddLines(text, "unsettled", snapshot.Unsettled.Select(e => Of(e)));
        AddLines(text, "open", snapshot.OpenOrders.Select(Of));
        AddLines(text, "instruments", Sorted(snapshot.Instruments.Select(instrument => $"{instrument.Id}")));
        // When there are more rows than the limit, which ones are returned is undefined.
        AddLines(text, "names", snapshot.ClientOrderIds.Count > maxClientOrderIds ? [$"{snapshot.ClientOrderIds.Count}"] : snapshot.ClientOrderIds.Order(StringComparer.Ordinal));
        AddLines(text, "account", AccountFingerprint.Of(
            SavedAccount.Restore(snapshot, default), withHolds: true).Parts.Select(part => $"{part.Name} {part.Value}"));
        return text.ToString();
    }

    public static string Of(Order? order) => order is null ? Nothing : $"{order with { CumTickLots = order.CumTickLots / One }}";

    public static string Of(in OrderEvent e) => $"{e with { CumTickLots = e.CumTickLots / One }}";

    public static string Of(IEnumerable<OrderEvent> events) => string.Join('\n', events.Select(e => Of(e)));

    public static string Of(PlacedOrder? placed) => placed is null
        ? Nothing
        : $"{Of(placed.Order)} first {placed.FirstPrice} {placed.FirstOrderQty} {placed.FirstInstructions} {placed.FirstLimitOffset} detail {placed.RefusalDetail}";

    public static string Of(PlacedAmendment? amendment) => amendment is null ? Nothing : $"{Of(amendment.Before)}\n{Of(amendment.After)}";

    public static string Of(Money? money) => money is { } moved ? $"{moved.Amount / One} {moved.Currency}" : Nothing;

    public static string Of(IReadOnlyList<MarginEvent> events) =>
        string.Join('\n', events.OrderBy(happened => happened.Sequence).Select(Of));

    /// <summary>The first lines in which two texts differ.</summary>
    public static string Difference(string one, string other)
    {
        var (lines, others) = (one.Split('\n'), other.Split('\n'));
        for (var i = 0; i < Math.Max(lines.Length, others.Length); i++)
        {
            if (lines.ElementAtOrDefault(i) != others.ElementAtOrDefault(i))
            {
                return $"PostgreSQL: {lines.ElementAtOrDefault(i)}\n simulated: {others.ElementAtOrDefault(i)}";
            }
        }

        return "none";
    }

    private static string Of(MarginEvent happened)
    {
        var numbers = happened with
        {
            Equity = happened.Equity / One,
            InitialMargin = happened.InitialMargin / One,
            MaintenanceMargin = happened.MaintenanceMargin / One,
            Positions = [],
        };
        return $"margin: {numbers}{string.Concat(happened.Positions.Select(position => position with { UnrealizedPnl = position.UnrealizedPnl / One }))}";
    }

    private static IEnumerable<string> Sorted(IEnumerable<string> lines) => lines.Order(StringComparer.Ordinal);

    private static void AddLines(StringBuilder text, string name, IEnumerable<string> lines)
    {
        foreach (var line in lines) text.AppendLine($"{name}: {line}");
    }
}
