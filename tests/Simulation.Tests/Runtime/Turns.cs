namespace Rtx.Simulation.Tests.Runtime;

/// <summary>Calls and timers of a grain that is not reentrant: one after the other.</summary>
/// <param name="begin">Begins one; it calls the second when it has ended.</param>
internal sealed class Turns(Action<Func<object, Task>, Action> begin)
{
    private readonly Queue<(Func<object, Task> Work, Action TooLate)> _waiting = [];
    private bool _isTaken;

    public void Add(Func<object, Task> work, Action tooLate)
    {
        _waiting.Enqueue((work, tooLate));
        TakeNext();
    }

    /// <summary>Takes out what has not begun: what to do instead.</summary>
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
