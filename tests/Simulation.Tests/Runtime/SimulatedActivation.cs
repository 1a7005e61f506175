using Orleans.Timers;

namespace Rtx.Simulation.Tests.Runtime;

/// <summary>
/// One activation of a grain class of the product, outside Orleans: calls wait until it is active and interleave freely unless the class is
/// not reentrant; after it asked to deactivate it takes no new ones and deactivates once the running ones have ended. Its timers end with
/// it.
/// </summary>
internal sealed class SimulatedActivation : IGrainContext, IServiceProvider, IGrainRuntime, ITimerRegistry
{
    private readonly SimulatedCluster _cluster;
    private readonly List<(Action Go, Action<Exception> Fail)> _waiting = [];
    private readonly Turns? _turns;
    private Grain? _grain;
    private int _running;
    private bool _hasBegun;
    private State _state = State.Activating;

    public SimulatedActivation(SimulatedCluster cluster, SimulatedSilo silo, GrainId id)
    {
        (_cluster, Silo, GrainId) = (cluster, silo, id);
        Tasks = silo.NewScheduler();
        if (id.Type == SimulatedCluster.InstrumentType) _turns = new Turns(Begin);
    }

    private enum State
    {
        Activating,
        Active,
        Deactivating,
        Gone,
    }

    public SimulatedSilo Silo { get; }

    public GrainId GrainId { get; }

    public SimulatedScheduler Tasks { get; }

    /// <summary>State read before the grain activates, besides its own reads.</summary>
    public Func<Task> Prepare { get; set; } = () => Task.CompletedTask;

    public bool IsGone => _state == State.Gone || !Silo.IsAlive;

    public object? GrainInstance => _grain;

    public IServiceProvider ActivationServices => this;

    public IGrainFactory GrainFactory => Silo;

    public ITimerRegistry TimerRegistry => this;

    public IServiceProvider ServiceProvider => this;

    public TimeProvider TimeProvider => _cluster.World.Clock;

    public string SiloIdentity => Silo.Name;

    public SiloAddress SiloAddress => throw new NotSupportedException();

    public GrainReference GrainReference => throw new NotSupportedException();

    public ActivationId ActivationId => throw new NotSupportedException();

    public GrainAddress Address => throw new NotSupportedException();

    public IGrainLifecycle ObservableLifecycle => throw new NotSupportedException();

    public IWorkItemScheduler Scheduler => throw new NotSupportedException();

    public Task Deactivated => throw new NotSupportedException();

    /// <summary>Creates the grain and activates it.</summary>
    public void Start(Func<SimulatedActivation, Grain> create) => Tasks.Post(async () =>
    {
        try
        {
            _grain = create(this);
            await Prepare();
            await _grain.OnActivateAsync(CancellationToken.None);
            _hasBegun = true;
            if (_state == State.Activating) _state = State.Active;
        }
        catch (Exception e)
        {
            _cluster.World.Tell($"{this} did not activate: {e.GetType().Name}");
            _state = State.Gone;
            _cluster.Forget(this);
            foreach (var (_, fail) in TakeWaiting()) fail(e);
            return;
        }

        _cluster.World.Tell($"{this} is active");
        foreach (var (go, _) in TakeWaiting()) go();
        LeaveWhenIdle();
    });

    /// <summary>Runs a call once the grain is active; fails when activation fails. Late calls go to the next activation.</summary>
    public void Run(Func<object, Task> call, bool interleaves, Action tooLate, Action<Exception> fail)
    {
        switch (_state)
        {
            case State.Active when _turns is not null && !interleaves:
                _turns.Add(call, tooLate);
                break;
            case State.Active:
                Begin(call, () => { });
                break;
            case State.Activating:
                _waiting.Add((() => Run(call, interleaves, tooLate, fail), fail));
                break;
            case State.Deactivating:
                _waiting.Add((tooLate, fail));
                break;
            case State.Gone:
                tooLate();
                break;
        }
    }

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        if (_state is State.Deactivating or State.Gone) return;
        _state = State.Deactivating;
        if (_turns is not null) _waiting.AddRange(_turns.TakeWaiting().Select(go => (go, (Action<Exception>)(_ => go()))));
        _cluster.World.Tell($"{this} goes");
        // Never during the call that asked for it.
        Tasks.Post(() =>
        {
            LeaveWhenIdle();
            return Task.CompletedTask;
        });
    }

    public void DeactivateOnIdle(IGrainContext grainContext) => Deactivate(default);

    public void DelayDeactivation(IGrainContext grainContext, TimeSpan timeSpan)
    {
        // Idle activations are not collected.
    }

    public IGrainTimer RegisterGrainTimer<TState>(
        IGrainContext grainContext, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options) =>
        new SimulatedTimer(this, () => callback(state, CancellationToken.None), options.DueTime, options.Period);

    public object? GetService(Type serviceType) =>
        serviceType == typeof(IGrainRuntime)
            || serviceType == typeof(ITimerRegistry) ? this : serviceType == typeof(IReminderRegistry) ? _cluster.Reminders : null;

    public object? GetComponent(Type componentType) => null;

    public object? GetTarget() => _grain;

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => GrainId.GetHashCode();

    public override string ToString() => $"{GrainId} on {Silo.Name}";

    public IDisposable RegisterTimer(
        IGrainContext grainContext, Func<object?, Task> callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        throw new NotSupportedException();

    public Orleans.Core.IStorage<TGrainState> GetStorage<TGrainState>(IGrainContext grainContext) => throw new NotSupportedException();

    public void SetComponent<TComponent>(TComponent? value)
        where TComponent : class => throw new NotSupportedException();

    public void ReceiveMessage(object message) => throw new NotSupportedException();

    public void Activate(Dictionary<string, object>? requestContext, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public void Rehydrate(IRehydrationContext context) => throw new NotSupportedException();

    public void Migrate(Dictionary<string, object>? requestContext, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    private void Begin(Func<object, Task> work, Action ended)
    {
        _running++;
        Tasks.Post(async () =>
        {
            await work(_grain!);
            _running--;
            ended();
            LeaveWhenIdle();
        });
    }

    private void RunTimer(Func<Task> callback)
    {
        if (_turns is null) Tasks.Post(callback);
        else _turns.Add(_ => callback(), () => { });
    }

    private void LeaveWhenIdle()
    {
        if (_state != State.Deactivating || _running > 0 || !_hasBegun) return;
        _running = int.MinValue / 2;
        Tasks.Post(async () =>
        {
            await _grain!.OnDeactivateAsync(default, CancellationToken.None);
            Leave();
        });
    }

    private void Leave()
    {
        _state = State.Gone;
        _cluster.Forget(this);
        foreach (var (go, _) in TakeWaiting()) go();
    }

    private List<(Action Go, Action<Exception> Fail)> TakeWaiting()
    {
        List<(Action Go, Action<Exception> Fail)> waiting = [.. _waiting];
        _waiting.Clear();
        return waiting;
    }

    private sealed class SimulatedTimer : IGrainTimer
    {
        private readonly SimulatedActivation _activation;
        private readonly Func<Task> _callback;
        private TimeSpan _period;
        private int _version;

        public SimulatedTimer(SimulatedActivation activation, Func<Task> callback, TimeSpan dueTime, TimeSpan period)
        {
            (_activation, _callback) = (activation, callback);
            Change(dueTime, period);
        }

        public void Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            Wait(dueTime, ++_version);
        }

        public void Dispose() => _version++;

        private void Wait(TimeSpan dueTime, int version)
        {
            if (dueTime == Timeout.InfiniteTimeSpan) return;
            _activation._cluster.World.After(dueTime, () =>
            {
                if (version != _version || _activation.IsGone || _activation._state == State.Deactivating) return;
                _activation.RunTimer(async () =>
                {
                    try
                    {
                        await _callback();
                    }
                    catch (Exception e)
                    {
                        // As in Orleans, the timer continues.
                        _activation._cluster.World.Tell($"a timer of {_activation} failed: {e.GetType().Name}");
                    }

                    if (version == _version) Wait(_period, version);
                });
            });
        }
    }
}
