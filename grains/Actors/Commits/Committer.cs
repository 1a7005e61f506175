using Rtx.Storage.Commits;

namespace Rtx.Actors.Commits;

/// <summary>
/// Collects what a grain decides while its previous commit runs, and commits it as one unit, in order and single-flight. It lives on the grain's scheduler.
/// After a failed commit it is broken for good: what waits fails with it, because it was decided on top of what is not durable.
/// </summary>
/// <param name="capacity">Decisions that may wait.</param>
/// <param name="commit">Makes decisions durable.</param>
/// <param name="broken">Called once, when a commit has failed or <see cref="Break"/> was called. Must not throw.</param>
/// <param name="tell">Tells what the last commit made durable, and does not throw. It comes after the answers, and after the next commit is on its
/// way: whoever waits for an answer, or for the disk, goes first.</param>
internal sealed class Committer<T>(int capacity, Func<IReadOnlyList<T>, Task> commit, Action broken, Action? tell = null)
{
    private List<T> _waiting = [];
    private TaskCompletionSource _waitingDone = NewCompletion();
    private Task _running = Task.CompletedTask;
    private bool _isRunning;

    /// <summary>Whether another decision must be refused as busy before it is made.</summary>
    public bool IsFull => _waiting.Count >= capacity;

    /// <summary>Whether there are decisions whose commit has not begun.</summary>
    public bool IsWaiting => _waiting.Count > 0;

    /// <summary>What broke it; null while it works.</summary>
    public CommitException? Failure { get; private set; }

    /// <summary>Completes when everything added so far is durable; fails when it is broken, because what memory holds may never become durable.</summary>
    public Task WhenDurable => Failure is not null ? Task.FromException(Failure) : _waiting.Count > 0 ? _waitingDone.Task : _running;

    /// <summary>Breaks it from outside: what waits is never written and fails, what is being committed goes on.</summary>
    public void Break(Exception failure)
    {
        if (Failure is not null) return;
        Failure = failure as CommitException ?? new CommitUnavailableException(failure);
        broken();
        if (!_isRunning) FailWaiting();
    }

    /// <summary>Adds a decision; the task completes when it is durable and fails with what broke the commit.</summary>
    public Task Add(T decision)
    {
        if (Failure is not null) return Task.FromException(Failure);
        _waiting.Add(decision);
        var durable = _waitingDone.Task;
        if (!_isRunning) Run();
        return durable;
    }

    private async void Run()
    {
        // async void is safe here: every exception ends in the completion of a batch.
        _isRunning = true;
        var isUntold = false;
        while ((_waiting.Count > 0 || isUntold) && Failure is null)
        {
            if (_waiting.Count == 0)
            {
                // The answers are on the scheduler already.
                await Task.Yield();
                if (_waiting.Count > 0) continue;
                isUntold = false;
                tell!();
                continue;
            }

            var (batch, done) = (_waiting, _waitingDone);
            (_waiting, _waitingDone, _running) = ([], NewCompletion(), done.Task);
            try
            {
                var committing = commit(batch);
                if (isUntold) tell!();
                isUntold = false;
                await committing;
                isUntold = tell is not null;
                done.SetResult();
            }
            catch (Exception e)
            {
                Break(e);
                done.SetException(e);
            }
        }

        _isRunning = false;
        if (Failure is not null) FailWaiting();
    }

    private void FailWaiting()
    {
        if (_waiting.Count == 0) return;
        _waiting.Clear();
        _waitingDone.SetException(Failure!);
    }

    private static TaskCompletionSource NewCompletion() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
