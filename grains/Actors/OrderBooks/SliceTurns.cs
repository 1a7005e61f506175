namespace Rtx.Actors.OrderBooks;

/// <summary>
/// Long work on a book, such as many orders that expire or that are cancelled at once, in slices that take turns: the next one is decided when the one before it is durable. So other commands
/// come between them, and a commit has one slice at most, whoever asks for how much. It lives on the grain's scheduler.
/// </summary>
internal sealed class SliceTurns
{
    private Task _last = Task.CompletedTask;

    /// <summary>Decides a slice when it is its turn, and waits until it is durable.</summary>
    public async Task<BookDecision> TakeAsync(Func<(BookDecision Decision, Task Durable)> decide)
    {
        // Who failed tells its own caller.
        while (!_last.IsCompleted) await _last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var (decision, durable) = decide();
        _last = durable;
        await durable;
        return decision;
    }
}
