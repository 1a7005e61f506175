using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Npgsql;
using Rtx.Actors.Failures;
using Rtx.Simulation.Tests.Storage;

namespace Rtx.Simulation.Tests.Runtime;

/// <summary>
/// Silos, the directory of activations and the calls between them. Calls overtake each other, get lost, come twice or when nobody waits any more, are answered late or never; silos die, hang and
/// come back; an activation, or a whole silo, can be cut off while the next one begins, and goes on with what it has.
/// </summary>
internal sealed class SimulatedCluster : IDisposable
{
    public static readonly GrainType AccountType = GrainType.Create("account");
    public static readonly GrainType BookType = GrainType.Create("book");

    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan HealthInterval = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan StopPoll = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestCut = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LargestJump = TimeSpan.FromSeconds(10);

    // As decision 0012 has it: so long after a silo went silent the others take it for dead.
    private static readonly TimeSpan SilenceUntilDead = TimeSpan.FromSeconds(6);

    // One that others took for dead ends once it learns that.
    private static readonly TimeSpan LongestLifeOfDead = TimeSpan.FromSeconds(5);

    private readonly Dictionary<GrainId, SimulatedActivation> _directory = [];
    private readonly List<SimulatedActivation> _activations = [];
    private readonly List<SimulatedActivation> _cutOff = [];
    private readonly List<SimulatedSilo> _silos = [];
    private readonly List<SimulatedSilo> _started = [];
    private readonly SimulatedNetwork _network;

    public SimulatedCluster(SimulatedWorld world, SimulatedDatabase database, Faults faults)
    {
        (World, Database, Faults, _network, DeadManTimers) = (world, database, faults, new SimulatedNetwork(world, faults), new DeadManWatch(world, database, () => LatestTime));
        Listener = new SimulatedListener(this);
    }

    public SimulatedWorld World { get; }

    public SimulatedDatabase Database { get; }

    public Faults Faults { get; }

    /// <summary>Who listens to the live data of all silos.</summary>
    public SimulatedListener Listener { get; }

    public DeadManWatch DeadManTimers { get; }

    /// <summary>Whether all machines have the same time.</summary>
    public required bool HasExactClocks { get; init; }

    /// <summary>The earliest time of day that a machine has.</summary>
    public DateTimeOffset EarliestTime => _silos.Min(silo => silo.Clock.GetUtcNow());

    /// <summary>The latest time of day that a machine has.</summary>
    public DateTimeOffset LatestTime => _started.Where(silo => silo.IsAlive).Max(silo => silo.Clock.GetUtcNow());

    /// <summary>As <see cref="Actors.Accounts.AccountOptions.MaxKnownClientOrderIds"/>.</summary>
    public required int MaxKnownClientOrderIds { get; init; }

    /// <summary>As <see cref="Actors.OrderBooks.OrderBookOptions.EventsPerSlice"/>.</summary>
    public required int EventsPerSlice { get; init; }

    /// <summary>As <see cref="Rtx.Storage.Commits.GroupCommitOptions.LargeUnitRows"/>.</summary>
    public required int LargeUnitRows { get; init; }

    /// <summary>As <see cref="Rtx.Storage.Commits.GroupCommitOptions.MaxRowsPerFlush"/>.</summary>
    public required int MaxRowsPerFlush { get; init; }

    /// <summary>Whether those are what the books' traders make them.</summary>
    public required bool AreMarksOfBooks { get; init; }

    /// <summary>What the instruments' grains know: the mark price of each that has one.</summary>
    public Dictionary<InstrumentId, Price> Marks { get; } = [];

    /// <summary>Activations that were cut off and have not gone.</summary>
    public IEnumerable<SimulatedActivation> CutOff => _cutOff.Where(activation => !activation.IsGone);

    /// <summary>Starts two silos.</summary>
    public void Start()
    {
        for (var i = 0; i < 2; i++) StartSilo();
    }

    public void Dispose()
    {
        foreach (var silo in _started) silo.Dispose();
    }

    public void KillOne() => Kill(World.Pick(_silos));

    public void Kill(SimulatedSilo silo)
    {
        if (!silo.IsAlive) return;
        World.Tell($"kill {silo.Name}");
        silo.Kill();
        if (_silos.Remove(silo)) StartSilo();
        // Until the others notice the death, calls still go there.
        World.After(World.UpTo(TimeSpan.FromSeconds(6)), () => ForgetAllOn(silo));
    }

    /// <summary>A standby that lacks the last commits becomes the primary. Each silo learns it by its next question, or by the look at the database that its health check takes.</summary>
    public void LoseCommits(int commits)
    {
        World.Tell($"the last {commits} commits are lost");
        Database.Lose(commits);
        Listener.Forget();
        foreach (var silo in _started.Where(silo => silo.IsAlive)) World.After(World.UpTo(HealthInterval), () => silo.OnceRunning(() => LookAtDatabase(silo)));
    }

    private static void LookAtDatabase(SimulatedSilo silo)
    {
        try
        {
            silo.CheckServer();
        }
        catch (NpgsqlException)
        {
            // It ends, or learns it later.
        }
    }

    /// <summary>Stops a silo as planned: its activations finish what they do and go, while new calls find them elsewhere, and then it ends. One that takes too long ends in the middle.</summary>
    public void StopOne()
    {
        var silo = World.Pick(_silos);
        World.Tell($"stop {silo.Name}");
        _silos.Remove(silo);
        StartSilo();
        foreach (var activation in ActivationsOn(silo)) activation.Deactivate(default);
        EndOnceEmpty(silo, World.Now + StopPatience);
    }

    /// <summary>Stops all that a silo does for a time. When that is long, others take it for dead: its grains begin elsewhere, and it goes on beside them until it learns that.</summary>
    public void PauseOne()
    {
        var (silo, time) = (World.Pick(_silos), World.UpTo(LongestPause));
        if (silo.IsPaused) return;
        World.Tell($"{silo.Name} pauses for {time.TotalSeconds:0.0} s");
        silo.Pause(time);
        if (time > SilenceUntilDead) World.After(SilenceUntilDead, () => Replace(silo));
    }

    /// <summary>Sets the clock of a silo's machine, forwards or back.</summary>
    public void SetClockOfOne()
    {
        var (silo, by) = (World.Pick(_silos), World.UpTo(LargestJump) - World.UpTo(LargestJump));
        World.Tell($"the clock of {silo.Name} is set by {by.TotalSeconds:0.000} s");
        silo.Clock.Set(by);
    }

    /// <summary>What some machine says.</summary>
    public Timestamp SomeTime() => Timestamp.From(World.Pick(_silos).Clock.GetUtcNow());

    /// <summary>Loses for a time what one silo sends another, or what it sends the database, or what that answers.</summary>
    public void CutOneWay()
    {
        var (from, time) = (World.Pick(_silos), World.UpTo(LongestCut));
        if (World.Next(2) == 0)
        {
            foreach (var to in _silos.Where(silo => silo != from)) _network.Cut(from, to, time);
            return;
        }

        from.DatabaseCut = World.Next(2) == 0 ? DatabaseCut.Requests : DatabaseCut.Answers;
        World.Tell($"between {from.Name} and the database {from.DatabaseCut} are lost");
        World.After(time, () => from.DatabaseCut = DatabaseCut.None);
    }

    /// <summary>Lets the next call of some grain find no activation, while the present one lives on.</summary>
    public void CutOffOne()
    {
        if (_directory.Count == 0) return;
        var (id, activation) = World.Pick(_directory.OrderBy(entry => entry.Key.ToString(), StringComparer.Ordinal).ToList());
        World.Tell($"cut off {activation}");
        _directory.Remove(id);
        _cutOff.Add(activation);
    }

    public void Forget(SimulatedActivation activation)
    {
        if (ReferenceEquals(_directory.GetValueOrDefault(activation.GrainId), activation)) _directory.Remove(activation.GrainId);
    }

    /// <summary>A reference whose calls go through this cluster.</summary>
    /// <param name="key">The grain's.</param>
    /// <param name="from">Who calls; null for a client.</param>
    public T Reference<T>(long key, SimulatedSilo? from = null)
    {
        if (typeof(T) == typeof(IInstrumentGrain)) return (T)(object)new SimulatedInstrument(this, new InstrumentId((int)key));
        var proxy = DispatchProxy.Create<T, GrainReferenceProxy>();
        ((GrainReferenceProxy)(object)proxy!).Bind(this, from, GrainId.Create(typeof(T) == typeof(IOrderBookGrain) ? BookType : AccountType, GrainIdKeyExtensions.CreateIntegerKey(key)));
        return proxy;
    }

    private Task<T> CallAsync<T>(SimulatedSilo? from, GrainId id, string method, Func<object, Task<T>> call)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        World.After(ResponseTimeout, () => answer.TrySetException(new TimeoutException($"{id} did not answer.")));
        _network.Send($"{method} of {id}", () => Deliver(from, id, (activation, grain) => AnswerAsync(from, activation, grain, call, answer)));
        return answer.Task;
    }

    private async Task AnswerAsync<T>(SimulatedSilo? from, SimulatedActivation activation, object grain, Func<object, Task<T>> call, TaskCompletionSource<T> answer)
    {
        Action reply;
        try
        {
            var result = await call(grain);
            reply = () => answer.TrySetResult(result);
        }
        catch (Exception e)
        {
            // As the silo's filter does.
            if (grain is IMemoryKeeper keeper && GrainFailures.IsUnexpected(e)) keeper.Drop(e);
            reply = () => answer.TrySetException(new OrleansException(e.Message, e));
        }

        if (!_network.IsCut(activation.Silo, from)) _network.Answer(reply);
    }

    private void Deliver(SimulatedSilo? from, GrainId id, Func<SimulatedActivation, object, Task> call)
    {
        var cutOff = CutOff.Where(activation => activation.GrainId == id).ToList();
        if (cutOff.Count > 0 && World.Chance(Faults.CallsToCutOff))
        {
            Run(from, World.Pick(cutOff), id, call);
            return;
        }

        if (!_directory.TryGetValue(id, out var activation))
        {
            _directory[id] = activation = new SimulatedActivation(this, World.Pick(_silos), id);
            _activations.Add(activation);
            activation.Start(activation.Silo.Create);
        }

        Run(from, activation, id, call);
    }

    private void Run(SimulatedSilo? from, SimulatedActivation activation, GrainId id, Func<SimulatedActivation, object, Task> call)
    {
        if (!_network.IsCut(from, activation.Silo)) activation.Run(grain => call(activation, grain), () => Deliver(from, id, call));
    }

    private void Replace(SimulatedSilo silo)
    {
        if (!silo.IsAlive || !_silos.Remove(silo)) return;
        World.Tell($"{silo.Name} is taken for dead");
        StartSilo();
        _cutOff.AddRange(ActivationsOn(silo));
        ForgetAllOn(silo);
        silo.OnceRunning(() => World.After(World.UpTo(LongestLifeOfDead), () => Kill(silo)));
    }

    private List<SimulatedActivation> ActivationsOn(SimulatedSilo silo) => _activations.FindAll(activation => activation.Silo == silo && !activation.IsGone);

    private void ForgetAllOn(SimulatedSilo silo)
    {
        foreach (var (id, _) in _directory.Where(entry => entry.Value.Silo == silo).ToList()) _directory.Remove(id);
    }

    private void EndOnceEmpty(SimulatedSilo silo, TimeSpan deadline) => World.After(StopPoll, () =>
    {
        if (!silo.IsAlive) return;
        if (ActivationsOn(silo).Count == 0)
        {
            silo.End();
        }
        else if (World.Now < deadline)
        {
            EndOnceEmpty(silo, deadline);
        }
        else
        {
            World.Tell($"{silo.Name} took too long");
            silo.Kill();
            ForgetAllOn(silo);
        }
    });

    private void StartSilo()
    {
        var silo = new SimulatedSilo(this, $"silo {_started.Count + 1}");
        _silos.Add(silo);
        _started.Add(silo);
    }

    /// <summary>Turns calls of a grain interface into messages.</summary>
    [SuppressMessage("Performance", "CA1852:Seal internal types", Justification = "DispatchProxy makes its proxies by deriving from it.")]
    internal class GrainReferenceProxy : DispatchProxy
    {
        private static readonly MethodInfo Send = typeof(GrainReferenceProxy).GetMethod(nameof(SendAsync), BindingFlags.Instance | BindingFlags.NonPublic)!;

        private SimulatedCluster? _cluster;
        private SimulatedSilo? _from;
        private GrainId _id;

        internal void Bind(SimulatedCluster cluster, SimulatedSilo? from, GrainId id) => (_cluster, _from, _id) = (cluster, from, id);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var result = targetMethod!.ReturnType;
            if (result.IsGenericType) return Send.MakeGenericMethod(result.GetGenericArguments()).Invoke(this, [targetMethod, args]);
            return _cluster!.CallAsync<object?>(_from, _id, targetMethod.Name, async grain =>
            {
                await (Task)targetMethod.Invoke(grain, args)!;
                return null;
            });
        }

        private Task<T> SendAsync<T>(MethodInfo method, object?[] args) => _cluster!.CallAsync(_from, _id, method.Name, grain => (Task<T>)method.Invoke(grain, args)!);
    }
}

/// <summary>How often things go wrong, in percent.</summary>
internal sealed class Faults
{
    /// <summary>Of all requests and of all answers.</summary>
    public double LostMessages { get; set; }

    /// <summary>Of all requests.</summary>
    public double DuplicatedMessages { get; set; }

    /// <summary>Of all requests, also of those that come twice: long after their caller has given up, some of them.</summary>
    public double LateMessages { get; set; }

    /// <summary>Of the calls to a grain that has an activation which is cut off.</summary>
    public double CallsToCutOff { get; set; }

    /// <summary>Of all database reads.</summary>
    public double FailedReads { get; set; }

    /// <summary>Of all flushes, in each way of failing.</summary>
    public double FailedFlushes { get; set; }

    /// <summary>Of all questions for the time, which grains ask in the middle of their decisions: as any defect would throw.</summary>
    public double Defects { get; set; }

    /// <summary>Whether the database is away.</summary>
    public bool IsDatabaseAway { get; set; }

    /// <summary>From now on all goes well.</summary>
    public void End() => (LostMessages, DuplicatedMessages, LateMessages, CallsToCutOff, FailedReads, FailedFlushes, Defects, IsDatabaseAway) = (0, 0, 0, 0, 0, 0, 0, false);
}
