namespace Rtx.Simulation.Tests.Runtime;

/// <summary>Runs the calls and timers of a non-reentrant grain one at a time.</summary>
/// <param name="begin">Starts a turn, which calls the given action when it ends.</param>
internal sealed class Turns(Action<Func<object, Task>, Action> begin)
{
    private readonly Queue<(Func<object, Task> Work, Action TooLate)> _waiting = [];
    private bool _isTaken;

    public void Add(Func<object, Task> work, Action tooLate)
    {
        _waiting.Enqueue((work, tooLate));
        TakeNext();
    }

    /// <summary>Removes and returns what has not started: the actions to run instead.</summary>
    public List<Action> TakeWaiting()
    {
        List<Action> waiting = [.. _waiting.Select(entry => entry.TooLate)];
        _waiting.Clear();
        return waiting;
    }

    private void TakeNext()
    {
        if (_isTaken || !_waiting.TryDequeue(out var next)) return;
        _isTaken = true;
        begin(next.Work, () =>
        {
            _isTaken = false;
            TakeNext();
        });
    }
}
