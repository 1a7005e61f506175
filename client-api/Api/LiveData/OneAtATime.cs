namespace Rtx.ClientApi.LiveData;

/// <summary>Something that is changed by one at a time, who may await meanwhile.</summary>
internal class OneAtATime
{
    private Task _last = Task.CompletedTask;

    /// <summary>The turn to change it, once all who came before have given theirs back by disposing of it.</summary>
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
