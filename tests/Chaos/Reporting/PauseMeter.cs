using System.Collections.Concurrent;
using Rtx.Chaos.History;

namespace Rtx.Chaos.Reporting;

/// <summary>A period in which a book did not answer.</summary>
/// <param name="Symbol">The instrument's symbol.</param>
/// <param name="From">Its last answer before.</param>
/// <param name="To">Its first answer after, or the time of measurement.</param>
internal sealed record Pause(string Symbol, DateTimeOffset From, DateTimeOffset To)
{
    public TimeSpan Length => To - From;
}

/// <summary>Measures how long each book did not answer. All are queried all the time, so a pause is the time between two answers.</summary>
internal sealed class PauseMeter
{
    // Shorter gaps are the normal pace of the queries.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, BookTimes> _books = new();

    /// <summary>Takes a record of the history.</summary>
    public void Take(HistoryRecord record)
    {
        if (record is not RequestAnswered { Orders: [var order, ..] } answered) return;
        _books.GetOrAdd(order.Symbol, _ => new BookTimes()).Answered(order.Symbol, answered.Time);
    }

    /// <summary>The longest pause that overlaps a period; null without one.</summary>
    public Pause? LongestIn(DateTimeOffset from, DateTimeOffset to) =>
        All().Where(pause => pause.From < to && pause.To > from).MaxBy(pause => pause.Length);

    /// <summary>The longest pause of each book that overlaps a period.</summary>
    public IReadOnlyList<Pause> LongestOfEachIn(DateTimeOffset from, DateTimeOffset to) =>
        [
            .. All()
                .Where(pause => pause.From < to && pause.To > from)
                .GroupBy(pause => pause.Symbol)
                .Select(book => book.MaxBy(pause => pause.Length)!)];

    /// <summary>When the last of the books had answered after a time; null while not all have.</summary>
    public DateTimeOffset? AllAnsweredAfter(DateTimeOffset time, int books)
    {
        var answers = _books.Values.Select(book => book.FirstAfter(time)).ToList();
        return answers.Count == books && answers.TrueForAll(answer => answer is not null) ? answers.Max() : null;
    }

    private IEnumerable<Pause> All() => _books.SelectMany(book => book.Value.Pauses(book.Key));

    private sealed class BookTimes
    {
        private readonly Lock _lock = new();
        private readonly List<Pause> _pauses = [];
        private readonly List<DateTimeOffset> _answers = [];

        public void Answered(string symbol, DateTimeOffset time)
        {
            lock (_lock)
            {
                if (_answers.Count > 0 && time < _answers[^1]) time = _answers[^1];
                if (_answers.Count > 0 && time - _answers[^1] >= Shortest) _pauses.Add(new Pause(symbol, _answers[^1], time));
                _answers.Add(time);
            }
        }

        public DateTimeOffset? FirstAfter(DateTimeOffset time)
        {
            lock (_lock)
            {
                var index = _answers.BinarySearch(time);
                index = index < 0 ? ~index : index;
                return index < _answers.Count ? _answers[index] : null;
            }
        }

        public IReadOnlyList<Pause> Pauses(string symbol)
        {
            lock (_lock)
            {
                var now = DateTimeOffset.UtcNow;
                var running = _answers.Count > 0 && now - _answers[^1] >= Shortest ? new Pause(symbol, _answers[^1], now) : null;
                return running is null ? [.. _pauses] : [.. _pauses, running];
            }
        }
    }
}
