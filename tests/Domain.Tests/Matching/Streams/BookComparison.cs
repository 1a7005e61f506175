using Rtx.Domain.Matching.Memory;
using Rtx.Domain.Matching.Rules;
using Rtx.Model;
using Rtx.Testing.Matching;

namespace Rtx.Domain.Tests.Matching.Streams;

/// <summary>Runs the real book and the reference book side by side.</summary>
internal sealed class BookComparison(Instrument instrument, BookLimits limits)
{
    private const int Accounts = 9;

    internal OrderBook Book { get; } = new(instrument, limits);

    /// <summary>The answer to the last command.</summary>
    internal BookAnswer Answer { get; private set; } = new(RejectReason.None, []);

    internal ReferenceBook Reference { get; } = new(instrument, limits);

    /// <summary>Whether the books disagree during the commands or at the end.</summary>
    internal static bool Disagree(Instrument instrument, BookLimits limits, IReadOnlyList<BookCommand> commands) =>
        FindDifference(instrument, limits, commands) is not null;

    /// <summary>The first difference between the books; null when there is none.</summary>
    internal static string? FindDifference(Instrument instrument, BookLimits limits, IReadOnlyList<BookCommand> commands)
    {
        var books = new BookComparison(instrument, limits);
        foreach (var command in commands)
        {
            if (books.Run(command) is { } difference) return $"{command}\n{difference}";
        }

        return books.CompareStates();
    }

    /// <summary>Runs a command on both. Returns the difference; null when they agree.</summary>
    internal string? Run(BookCommand command)
    {
        var expected = Answer = command.RunOn(Reference);
        BookAnswer actual;
        try
        {
            actual = command.RunOn(Book);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return $"expected\n{expected}\nactual\n  {exception}";
        }

        return expected.IsSameAs(actual) ? CompareMarkets() : $"expected\n{expected}\nactual\n{actual}";
    }

    /// <summary>Compares everything that can be read from both books.</summary>
    internal string? CompareStates()
    {
        if (Reference.StateHash() != Book.StateHash())
            return $"the state hash differs, expected\n{Text(Reference.OpenOrders())}\nactual\n{Text(Book.OpenOrders())}";
        if (Reference.Indicative() != Book.Indicative()) return $"expected auction {Reference.Indicative()}, actual {Book.Indicative()}";
        for (var account = 1; account <= Accounts; account++)
        {
            var (expected, actual) = (Reference.PositionOf(new AccountId(account)), Book.PositionOf(new AccountId(account)));
            if (expected != actual) return $"expected position {expected} of account {account}, actual {actual}";
        }

        var expectedLevels = LevelsOf(Reference.CopyDepth);
        var actualLevels = LevelsOf(Book.CopyDepth);
        if (expectedLevels.SequenceEqual(actualLevels)) return null;
        return $"expected depth\n{string.Join('\n', expectedLevels)}\nactual\n{string.Join('\n', actualLevels)}";
    }

    private string? CompareMarkets()
    {
        var expected = (
            Reference.Sequence, Reference.State, (Reference.OpenOrderCount, Reference.OverOrderCount), Reference.BestBid, Reference.BestAsk,
            Reference.LastTradePrice, Reference.MarkPrice,
            Reference.ReferencePrice);
        var actual = (
            Book.Sequence, Book.State, (Book.OpenOrderCount, Book.OverOrderCount), Book.BestBid, Book.BestAsk, Book.LastTradePrice,
            Book.MarkPrice, Book.ReferencePrice);
        return expected == actual ? null : $"expected {expected}, actual {actual}";
    }

    private static List<DepthLevel> LevelsOf(Action<int, ICollection<DepthLevel>, ICollection<DepthLevel>> copyDepth)
    {
        var bids = new List<DepthLevel>();
        var asks = new List<DepthLevel>();
        copyDepth(int.MaxValue, bids, asks);
        return [.. bids, .. asks];
    }

    private static string Text(IEnumerable<BookOrderState> orders) => string.Join('\n', orders.Select(order => $"  {order}"));
}
