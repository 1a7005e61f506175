using System.ComponentModel.DataAnnotations;
using Npgsql;
using Orleans.Storage;
using Rtx.Actors.Failures;
using Rtx.Simulation.Tests.Storage;

namespace Rtx.Simulation.Tests.Runtime;

/// <summary>
/// Silos, the directory of activations and the calls between them. Calls are reordered, lost, duplicated or delayed beyond their timeout,
/// and answered late or never; silos die, hang and come back; an activation, or a whole silo, can be cut off while its successor starts,
/// and continues with its stale state.
/// </summary>
internal sealed class SimulatedCluster : IDisposable
{
    public static readonly GrainType AccountType = GrainType.Create("account");
    public static readonly GrainType BookType = GrainType.Create("book");
    public static readonly GrainType InstrumentType = GrainType.Create("instrument");

    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan HealthInterval = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan StopPoll = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestCut = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LargestJump = TimeSpan.FromSeconds(10);

    // As in decision 0012: the others declare a silo dead after this much silence.
    private static readonly TimeSpan SilenceUntilDead = TimeSpan.FromSeconds(6);

    // A silo that was declared dead ends once it learns that.
    private static readonly TimeSpan LongestLifeOfDead = TimeSpan.FromSeconds(5);

    private readonly Dictionary<GrainId, SimulatedActivation> _directory = [];
    private readonly List<SimulatedActivation> _activations = [];
    private readonly List<SimulatedActivation> _cutOff = [];
    private readonly List<SimulatedSilo> _silos = [];
    private readonly List<SimulatedSilo> _started = [];
    private readonly SimulatedNetwork _network;

    public SimulatedCluster(SimulatedWorld world, SimulatedDatabase database, Faults faults)
    {
        (World, Database, Faults, _network, DeadManTimers, Reminders) = (world, database, faults, new SimulatedNetwork(world, faults),
            new DeadManWatch(world, database, faults.DuplicatedMessages > 0, () => LatestTime), new SimulatedReminders(this));
        Listener = new SimulatedListener(this);
    }

    public SimulatedWorld World { get; }

    public SimulatedDatabase Database { get; }

    public Faults Faults { get; }

    /// <summary>The listener to the live data of all silos.</summary>
    public SimulatedListener Listener { get; }

    public DeadManWatch DeadManTimers { get; }

    public SimulatedReminders Reminders { get; }

    public SimulatedGrainStorage GrainStorage { get; } = new();

    /// <summary>Whether all machines have the same time.</summary>
    public required bool HasExactClocks { get; init; }

    /// <summary>The earliest wall-clock time of any machine.</summary>
    public DateTimeOffset EarliestTime => _silos.Min(silo => silo.Clock.GetUtcNow());

    /// <summary>The latest wall-clock time that any machine may have used.</summary>
    public DateTimeOffset LatestTime => _started.Max(silo => silo.Clock.LatestTime);

    /// <summary>As <see cref="Actors.Accounts.AccountOptions.MaxKnownClientOrderIds"/>.</summary>
    public required int MaxKnownClientOrderIds { get; init; }

    /// <summary>As <see cref="Actors.OrderBooks.OrderBookOptions.EventsPerSlice"/>.</summary>
    public required int EventsPerSlice { get; init; }

    /// <summary>As <see cref="Rtx.Storage.Commits.GroupCommitOptions.LargeUnitRows"/>.</summary>
    public required int LargeUnitRows { get; init; }

    /// <summary>As <see cref="Rtx.Storage.Commits.GroupCommitOptions.MaxRowsPerFlush"/>.</summary>
    public required int MaxRowsPerFlush { get; init; }

    /// <summary>Activations that were cut off and are still running.</summary>
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
        // Calls still go there until the others notice the death.
        World.After(World.UpTo(TimeSpan.FromSeconds(6)), () => ForgetAllOn(silo));
    }

    /// <summary>
    /// Promotes a standby that lacks the last commits. Each silo learns of it from its next query, or from its health check.
    /// </summary>
    public void LoseCommits(int commits)
    {
        World.Tell($"the last {commits} commits are lost");
        Database.Lose(commits);
        Listener.Forget();
        foreach (var silo in _started.Where(silo => silo.IsAlive))
        {
            World.After(World.UpTo(HealthInterval), () => silo.OnceRunning(() => LookAtDatabase(silo)));
        }
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

    /// <summary>
    /// Shuts a silo down gracefully: its activations finish their work and deactivate while new calls go elsewhere. After a timeout it is
    /// ended anyway.
    /// </summary>
    public void StopOne()
    {
        var silo = World.Pick(_silos);
        World.Tell($"stop {silo.Name}");
        _silos.Remove(silo);
        StartSilo();
        foreach (var activation in ActivationsOn(silo)) activation.Deactivate(default);
        EndOnceEmpty(silo, World.Now + StopPatience);
    }

    /// <summary>
    /// Pauses a silo. After a long pause the others declare it dead and activate its grains elsewhere; it then runs beside them until it
    /// learns that.
    /// </summary>
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

    /// <summary>The time on a random machine.</summary>
    public Timestamp SomeTime() => Timestamp.From(World.Pick(_silos).Clock.GetUtcNow());

    /// <summary>Loses messages for a while: from one silo to another, from a silo to the database, or back.</summary>
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

    /// <summary>Hides a grain's activation from the directory: the next call starts another while the current one lives on.</summary>
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

    /// <summary>A grain reference whose calls go through this cluster.</summary>
    /// <param name="key">The key of the grain.</param>
    /// <param name="from">The caller; null for a client.</param>
    public T Reference<T>(long key, SimulatedSilo? from = null) =>
        GrainReferenceProxy.Create<T>(this, from, GrainId.Create(TypeOf<T>(), GrainIdKeyExtensions.CreateIntegerKey(key)));

    /// <summary>Fires a reminder.</summary>
    public void Remind(GrainId id, string name) => CallAsync<object?>(
        new Message(From: null, id, "ReceiveReminder", Interleaves: false), async grain =>
    {
        await ((IRemindable)grain).ReceiveReminder(name, default);
        return null;
    }).Ignore();

    /// <summary>Sends a request; fails when it is not answered in time.</summary>
    public Task<T> CallAsync<T>(Message message, Func<object, Task<T>> call)
    {
        // Continuations run inline: after a wait with a timeout they would otherwise run on another thread. A grain's own work is always
        // queued to its scheduler.
        var answer = new TaskCompletionSource<T>();
        World.After(ResponseTimeout, () => answer.TrySetException(new TimeoutException($"{message.To} did not answer.")));
        _network.Send(message, () => Deliver(message, new Call(
            (activation, grain) =>
                message.IsOfOperator && answer.Task.IsCompleted
                    ? Task.CompletedTask
                    : AnswerAsync(message, activation, grain, call, answer), e =>
                    answer.TrySetException(e))));
        return answer.Task;
    }

    private static GrainType TypeOf<T>() =>
        typeof(T) == typeof(IOrderBookGrain) ? BookType : typeof(T) == typeof(IInstrumentGrain) ? InstrumentType : AccountType;

    private async Task AnswerAsync<T>(
        Message message, SimulatedActivation activation, object grain, Func<object, Task<T>> call, TaskCompletionSource<T> answer)
    {
        Action reply;
        try
        {
            var result = await call(grain);
            reply = () => answer.TrySetResult(result);
        }
        catch (Exception e)
        {
            // As the silo's call filter does.
            if (grain is IMemoryKeeper keeper && GrainFailures.IsUnexpected(e)) keeper.Drop(e);
            if (e is InconsistentStateException) activation.Deactivate(default);
            reply = () => answer.TrySetException(Translated(e));
        }

        if (!_network.IsCut(activation.Silo, message.From)) _network.Answer(reply);
    }

    private void Deliver(Message message, Call call)
    {
        var cutOff = CutOff.Where(activation => activation.GrainId == message.To).ToList();
        if (cutOff.Count > 0 && World.Chance(Faults.CallsToCutOff))
        {
            Run(message, World.Pick(cutOff), call);
            return;
        }

        if (!_directory.TryGetValue(message.To, out var activation))
        {
            _directory[message.To] = activation = new SimulatedActivation(this, World.Pick(_silos), message.To);
            _activations.Add(activation);
            activation.Start(activation.Silo.Create);
        }

        Run(message, activation, call);
    }

    private void Run(Message message, SimulatedActivation activation, Call call)
    {
        if (_network.IsCut(message.From, activation.Silo)) return;
        activation.Run(
            grain => call.RunAsync(activation, grain), message.Interleaves, () => Deliver(message, call),
            e => _network.Answer(() => call.Fail(Translated(e))));
    }

    private static Exception Translated(Exception e) => e is ValidationException ? e : new OrleansException(e.Message, e);

    private void Replace(SimulatedSilo silo)
    {
        if (!silo.IsAlive || !_silos.Remove(silo)) return;
        World.Tell($"{silo.Name} is taken for dead");
        StartSilo();
        _cutOff.AddRange(ActivationsOn(silo));
        ForgetAllOn(silo);
        silo.OnceRunning(() => World.After(World.UpTo(LongestLifeOfDead), () => Kill(silo)));
    }

    private List<SimulatedActivation> ActivationsOn(SimulatedSilo silo) =>
        _activations.FindAll(activation => activation.Silo == silo && !activation.IsGone);

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

    private sealed record Call(Func<SimulatedActivation, object, Task> RunAsync, Action<Exception> Fail);
}

/// <summary>Failure rates, in percent.</summary>
internal sealed class Faults
{
    /// <summary>Of all requests and of all answers.</summary>
    public double LostMessages { get; set; }

    /// <summary>Of all requests.</summary>
    public double DuplicatedMessages { get; set; }

    /// <summary>Of all requests, including duplicates; some arrive long after their caller has timed out.</summary>
    public double LateMessages { get; set; }

    /// <summary>Of calls to a grain with a cut-off activation.</summary>
    public double CallsToCutOff { get; set; }

    /// <summary>Of all database reads.</summary>
    public double FailedReads { get; set; }

    /// <summary>Of all flushes, per kind of failure.</summary>
    public double FailedFlushes { get; set; }

    /// <summary>Of all reads of the clock, which grains do in the middle of their decisions: simulates a bug that throws.</summary>
    public double Defects { get; set; }

    /// <summary>Whether the database is away.</summary>
    public bool IsDatabaseAway { get; set; }

    /// <summary>Stops all failures.</summary>
    public void End() =>
        (LostMessages, DuplicatedMessages, LateMessages, CallsToCutOff, FailedReads, FailedFlushes, Defects, IsDatabaseAway) = (0, 0, 0, 0,
            0, 0, 0, false);
}
