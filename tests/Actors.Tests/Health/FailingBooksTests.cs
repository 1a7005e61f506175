using Microsoft.Extensions.Logging.Abstractions;
using Rtx.Actors.OrderBooks;
using Rtx.Testing;

namespace Rtx.Actors.Tests.Health;

/// <summary>Polling of failed books until they serve again.</summary>
public sealed class FailingBooksTests
{
    private const int Books = 100;

    // As in a grain: one at a time.
    private readonly TaskScheduler _turns = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
    private readonly List<(InstrumentId Book, TaskCompletionSource Answer)> _asked = [];
    private readonly FailingBooks _failing;
    private int _answered;

    public FailingBooksTests()
    {
        _failing = new FailingBooks(ProveAsync, NullLogger.Instance);
        for (var book = 1; book <= Books; book++) _failing.Add(new InstrumentId(book));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_books_that_fail_together_are_polled_a_few_at_a_time()
    {
        var asking = await InTurnAsync(() => _failing.AskAllAsync(Token));

        while (_answered < Books)
        {
            // The pending calls have no answer yet, so no other book is called until one has.
            await UntilAsync(() => _asked.Count == Math.Min(Books, _answered + FailingBooks.MostAtOnce));
            await InTurnAsync(() => _asked[_answered++].Answer.TrySetResult());
        }

        await asking;
        Assert.Equal(Enumerable.Range(1, Books), _asked.Select(asked => asked.Book.Value));
        Assert.True(_failing.IsEmpty);
    }

    [Fact]
    public async Task Who_can_not_prove_it_fails_and_the_others_do_not()
    {
        var asking = await InTurnAsync(() => _failing.AskAllAsync(Token));
        for (; _answered < Books; _answered++)
        {
            await UntilAsync(() => _asked.Count > _answered);
            await InTurnAsync(() => _answered % 2 == 0 ? _asked[_answered].Answer.TrySetException(new TimeoutException()) : _asked[_answered].Answer.TrySetResult());
        }

        await asking;
        Assert.Equal(Enumerable.Range(1, Books).Where(book => book % 2 == 1), _failing.Failing.Select(book => book.Value));
    }

    private Task ProveAsync(InstrumentId book, CancellationToken cancellationToken)
    {
        Assert.Same(_turns, TaskScheduler.Current);
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked.Add((book, answer));
        return answer.Task;
    }

    private Task<T> InTurnAsync<T>(Func<T> work) => Task.Factory.StartNew(work, Token, TaskCreationOptions.None, _turns);

    private Task UntilAsync(Func<bool> condition) => Eventually.HoldsAsync(() => InTurnAsync(condition), "the next books are asked");
}
