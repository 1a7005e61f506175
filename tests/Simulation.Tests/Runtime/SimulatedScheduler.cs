namespace Rtx.Simulation.Tests.Runtime;

/// <summary>
/// Runs tasks one at a time in FIFO order, whenever the world draws it. A dead scheduler runs nothing; a paused one continues where it
/// stopped.
/// </summary>
internal sealed class SimulatedScheduler(SimulatedWorld world) : TaskScheduler
{
    private readonly Queue<Task> _tasks = [];
    private bool _isReady;
    private bool _isRunning;

    public bool IsDead { get; set; }

    public bool IsPaused
    {
        get;
        set
        {
            field = value;
            if (!value) BecomeReady();
        }
    }

    /// <summary>Queues work, which must handle its own exceptions.</summary>
    public void Post(Func<Task> work) => _ = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this);

    /// <summary>Runs the next task; false when the queue is empty afterwards.</summary>
    public bool RunOne()
    {
        if (IsDead) _tasks.Clear();
        if (IsPaused) return _isReady = false;
        if (_tasks.TryDequeue(out var task))
        {
            _isRunning = true;
            TryExecuteTask(task);
            _isRunning = false;
        }

        return _isReady = _tasks.Count > 0;
    }

    protected override void QueueTask(Task task)
    {
        if (IsDead) return;
        _tasks.Enqueue(task);
        BecomeReady();
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        _isRunning && !taskWasPreviouslyQueued && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => _tasks;

    private void BecomeReady()
    {
        if (_isReady || IsPaused || _tasks.Count == 0) return;
        _isReady = true;
        world.MakeReady(this);
    }
}
