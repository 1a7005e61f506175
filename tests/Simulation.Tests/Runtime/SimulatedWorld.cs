namespace Rtx.Simulation.Tests.Runtime;

/// <summary>
/// One thread, one clock that only waiting advances, and one random source: the next scheduler is drawn among all that are ready, so the
/// same seed gives the same history. The work of one scheduler stays in order, as in an Orleans activation; between schedulers there is no
/// order.
/// </summary>
internal sealed class SimulatedWorld(int seed)
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly Random _random = new(seed);
    private readonly List<SimulatedScheduler> _ready = [];
    private readonly PriorityQueue<Action, (long Time, long Number)> _timers = new();
    private readonly List<string> _history = [];
    private long _microseconds;
    private long _timerNumber;

    public TimeProvider Clock => field ??= new WorldClock(this);

    public TimeSpan Now => TimeSpan.FromMicroseconds(_microseconds);

    /// <summary>The events of the run, one per line.</summary>
    public IReadOnlyList<string> History => _history;

    /// <summary>Whether another thread interfered: then the seed alone does not determine the history.</summary>
    public bool IsDisturbed { get; private set; }

    public void Tell(string line) => _history.Add($"{_microseconds / 1000.0:0.000} {line}");

    /// <summary>True with the given probability in percent.</summary>
    public bool Chance(double percent) => _random.NextDouble() * 100 < percent;

    /// <summary>A number from 0 up to and not including the limit.</summary>
    public int Next(int limit) => _random.Next(limit);

    /// <summary>A random time up to a limit, short ones more often.</summary>
    public TimeSpan UpTo(TimeSpan limit) =>
        TimeSpan.FromMicroseconds((long)(limit.TotalMicroseconds * _random.NextDouble() * _random.NextDouble()));

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Next(choices.Count)];

    public void After(TimeSpan delay, Action action) =>
        _timers.Enqueue(action, (_microseconds + (long)delay.TotalMicroseconds, ++_timerNumber));

    /// <summary>Completes after a time.</summary>
    public Task Delay(TimeSpan delay)
    {
        var completion = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        After(delay, completion.SetResult);
        return completion.Task;
    }

    /// <summary>Runs until a time of the clock.</summary>
    public void RunUntil(TimeSpan time)
    {
        while (true)
        {
            if (_ready.Count > 0)
            {
                var index = Next(_ready.Count);
                var scheduler = _ready[index];
                if (!scheduler.RunOne()) _ready.RemoveAt(index);
            }
            else if (_timers.TryPeek(out var action, out var due) && due.Time <= (long)time.TotalMicroseconds)
            {
                _timers.Dequeue();
                _microseconds = due.Time;
                action();
            }
            else
            {
                _microseconds = (long)time.TotalMicroseconds;
                return;
            }
        }
    }

    public void MakeReady(SimulatedScheduler scheduler)
    {
        IsDisturbed |= Environment.CurrentManagedThreadId != _thread;
        _ready.Add(scheduler);
    }

    private sealed class WorldClock(SimulatedWorld world) : TimeProvider
    {
        public override long TimestampFrequency => 1_000_000;

        public override DateTimeOffset GetUtcNow() => Begin + world.Now;

        public override long GetTimestamp() => world._microseconds;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            period == Timeout.InfiniteTimeSpan
                ? new WorldTimer(world, () => callback(state), dueTime)
                : throw new NotSupportedException("Only grain timers repeat here.");
    }

    /// <summary>Runs an action once, as the timers of waits with a timeout do.</summary>
    private sealed class WorldTimer : ITimer
    {
        private readonly SimulatedWorld _world;
        private readonly Action _action;
        private int _version;

        public WorldTimer(SimulatedWorld world, Action action, TimeSpan dueTime)
        {
            (_world, _action) = (world, action);
            Change(dueTime, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var version = ++_version;
            if (dueTime == Timeout.InfiniteTimeSpan) return true;
            _world.After(dueTime, () =>
            {
                if (version == _version) _action();
            });
            return true;
        }

        public void Dispose() => _version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
