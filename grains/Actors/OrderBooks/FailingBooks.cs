using Microsoft.Extensions.Logging;
using Rtx.Actors.Diagnostics;

namespace Rtx.Actors.OrderBooks;

/// <summary>Books that could not commit, or not begin, until they have proven that they serve. Lives on the scheduler of its grain.</summary>
/// <param name="prove">Lets a book prove it; fails when it can't.</param>
/// <param name="log">Where it is told.</param>
internal sealed class FailingBooks(Func<InstrumentId, CancellationToken, Task> prove, ILogger log)
{
    /// <summary>Books asked at once. When a database goes, all of its books fail together, and what they prove themselves by is a commit.</summary>
    public const int MostAtOnce = 16;

    private readonly SortedDictionary<int, int> _failedProofs = [];

    public bool IsEmpty => _failedProofs.Count == 0;

    /// <summary>Books that were asked and do not serve. A failed commit alone is no news: the next activation may be well.</summary>
    public IReadOnlyList<InstrumentId> Failing => [.. _failedProofs.Where(book => book.Value > 0).Select(book => new InstrumentId(book.Key))];

    public void Add(InstrumentId book) => _failedProofs.TryAdd(book.Value, 0);

    /// <summary>Asks each of them once.</summary>
    public Task AskAllAsync(CancellationToken cancellationToken)
    {
        var waiting = new Queue<int>(_failedProofs.Keys);
        return Task.WhenAll(Enumerable.Range(0, MostAtOnce).Select(_ => AskInTurnAsync(waiting, cancellationToken)));
    }

    private async Task AskInTurnAsync(Queue<int> waiting, CancellationToken cancellationToken)
    {
        while (waiting.TryDequeue(out var book)) await AskAsync(new InstrumentId(book), cancellationToken);
    }

    private async Task AskAsync(InstrumentId book, CancellationToken cancellationToken)
    {
        try
        {
            await prove(book, cancellationToken);
            if (_failedProofs.Remove(book.Value, out var failed) && failed > 0) log.BookServesAgain(book, failed);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            _failedProofs[book.Value] = _failedProofs.GetValueOrDefault(book.Value) + 1;
            log.BookDoesNotServe(book, _failedProofs[book.Value], e);
        }
    }
}
