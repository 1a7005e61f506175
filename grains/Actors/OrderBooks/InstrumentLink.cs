using Microsoft.Extensions.Logging;
using Rtx.Actors.Diagnostics;
using Rtx.Domain.Marks;
using Rtx.Domain.Matching.Records;
using Rtx.Storage.Commits;
using Rtx.Storage.Trading;

namespace Rtx.Actors.OrderBooks;

/// <summary>
/// What a book tells its instrument: its own mark, its reference price, and auctions that it began by itself; and what it must know from there before it takes orders: the instrument's mark.
/// </summary>
/// <param name="id">Of both.</param>
/// <param name="instrument">The grain.</param>
/// <param name="setMark">Gives the book a mark that was asked for.</param>
/// <param name="clock">The silo's.</param>
/// <param name="log">The book's.</param>
internal sealed class InstrumentLink(InstrumentId id, Func<IInstrumentGrain> instrument, Func<Price, Task> setMark, TimeProvider clock, ILogger log)
{
    // As long as others wait for an answer of the book, less what an answer takes.
    private static readonly TimeSpan MaxWaitForMark = TimeSpan.FromSeconds(5);

    // How often an unchanged mark is reported again, so that it does not count as stale.
    private static readonly TimeSpan MarkInterval = TimeSpan.FromSeconds(1);

    // How often the mark is asked for though one is known: what the instrument tells comes one way, so it may be lost, or come after something newer.
    private static readonly TimeSpan MarkRenewal = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource _markLearned = new();

    private RecordedBook? _book;
    private long _epoch;
    private Price? _lastTrade;
    private Price? _mark;
    private bool _hasUnreportedMark;
    private long _markReportedAt;
    private long? _markAskedAt;
    private long _marksTold;
    private BookStanding _standing;
    private bool _hasUnreportedStanding;

    /// <summary>
    /// What orders of a margined instrument may lose depends on its mark, so those wait until the book knows whether there is one; null when it does. A book that begins does not wait for
    /// the mark to change.
    /// </summary>
    public Task? LearningMark => _book is null || _markLearned.Task.IsCompleted ? null : _markLearned.Task;

    public void Begin(RecordedBook book, BookSnapshot snapshot)
    {
        (_book, _epoch, _standing) = (book, snapshot.Epoch, snapshot.Standing);
        if (snapshot.Instrument.Kind != InstrumentKind.Margined) _markLearned.SetResult();
        _lastTrade = book.Book.LastTradePrice;
        TakeMark(TopOfBook.Of(book.Book).Best, snapshot.Standing.State);
        // A volatility auction that began just before the last activation died may not be known to the instrument, which ends it.
        _hasUnreportedStanding = snapshot.Standing.State == TradingState.VolatilityAuction;
    }

    /// <summary>Notes what is to be reported after a commit.</summary>
    public void TakeStanding(BookStanding standing)
    {
        _standing = standing;
        _hasUnreportedStanding = true;
    }

    /// <summary>Takes the book's own mark after a commit.</summary>
    public void TakeMark(IReadOnlyList<OrderEvent> events, BestPrices best, TradingState state)
    {
        for (var i = events.Count - 1; i >= 0; i--)
        {
            if (events[i].ExecType != ExecType.Trade) continue;
            _lastTrade = events[i].LastPx;
            break;
        }

        TakeMark(best, state);
    }

    /// <summary>The instrument has told its mark.</summary>
    public void NoteMarkTold() => _marksTold++;

    /// <summary>The book knows the instrument's mark, or that there is none.</summary>
    public void NoteMarkLearned() => _markLearned.TrySetResult();

    /// <summary>Asks for the mark when it is not known or has not been asked for lately. One that gets no answer is not waited for: the next round asks again.</summary>
    public async Task LearnMarkAsync(CancellationToken cancellationToken)
    {
        if (_book is not { } book || (LearningMark is null && _markAskedAt is { } before && clock.GetElapsedTime(before) < MarkRenewal)) return;
        _markAskedAt = clock.GetTimestamp();
        var told = _marksTold;
        var status = await instrument().GetStatus(cancellationToken);
        // What was told meanwhile is newer.
        if (status.MarkPrice is { } mark && mark != book.Book.MarkPrice && told == _marksTold) await setMark(mark);
        NoteMarkLearned();
    }

    /// <summary>Runs a command when the mark is known.</summary>
    public async Task<T> AfterMarkAsync<T>(Task learning, Func<Task<T>> command)
    {
        await WaitForMarkAsync(learning);
        return await command();
    }

    /// <summary>Waits until the mark is known.</summary>
    /// <exception cref="DataUnavailableException">The instrument does not answer.</exception>
    public async Task WaitForMarkAsync(Task learning)
    {
        try
        {
            await learning.WaitAsync(MaxWaitForMark, clock);
        }
        catch (TimeoutException e)
        {
            throw new DataUnavailableException($"The book of instrument {id} does not know its mark price yet.", e);
        }
    }

    /// <summary>Reports what has changed. A report that fails is tried again by the next round.</summary>
    public async Task ReportAsync(Timestamp now)
    {
        if (_hasUnreportedStanding)
        {
            var standing = _standing;
            try
            {
                if (standing.ReferencePrice is { } reference) await instrument().ReportReference(reference);
                if (standing.State == TradingState.VolatilityAuction) await instrument().ReportVolatilityAuction(now);
                _hasUnreportedStanding = standing != _standing;
            }
            catch (Exception e)
            {
                // Whatever it is: an auction that the instrument does not know of never ends.
                log.StandingNotReported(id, e);
            }
        }

        if (_mark is not { } mark || (!_hasUnreportedMark && clock.GetElapsedTime(_markReportedAt) < MarkInterval)) return;
        (_hasUnreportedMark, _markReportedAt) = (false, clock.GetTimestamp());
        await instrument().ReportBookMark(_epoch, mark);
    }

    private void TakeMark(BestPrices best, TradingState state)
    {
        var mark = BookMark.Of(_lastTrade, best.Bid?.Price, best.Ask?.Price, state) ?? _mark;
        _hasUnreportedMark |= mark != _mark;
        _mark = mark;
    }
}
