using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Rtx.Actors.Diagnostics;
using Rtx.Actors.Failures;
using Rtx.Storage.Trading;

namespace Rtx.Actors.OrderBooks;

/// <inheritdoc cref="IBookWatchGrain" />
internal sealed class BookWatchGrain : Grain, IBookWatchGrain
{
    private const int BooksWokenAtOnce = 32;

    // Longer than a book can be on its way between a commit and the telling of it, and than a cluster needs to come back.
    private static readonly TimeSpan OfLate = TimeSpan.FromHours(1);

    private static readonly TimeSpan ProofInterval = TimeSpan.FromSeconds(2);

    // Each silo asks for a sweep.
    private static readonly TimeSpan ShortestSweep = TimeSpan.FromSeconds(1);

    private readonly BookStore _store;
    private readonly TimeProvider _clock;
    private readonly OrderBookOptions _options;
    private readonly ILogger<BookWatchGrain> _log;
    private readonly FailingBooks _books;
    private IGrainTimer? _timer;
    private Task _waking = Task.CompletedTask;
    private long? _wokenAt;

    public BookWatchGrain(BookStore store, TimeProvider clock, IOptions<OrderBookOptions> options, ILogger<BookWatchGrain> log)
    {
        (_store, _clock, _options, _log) = (store, clock, options.Value, log);
        _books = new FailingBooks((book, cancellationToken) => GrainFactory.GetGrain<IOrderBookGrain>(book.Value).Prove(cancellationToken), log);
    }

    public Task ReportFailure(InstrumentId instrument)
    {
        _books.Add(instrument);
        _timer ??= this.RegisterGrainTimer(AskAsync, new GrainTimerCreationOptions(ProofInterval, ProofInterval) { Interleave = true, KeepAlive = true });
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<InstrumentId>> ListFailing(CancellationToken cancellationToken) => Task.FromResult(_books.Failing);

    public Task WakeBooks(CancellationToken cancellationToken)
    {
        if (!_options.WakesBooks || !_waking.IsCompleted || (_wokenAt is { } before && _clock.GetElapsedTime(before) < ShortestSweep)) return _waking;
        _wokenAt = _clock.GetTimestamp();
        return _waking = WakeAsync();
    }

    private async Task WakeAsync()
    {
        var books = await Reading.OrUnavailableAsync(() => _store.ReadBooksToWakeAsync(Timestamp.From(_clock.GetUtcNow() - OfLate), CancellationToken.None));
        using var places = new SemaphoreSlim(BooksWokenAtOnce);
        await Task.WhenAll(books.Select(async book =>
        {
            await places.WaitAsync();
            try
            {
                await WakeAsync(book.Instrument, book.IsInAuction);
            }
            finally
            {
                places.Release();
            }
        }));
    }

    private async Task WakeAsync(InstrumentId book, bool isInAuction)
    {
        try
        {
            // Any call does, and this one costs a book that is awake nothing.
            await GrainFactory.GetGrain<IOrderBookGrain>(book.Value).GetReferencePrice(Side.Buy);
            // The instrument ends the book's auction.
            if (isInAuction) await GrainFactory.GetGrain<IInstrumentGrain>(book.Value).GetStatus();
        }
        catch (Exception e)
        {
            // The next sweep tries again; one book must not keep the others waiting.
            _log.BookNotWoken(book, e);
        }
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        await _books.AskAllAsync(cancellationToken);
        if (!_books.IsEmpty) return;
        _timer?.Dispose();
        _timer = null;
    }
}
