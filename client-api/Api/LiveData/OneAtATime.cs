namespace Rtx.ClientApi.LiveData;

/// <summary>Serializes asynchronous changes.</summary>
internal class OneAtATime
{
    private Task _last = Task.CompletedTask;

    /// <summary>Waits for its turn; disposing the result passes the turn on.</summary>
    public async Task<IDisposable> Enter()
    {
        var turn = new Turn();
        await Interlocked.Exchange(ref _last, turn.Over);
        return turn;
    }

    private sealed class Turn : IDisposable
    {
        private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Over => _over.Task;

        public void Dispose() => _over.TrySetResult();
    }
}
