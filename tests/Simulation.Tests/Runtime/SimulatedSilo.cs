using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Rtx.Actors.Accounts;
using Rtx.Actors.Instruments;
using Rtx.Actors.OrderBooks;
using Rtx.Simulation.Tests.Storage;
using Rtx.Storage.Commits;
using Rtx.Storage.Database;

namespace Rtx.Simulation.Tests.Runtime;

/// <summary>
/// A process: its own group commit and its activations. Once killed, nothing in it runs; what it sent to the database may still arrive.
/// While paused, nothing in it runs; it continues with the memory it had.
/// </summary>
internal sealed class SimulatedSilo : IGrainFactory, IDisposable
{
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(1);

    private readonly SimulatedCluster _cluster;
    private readonly int _timeline;
    private readonly List<SimulatedScheduler> _schedulers = [];
    private readonly List<Action> _onceRunning = [];
    private readonly GroupCommit _commits;
    private readonly IOptions<AccountOptions> _accountOptions;
    private readonly IOptions<OrderBookOptions> _bookOptions;
    private readonly OrderAdmission _admission;
    private readonly MarkPrices _marks;
    private readonly DepthQueue _depth = new(Options.Create(new DepthOptions()));
    private readonly DefectiveClock _clock;
    private readonly SimulatedPublisher _live;

    public SimulatedSilo(SimulatedCluster cluster, string name)
    {
        (_cluster, Name, _timeline) = (cluster, name, cluster.Database.Timeline);
        Clock = new SimulatedClock(cluster.World, cluster.HasExactClocks);
        _clock = new DefectiveClock(cluster.World, cluster.Faults, Clock);
        _bookOptions = Options.Create(new OrderBookOptions { EventsPerSlice = cluster.EventsPerSlice });
        _accountOptions = Options.Create(new AccountOptions { MaxKnownClientOrderIds = cluster.MaxKnownClientOrderIds });
        var commitOptions = new GroupCommitOptions { LargeUnitRows = cluster.LargeUnitRows, MaxRowsPerFlush = cluster.MaxRowsPerFlush };
        _commits = new GroupCommit(() => new CuttableCommitStore(
            new SimulatedCommitStore(cluster.Database, cluster.World, cluster.Faults, CheckServer), this,
            cluster), commitOptions, NullLogger<GroupCommit>.Instance);
        _admission = new OrderAdmission(_accountOptions, _commits, Clock);
        _marks = new MarkPrices(this, _clock);
        _live = new SimulatedPublisher(cluster.World, cluster.Listener, cluster.Faults, _timeline);
        NewScheduler().Post(RunCommitsAsync);
    }

    public string Name { get; }

    /// <summary>The clock of its machine.</summary>
    public SimulatedClock Clock { get; }

    public bool IsAlive { get; private set; } = true;

    public bool IsPaused { get; private set; }

    /// <summary>What is lost between this silo and the database.</summary>
    public DatabaseCut DatabaseCut { get; set; }

    public SimulatedScheduler NewScheduler()
    {
        var scheduler = new SimulatedScheduler(_cluster.World) { IsPaused = IsPaused };
        _schedulers.Add(scheduler);
        return scheduler;
    }

    public void Kill()
    {
        IsAlive = false;
        foreach (var scheduler in _schedulers) scheduler.IsDead = true;
    }

    /// <summary>Pauses this process: its messages wait, its timers are late, others continue.</summary>
    public void Pause(TimeSpan time)
    {
        SetPaused(isPaused: true);
        _cluster.World.After(time, () =>
        {
            if (!IsAlive) return;
            _cluster.World.Tell($"{Name} goes on");
            SetPaused(isPaused: false);
            foreach (var action in _onceRunning.ToList()) action();
            _onceRunning.Clear();
        });
    }

    /// <summary>Runs work of the process itself: now, or when the pause ends.</summary>
    public void OnceRunning(Action action)
    {
        if (IsPaused) _onceRunning.Add(action);
        else action();
    }

    /// <summary>
    /// The check of each connection: a silo that finds a different database timeline ends, and gets no data from it until then.
    /// </summary>
    public void CheckServer()
    {
        if (DatabaseCut != DatabaseCut.None) throw new NpgsqlException("the way to the database is cut");
        if (_timeline == _cluster.Database.Timeline) return;
        _cluster.World.After(_cluster.World.UpTo(LongestEnd), () => _cluster.Kill(this));
        throw new WrongServerException("The database has another history.");
    }

    /// <summary>Shuts down gracefully: queued units are still committed.</summary>
    public void End() => _ = _commits.StopAsync(CancellationToken.None);

    /// <summary>Releases the resources of an ending process.</summary>
    public void Dispose()
    {
        _admission.Dispose();
        _commits.Dispose();
    }

    /// <summary>Creates the product's grain with an id.</summary>
    public Grain Create(SimulatedActivation activation)
    {
        var stores = new SimulatedStores(_cluster.Database, _cluster.World, _cluster.Faults, CheckServer);
        if (activation.GrainId.Type == SimulatedCluster.InstrumentType)
        {
            var memory = new SimulatedMemory(_cluster.GrainStorage, activation.GrainId, _cluster.World, _cluster.Faults);
            activation.Prepare = memory.ReadStateAsync;
            return new InstrumentGrain(activation, memory, stores, _clock, NullLogger<InstrumentGrain>.Instance);
        }

        return activation.GrainId.Type == SimulatedCluster.BookType
            ? new OrderBookGrain(
                activation, stores, _commits, _live, Nobody.Instance, _depth, _clock, _bookOptions, NullLogger<OrderBookGrain>.Instance)
            : new AccountGrain(
                activation, stores, stores, stores, _commits, _admission, _marks, _clock, _accountOptions,
                NullLogger<AccountGrain>.Instance);
    }

    private void SetPaused(bool isPaused)
    {
        IsPaused = isPaused;
        foreach (var scheduler in _schedulers) scheduler.IsPaused = isPaused;
    }

    private async Task RunCommitsAsync()
    {
        await _commits.RunAsync();
        Kill();
    }

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey =>
            Nobody.Instance is TGrainInterface nobody ? nobody : _cluster.Reference<TGrainInterface>(primaryKey, this);

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey => throw new NotSupportedException();

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey => throw new NotSupportedException();

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidCompoundKey => throw new NotSupportedException();

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerCompoundKey => throw new NotSupportedException();

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver => throw new NotSupportedException();

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey) => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey) => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey, string keyExtension) => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey, string keyExtension) => throw new NotSupportedException();

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable => throw new NotSupportedException();

    public IAddressable GetGrain(GrainId grainId) => throw new NotSupportedException();

    public IAddressable GetGrain(GrainId grainId, GrainInterfaceType interfaceType) => throw new NotSupportedException();

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey, string grainClassNamePrefix) => throw new NotSupportedException();

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey) => throw new NotSupportedException();

    /// <summary>Sometimes fails in the middle of a grain's decision.</summary>
    private sealed class DefectiveClock(SimulatedWorld world, Faults faults, SimulatedClock clock) : TimeProvider
    {
        public override long TimestampFrequency => clock.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => UnlessDefective().GetUtcNow();

        public override long GetTimestamp() => UnlessDefective().GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            clock.CreateTimer(callback, state, dueTime, period);

        private SimulatedClock UnlessDefective() =>
            faults.Defects > 0 && world.Chance(faults.Defects) ? throw new InvalidOperationException("A defect.") : clock;
    }

    /// <summary>Nothing subscribes to ticks or watches books.</summary>
    private sealed class Nobody : ITickGateway, IBookWatchGrain
    {
        public static Nobody Instance { get; } = new();

        public Task ReportFailure(InstrumentId instrument) => Task.CompletedTask;

        public Task WakeBooks(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<IReadOnlyList<InstrumentId>> ListFailing(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<InstrumentId>>([]);

        public Task SendAsync(IReadOnlyList<Tick> ticks, CancellationToken cancellationToken = default) => Task.CompletedTask;
    }
}
