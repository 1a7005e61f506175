using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Rtx.Actors.Failures;
using Rtx.Simulation.Tests.Storage;
using Rtx.Storage;

namespace Rtx.Simulation.Tests.Runtime;

/// <summary>
/// Silos, the directory of activations and the calls between them. Calls overtake each other, get lost, are answered late or never; silos die and come back; an activation can be cut off
/// while the next one begins, and goes on with what it has.
/// </summary>
internal sealed class SimulatedCluster : IDisposable
{
    public static readonly GrainType AccountType = GrainType.Create("account");
    public static readonly GrainType BookType = GrainType.Create("book");

    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan HealthInterval = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan StopPoll = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);

    private readonly Dictionary<GrainId, SimulatedActivation> _directory = [];
    private readonly List<SimulatedActivation> _activations = [];
    private readonly List<SimulatedActivation> _cutOff = [];
    private readonly List<SimulatedSilo> _silos = [];
    private readonly List<SimulatedSilo> _started = [];

    public SimulatedCluster(SimulatedWorld world, SimulatedDatabase database, Faults faults)
    {
        (World, Database, Faults) = (world, database, faults);
        Listener = new SimulatedListener(this);
    }

    public SimulatedWorld World { get; }

    public SimulatedDatabase Database { get; }

    public Faults Faults { get; }

    /// <summary>Who listens to the live data of all silos.</summary>
    public SimulatedListener Listener { get; }

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
        foreach (var silo in _started.Where(silo => silo.IsAlive)) World.After(World.UpTo(HealthInterval), () => LookAtDatabase(silo));
    }

    private static void LookAtDatabase(SimulatedSilo silo)
    {
        try
        {
            silo.CheckServer();
        }
        catch (WrongServerException)
        {
            // It ends.
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
    public T Reference<T>(long key)
    {
        if (typeof(T) == typeof(IInstrumentGrain)) return (T)(object)new SimulatedInstrument(this, new InstrumentId((int)key));
        var proxy = DispatchProxy.Create<T, GrainReferenceProxy>();
        ((GrainReferenceProxy)(object)proxy!).Bind(this, GrainId.Create(typeof(T) == typeof(IOrderBookGrain) ? BookType : AccountType, GrainIdKeyExtensions.CreateIntegerKey(key)));
        return proxy;
    }

    private Task<T> CallAsync<T>(GrainId id, Func<object, Task<T>> call)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        World.After(ResponseTimeout, () => answer.TrySetException(new TimeoutException($"{id} did not answer.")));
        if (!World.Chance(Faults.LostMessages)) World.After(World.UpTo(Latency), () => Deliver(id, grain => AnswerAsync(grain, call, answer)));
        return answer.Task;
    }

    private async Task AnswerAsync<T>(object grain, Func<object, Task<T>> call, TaskCompletionSource<T> answer)
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

        if (!World.Chance(Faults.LostMessages)) World.After(World.UpTo(Latency), reply);
    }

    private void Deliver(GrainId id, Func<object, Task> call)
    {
        var cutOff = CutOff.Where(activation => activation.GrainId == id).ToList();
        if (cutOff.Count > 0 && World.Chance(Faults.CallsToCutOff))
        {
            World.Pick(cutOff).Run(call, () => Deliver(id, call));
            return;
        }

        if (!_directory.TryGetValue(id, out var activation))
        {
            _directory[id] = activation = new SimulatedActivation(this, World.Pick(_silos), id);
            _activations.Add(activation);
            activation.Start(activation.Silo.Create);
        }

        activation.Run(call, () => Deliver(id, call));
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
        private GrainId _id;

        internal void Bind(SimulatedCluster cluster, GrainId id) => (_cluster, _id) = (cluster, id);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var result = targetMethod!.ReturnType;
            if (result.IsGenericType) return Send.MakeGenericMethod(result.GetGenericArguments()).Invoke(this, [targetMethod, args]);
            return _cluster!.CallAsync<object?>(_id, async grain =>
            {
                await (Task)targetMethod.Invoke(grain, args)!;
                return null;
            });
        }

        private Task<T> SendAsync<T>(MethodInfo method, object?[] args) => _cluster!.CallAsync(_id, grain => (Task<T>)method.Invoke(grain, args)!);
    }
}

/// <summary>How often things go wrong, in percent.</summary>
internal sealed class Faults
{
    /// <summary>Of all requests and of all answers.</summary>
    public double LostMessages { get; set; }

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
    public void End() => (LostMessages, CallsToCutOff, FailedReads, FailedFlushes, Defects, IsDatabaseAway) = (0, 0, 0, 0, 0, false);
}
