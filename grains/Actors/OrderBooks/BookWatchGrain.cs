using Microsoft.Extensions.Logging;

namespace Rtx.Actors.OrderBooks;

/// <inheritdoc cref="IBookWatchGrain" />
internal sealed class BookWatchGrain(ILogger<BookWatchGrain> log) : Grain, IBookWatchGrain
{
    // A failed commit alone is no news: the next activation is asked whether it is well.
    private static readonly TimeSpan ProofInterval = TimeSpan.FromSeconds(2);

    private readonly SortedDictionary<int, int> _failedProofs = [];
    private IGrainTimer? _timer;

    public Task ReportFailure(InstrumentId instrument)
    {
        _failedProofs.TryAdd(instrument.Value, 0);
        _timer ??= this.RegisterGrainTimer(AskAsync, new GrainTimerCreationOptions(ProofInterval, ProofInterval) { Interleave = true, KeepAlive = true });
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<InstrumentId>> ListFailing(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<InstrumentId>>([.. _failedProofs.Where(book => book.Value > 0).Select(book => new InstrumentId(book.Key))]);

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_failedProofs.Keys.ToList().ConvertAll(book => AskAsync(new InstrumentId(book), cancellationToken)));
        if (_failedProofs.Count > 0) return;
        _timer?.Dispose();
        _timer = null;
    }

    private async Task AskAsync(InstrumentId book, CancellationToken cancellationToken)
    {
        try
        {
            await GrainFactory.GetGrain<IOrderBookGrain>(book.Value).Prove(cancellationToken);
            if (_failedProofs.Remove(book.Value, out var failed) && failed > 0) log.BookServesAgain(book, failed);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            _failedProofs[book.Value] = _failedProofs.GetValueOrDefault(book.Value) + 1;
            log.BookDoesNotServe(book, _failedProofs[book.Value], e);
        }
    }
}
