namespace Rtx.Client;

/// <summary>
/// A copy of an account's executions that misses none and keeps none that a failover has lost. Subscribe
/// (<see cref="RtxStream.SubscribeExecutionsAsync"/>), give it what is told (<see cref="Take"/>), and let it read
/// (<see cref="ReadAsync(AccountsClient, CancellationToken)"/>) once subscribed, after each interruption, after
/// <see cref="RtxStream.DataMissed"/>, and when it asks for it. Safe for concurrent use.
/// </summary>
/// <param name="accountId">Whose.</param>
public sealed class LocalExecutions(long accountId)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Book> _books = [];
    private List<ExecutionReport> _toldMeanwhile = [];
    private Task _reading = Task.CompletedTask;

    /// <summary>Whose.</summary>
    public long AccountId => accountId;

    /// <summary>What there is of an instrument, by sequence.</summary>
    public IReadOnlyList<ExecutionReport> Of(string symbol)
    {
        lock (_lock) return _books.TryGetValue(symbol, out var book) ? [.. book.Reports.Values] : [];
    }

    /// <summary>Takes what the stream tells.</summary>
    /// <returns>False when it is of a history that the copy does not know, because it is lost or new: it must read.</returns>
    public bool Take(ExecutionReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        lock (_lock)
        {
            if (!_reading.IsCompleted) _toldMeanwhile.Add(report);
            return BookOf(report.Symbol).Take(report);
        }
    }

    /// <summary>Reads what may be missing, and forgets what is gone. If it fails the copy stays as it is: try again.</summary>
    public Task ReadAsync(AccountsClient accounts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(accounts);
        return ReadAsync(
            () => accounts.GetLastExecutionsAsync(AccountId, cancellationToken),
            async (symbol, after) =>
                await accounts.ReadExecutionsAfterAsync(AccountId, symbol, after, cancellationToken).ToListAsync(cancellationToken));
    }

    /// <summary>Reads by other means, one reading after the other: what was told before one began is told to it.</summary>
    internal async Task ReadAsync(
        Func<Task<IReadOnlyList<LastExecution>>> readLast, Func<string, long, Task<IReadOnlyList<ExecutionReport>>> readAfter)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task before;
        lock (_lock) (before, _reading) = (_reading, done.Task);
        await before;
        try
        {
            lock (_lock) _toldMeanwhile = [];
            List<(LastExecution Last, IReadOnlyList<ExecutionReport> Behind)> read = [];
            foreach (var last in await readLast())
            {
                var kept = KeptOf(last);
                read.Add((last, last.Sequence > kept ? await readAfter(last.Symbol, kept) : []));
            }

            lock (_lock) Replace(read);
        }
        finally
        {
            done.SetResult();
        }
    }

    private long KeptOf(LastExecution last)
    {
        lock (_lock) return BookOf(last.Symbol).KeptUpTo(last);
    }

    private void Replace(IReadOnlyList<(LastExecution Last, IReadOnlyList<ExecutionReport> Behind)> read)
    {
        // Of a book that is not named nothing is left, or nothing has come yet.
        foreach (var symbol in _books.Keys.Except(read.Select(book => book.Last.Symbol)).ToList()) _books.Remove(symbol);
        foreach (var (last, behind) in read) BookOf(last.Symbol).Replace(last, behind);
        foreach (var report in _toldMeanwhile) BookOf(report.Symbol).Take(report);
    }

    private Book BookOf(string symbol)
    {
        if (!_books.TryGetValue(symbol, out var book)) _books.Add(symbol, book = new Book());
        return book;
    }

    private sealed class Book
    {
        private IReadOnlyList<BookHistory> _histories = [];
        // What was told behind it is read again: that something before it is missing may be said later than it.
        private long _readUpTo;

        public SortedDictionary<long, ExecutionReport> Reports { get; } = [];

        public bool Take(ExecutionReport report)
        {
            // A server of before tells no histories.
            if (report.History != 0 && (_histories.Count == 0 || _histories[^1].History != report.History)) return false;
            Reports.TryAdd(report.Sequence, report);
            return true;
        }

        /// <summary>Up to which sequence what was read is still so.</summary>
        public long KeptUpTo(LastExecution last) =>
            Math.Min(Math.Min(_readUpTo, last.Sequence), BookHistory.SharedUpTo(_histories, last.Histories));

        /// <summary>Takes what was read behind that in the place of what it had.</summary>
        public void Replace(LastExecution last, IReadOnlyList<ExecutionReport> behind)
        {
            var kept = KeptUpTo(last);
            foreach (var sequence in Reports.Keys.Where(sequence => sequence > kept).ToList()) Reports.Remove(sequence);
            foreach (var report in behind) Reports[report.Sequence] = report;
            (_histories, _readUpTo) = (last.Histories, last.Sequence);
        }
    }
}
