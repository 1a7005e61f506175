using Rtx.Simulation.Tests.Runtime;
using Rtx.Simulation.Tests.Storage;
using Rtx.Testing;

namespace Rtx.Simulation.Tests;

/// <summary>
/// One seeded history: a few clients trade two instruments on two silos with a random half of all features, while messages are lost,
/// repeated and late, flushes fail in every way, silos die, hang and are cut off, clocks are set and the database goes away. Then all
/// failures stop, unsettled accounts are woken as the sweep does, and everything must add up.
/// </summary>
internal sealed class Simulation : IDisposable
{
    private static readonly TimeSpan Trouble = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(75);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LastLook = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    // With the larger one, clients that trade a few lots run out of margin.
    private static readonly decimal[] ContractSizes = [100m, 200_000m];

    private readonly SimulatedWorld _world;
    private readonly Features _features;
    private readonly SimulatedDatabase _database;
    private readonly SimulatedCluster _cluster;
    private readonly SimulatedScheduler _outside;
    private readonly List<SimulatedClient> _clients = [];
    private readonly SimulatedOperator _operator;

    private Simulation(int seed)
    {
        _world = new SimulatedWorld(seed);
        Account[] accounts = [.. Enumerable.Range(1, 3).Select(
            id => new Account(new AccountId(id), new UserId(id), $"account {id}", AccountStatus.Active))];
        _features = new Features(_world);
        _world.Tell($"there are {_features}");
        var rules = _features.Has(Feature.PriceBands)
            ? new MatchingRules { StaticBandBasisPoints = 800, DynamicBandBasisPoints = 300, InterruptsOnVolatility = _world.Next(2) == 0,
                VolatilityAuctionSeconds = 3, MaxOrdersPerAccount = 8 }
            : MatchingRules.None;
        _database = new SimulatedDatabase([TestInstruments.SpotWithFees with { MatchingRules = rules },
            TestInstruments.Margined with { MatchingRules = rules, ContractSize = _world.Pick(ContractSizes) }], accounts);
        var faults = new Faults
        {
            LostMessages = _world.Pick<double>([0, 0, 1, 5]), DuplicatedMessages = _world.Pick<double>([0, 0, 2, 10]),
            LateMessages = _world.Pick<double>([0, 0, 1, 5]), FailedFlushes = _world.Pick<double>([0, 1, 4]),
            FailedReads = _world.Pick<double>([0, 0, 2]), CallsToCutOff = 60,
            Defects = _world.Pick<double>([0, 0, 0, 1]),
        };
        _cluster = new SimulatedCluster(_world, _database, faults)
        {
            HasExactClocks = _world.Next(3) == 0,
            MaxKnownClientOrderIds = _world.Pick<int>([0, 5, 1_000]),
            EventsPerSlice = _world.Pick<int>([1, 2, 3, 500]),
            LargeUnitRows = _world.Pick<int>([3, 250]),
            MaxRowsPerFlush = _world.Pick<int>([4, 4_000]),
        };
        _outside = new SimulatedScheduler(_world);
        _operator = new SimulatedOperator(_cluster, _features);
    }

    /// <summary>The result of a seed.</summary>
    /// <param name="Problems">Violations; empty when all is well.</param>
    /// <param name="History">The events of the run.</param>
    /// <param name="Counts">Events, kills, planned stops, refused commits, prices that trailing orders followed, stop-outs.</param>
    internal sealed record Outcome(
        IReadOnlyList<string> Problems, IReadOnlyList<string> History,
        (int Events, int Kills, int Stops, int Cuts, int RefusedByFence, int Followed, int StopOuts) Counts);

    public static Outcome Run(int seed)
    {
        using var simulation = new Simulation(seed);
        return simulation.Run();
    }

    public void Dispose() => _cluster.Dispose();

    private Outcome Run()
    {
        _cluster.Start();
        foreach (var account in _database.Accounts)
        {
            for (var i = 1; i <= 2; i++)
            {
                var client = new SimulatedClient(_cluster, account.Id, $"client-{account.Id}.{i}", _features, hasSwitch: i == 1);
                _clients.Add(client);
                _outside.Post(client.RunAsync);
            }
        }

        _outside.Post(() => _operator.RunAsync(Trouble));
        var (kills, stops, cuts) = (_world.Next(3), _world.Next(3), _world.Next(4));
        for (var i = 0; i < kills; i++) AtSomeTime(_cluster.KillOne);
        for (var i = 0; i < stops; i++) AtSomeTime(_cluster.StopOne);
        for (var i = 0; i < cuts; i++) AtSomeTime(_cluster.CutOffOne);
        for (var i = _world.Next(3); i > 0; i--) AtSomeTime(_cluster.PauseOne);
        for (var i = _world.Next(3); i > 0; i--) AtSomeTime(_cluster.CutOneWay);
        for (var i = _cluster.HasExactClocks ? 0 : _world.Next(4); i > 0; i--) AtSomeTime(_cluster.SetClockOfOne);
        if (_world.Chance(20)) AtSomeTime(TakeDatabaseAway);
        if (_world.Chance(25)) AtSomeTime(LoseCommits);
        _world.After(Trouble, _cluster.Faults.End);
        Sweep();
        _world.RunUntil(Recovery);
        var live = new LiveStates(_cluster);
        _outside.Post(live.AskAsync);
        // Stops as soon as it is done, because live state is compared with stored state.
        while (!live.IsDone && _world.Now < Recovery + LastLook) _world.RunUntil(_world.Now + Step);
        var problems = _clients.SelectMany(client => client.Complaints.Concat(client.AppearedLater()))
            .Concat(_clients.Where(client => !client.IsDone).Select(_ => "a client still waits"))
            .Concat(_operator.Complaints).Concat(_operator.IsDone ? [] : ["the operator still waits"]).Concat(_cluster.Listener.Find())
            .Concat(_cluster.DeadManTimers.Complaints).Concat(_world.IsDisturbed ? ["something ran outside the simulation"] : [])
            .Concat(new FinalChecks(_cluster, live).Find()).ToList();
        return new Outcome(problems, _world.History, (_database.Instruments.Sum(instrument => _database.Events(instrument.Id).Count), kills, stops, cuts, _database.RefusedByFence, _database.Instruments.Sum(instrument => _database.Events(instrument.Id).Count(e => e.OrderId.IsOfBook)), _database.Accounts.Sum(account => _database.MarginEvents(account.Id).Count(happened => happened.Kind == MarginEventKind.StopOutBegan))));
    }

    private void AtSomeTime(Action action) => _world.After(TimeSpan.FromMicroseconds(_world.Next((int)Trouble.TotalMicroseconds)), action);

    private void LoseCommits()
    {
        _cluster.LoseCommits(1 + _world.Next(8));
        foreach (var client in _clients) client.Forget();
    }

    private void TakeDatabaseAway()
    {
        _world.Tell("the database is away");
        _cluster.Faults.IsDatabaseAway = true;
        _world.After(_world.UpTo(TimeSpan.FromSeconds(5)), () =>
        {
            _world.Tell("the database is back");
            _cluster.Faults.IsDatabaseAway = false;
        });
    }

    // Simulates a silo's settlement monitor and its checks for overdue accounts and for accounts that may have no margin left.
    private void Sweep() => _world.After(SweepInterval, () =>
    {
        foreach (var account in _database.Unsettled.Select(unsettled => unsettled.Account).Concat(_database.Overdue(_cluster.SomeTime())).Concat(_database.Positions.Where(position => position.Lots != 0).Select(position => position.Account)).Distinct().ToList())
            _outside.Post(() => CatchUpAsync(account));
        if (_world.Now < Recovery) Sweep();
    });

    private async Task CatchUpAsync(AccountId account)
    {
        try
        {
            await _cluster.Reference<IAccountGrain>(account.Value).CatchUp();
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            _world.Tell($"account {account} did not catch up");
        }
    }
}
