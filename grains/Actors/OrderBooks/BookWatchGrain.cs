using Microsoft.Extensions.Logging;

namespace Rtx.Actors.OrderBooks;

/// <inheritdoc cref="IBookWatchGrain" />
internal sealed class BookWatchGrain : Grain, IBookWatchGrain
{
    private static readonly TimeSpan ProofInterval = TimeSpan.FromSeconds(2);

    private readonly FailingBooks _books;
    private IGrainTimer? _timer;

    public BookWatchGrain(ILogger<BookWatchGrain> log) => _books = new FailingBooks((book, cancellationToken) => GrainFactory.GetGrain<IOrderBookGrain>(book.Value).Prove(cancellationToken), log);

    public Task ReportFailure(InstrumentId instrument)
    {
        _books.Add(instrument);
        _timer ??= this.RegisterGrainTimer(AskAsync, new GrainTimerCreationOptions(ProofInterval, ProofInterval) { Interleave = true, KeepAlive = true });
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<InstrumentId>> ListFailing(CancellationToken cancellationToken) => Task.FromResult(_books.Failing);

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        await _books.AskAllAsync(cancellationToken);
        if (!_books.IsEmpty) return;
        _timer?.Dispose();
        _timer = null;
    }
}
