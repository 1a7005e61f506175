using System.Collections.Concurrent;
using Rtx.Chaos.Bots;
using Rtx.Chaos.Checking;
using Rtx.Chaos.Faults;
using Rtx.Chaos.History;
using Rtx.Chaos.Hostile;
using Rtx.Chaos.Reporting;
using Rtx.Chaos.Servers;
using Rtx.Chaos.Upgrades;

namespace Rtx.Chaos;

/// <summary>One run: a system of its own, a crowd that trades on it, one fault after the other, and the checks at the end.</summary>
internal sealed class ChaosRun(ChaosSettings settings, Action<string> tell)
{
    private const int MaxToldDifferences = 50;

    private static readonly TimeSpan HealPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan SettlePatience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan TellPatience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StopPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan SnapshotInterval = TimeSpan.FromMinutes(2);

    private readonly Random _dice = new(settings.Seed);
    private readonly PauseMeter _pauses = new();
    private readonly List<FaultRecord> _faults = [];
    private readonly ConcurrentQueue<string> _events = new();
    private readonly List<Difference> _differences = [];
    private readonly DateTimeOffset _begun = DateTimeOffset.UtcNow;
    private int _snapshots;
    private Mob? _mob;
    private HostileReport? _hostile;

    /// <summary>Runs to the end.</summary>
    /// <param name="stop">Ends the faults early; everything is still checked.</param>
    public async Task<ChaosReport> RunAsync(CancellationToken stop)
    {
        PrepareFolder();
        tell($"Starting PostgreSQL, Redis, {settings.Silos} silos and two API processes; logs in {settings.Folder}");
        var path = Path.Combine(settings.Folder, "history.jsonl");
        await using var system = await TradingSystem.StartAsync(settings, Note);
        await using var history = HistoryLog.Create(path, _pauses.Take);
        tell($"Making {settings.Bots} bots and {settings.Instruments} instruments");
        using var pool = new ClientPool(system);
        await using var crowd = await Crowd.GatherAsync(
            pool, history, settings.Seed, settings.Bots, settings.Instruments, settings.RequestsPerSecond);
        if (settings.Attacks.Count > 0) _mob = await Mob.GatherAsync(settings, system, pool, crowd);
        var hostile = _mob is null ? null : new HostileRun(settings, system, _mob, tell);
        var lag = await TradeAsync(system, crowd, hostile, history, stop);
        if (hostile is not null) await CheckHostileAsync(system, crowd, hostile, HistoryLog.Read(path, await history.FlushAsync()));
        await history.DisposeAsync();
        var complete = HistoryLog.Read(path);
        await CheckEndAsync(system, crowd, complete);
        return ChaosReport.Of(
            settings, complete, _faults, [.. _events], _differences, _snapshots, lag, _begun, _pauses) with { Hostile = _hostile };
    }

    private void PrepareFolder()
    {
        if (Directory.Exists(settings.Folder)) Directory.Delete(settings.Folder, recursive: true);
        Directory.CreateDirectory(settings.Folder);
    }

    private async Task<TimeSpan> TradeAsync(
        TradingSystem system, Crowd crowd, HostileRun? hostile, HistoryLog history, CancellationToken stop)
    {
        using var end = new CancellationTokenSource();
        var trading = crowd.RunAsync(end.Token);
        if (settings.Previous is { } previous) await UpgradeAsync(new Upgrade(system, previous, settings.Programs, _dice), system, stop);
        if (hostile is not null) await hostile.AttackAsync(stop);
        if (settings.HasFaults)
        {
            // Attacks continue during the faults; the schemes have ended.
            var attacking = _mob?.AttackServiceAsync(end.Token);
            await BreakThingsAsync(system, history, stop);
            tell("No more faults: the bots finish what they have begun");
            await end.CancelAsync();
            if (attacking is not null) await attacking;
        }

        await end.CancelAsync();
        await FinishAsync(trading);
        var (lag, unsettled) = await new SqlChecks(system.CheckingConnectionString).WaitUntilSettledAsync(SettlePatience);
        Add(unsettled);
        var live = new LiveChecks(system.CheckingConnectionString);
        Add(await live.CheckAsync(crowd.Listening, TellPatience));
        Add(await live.CheckCopiesAsync(crowd.Listening, TellPatience));
        Add(await new CopyChecks(crowd.Administrators[0]).CheckAsync(crowd.Copies, TellPatience));
        await crowd.StopFollowingAsync();
        return lag;
    }

    private async Task FinishAsync(Task trading)
    {
        try
        {
            await trading.WaitAsync(StopPatience, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            _differences.Add(
                new Difference(
                    DifferenceKind.NotResumed, $"somebody waits for an answer {StopPatience.TotalMinutes:0} minutes after the end"));
        }
    }

    private async Task CheckHostileAsync(TradingSystem system, Crowd crowd, HostileRun hostile, IReadOnlyList<HistoryRecord> history)
    {
        tell("Looking what the hostile traders got");
        var checks = new MoneyChecks(system.CheckingConnectionString, crowd.Administrators[0]);
        (_hostile, var differences) = await hostile.CheckAsync(history, checks, [.. crowd.Instruments, .. _mob!.Instruments]);
        Add(differences);
        tell(HostileText.Of(_hostile));
    }

    private async Task UpgradeAsync(Upgrade upgrade, TradingSystem system, CancellationToken stop)
    {
        await QuietAsync(stop);
        foreach (var step in settings.StopsForUpgrade ? upgrade.Stop() : upgrade.Roll())
        {
            await HealAsync(system, [await StrikeAsync(step)]);
            await QuietAsync(stop);
        }
    }

    private async Task BreakThingsAsync(TradingSystem system, HistoryLog history, CancellationToken stop)
    {
        var catalog = new FaultCatalog(system, _dice);
        foreach (var missing in catalog.Missing) Note(missing);
        var kinds = catalog.Kinds
            .Where(kind => settings.Only.Count > 0 ? settings.Only.Contains(kind.Name) : kind.IsShort || settings.Time is not null)
                .ToList();
        var plan = new FaultPlan(kinds, _dice);
        var lastSnapshot = DateTimeOffset.UtcNow;
        var deadline = settings.Time is { } time ? DateTimeOffset.UtcNow + time : DateTimeOffset.MaxValue;
        await QuietAsync(stop);
        foreach (var together in settings.Time is null ? plan.Once() : plan.Endless())
        {
            if (stop.IsCancellationRequested || DateTimeOffset.UtcNow > deadline) return;
            var struck = await Task.WhenAll(together.Select(StrikeAsync));
            await HealAsync(system, struck);
            await QuietAsync(stop);
            if (DateTimeOffset.UtcNow - lastSnapshot < SnapshotInterval) continue;
            await CheckSnapshotAsync(system, history);
            lastSnapshot = DateTimeOffset.UtcNow;
        }
    }

    private async Task<FaultRecord> StrikeAsync(FaultKind kind)
    {
        var record = new FaultRecord(kind.Name, DateTimeOffset.UtcNow);
        lock (_faults) _faults.Add(record);
        try
        {
            await kind.StrikeAsync(record);
        }
        catch (TimeoutException e)
        {
            _differences.Add(new Difference(DifferenceKind.NotResumed, $"{kind.Name}: {e.Message}"));
        }

        record.Ended = DateTimeOffset.UtcNow;
        return record;
    }

    private async Task HealAsync(TradingSystem system, IReadOnlyList<FaultRecord> struck)
    {
        var ended = struck.Max(record => record.Ended);
        try
        {
            await system.WaitUntilReadyAsync(HealPatience);
            while (_pauses.AllAnsweredAfter(ended, settings.Instruments) is null)
            {
                if (DateTimeOffset.UtcNow - ended > HealPatience)
                    throw new TimeoutException($"not every book answers {HealPatience.TotalMinutes:0} minutes after it");
                await Task.Delay(50);
            }
        }
        catch (TimeoutException e)
        {
            _differences.Add(
                new Difference(DifferenceKind.NotResumed, $"{string.Join(" and ", struck.Select(record => record.What))}: {e.Message}"));
        }

        foreach (var record in struck)
        {
            record.Healed = DateTimeOffset.UtcNow;
            record.Resumed = _pauses.AllAnsweredAfter(record.Ended, settings.Instruments) - record.Ended;
            if (record.Failover is { } failover) failover.AcceptedAfter = record.Ended + record.Resumed - failover.Ended;
            record.Pauses = _pauses.LongestOfEachIn(record.Begun, record.Healed.Value);
            tell(ReportWriter.Line(record, _begun));
        }
    }

    private async Task QuietAsync(CancellationToken stop)
    {
        try
        {
            await Task.Delay(settings.Quiet * (0.5 + _dice.NextDouble()), stop);
        }
        catch (OperationCanceledException)
        {
            // The run was stopped early.
        }
    }

    // Everything acknowledged before SQL is read must be there, while trading goes on.
    private async Task CheckSnapshotAsync(TradingSystem system, HistoryLog history)
    {
        var before = HistoryLog.Read(history.Path, await history.FlushAsync());
        var facts = await SqlFactsReader.ReadAsync(system.CheckingConnectionString, _mob?.Accounts ?? []);
        Add(HistoryChecker.Check(before, facts, isComplete: false, new Losses(Failovers)));
        Add(await new SqlChecks(system.CheckingConnectionString).CheckInvariantsAsync());
        _snapshots++;
        tell(
            $"      snapshot {_snapshots}: {before.Count} records of the history held against {facts.Events.Count} events, "
                + $"{_differences.Count} differences so far");
    }

    private async Task CheckEndAsync(TradingSystem system, Crowd crowd, IReadOnlyList<HistoryRecord> history)
    {
        tell("Holding the history against SQL, and memory against SQL");
        var facts = await SqlFactsReader.ReadAsync(system.CheckingConnectionString, _mob?.Accounts ?? []);
        var sql = new SqlChecks(system.CheckingConnectionString);
        var losses = new Losses(Failovers);
        Add(HistoryChecker.Check(history, facts, isComplete: true, losses));
        foreach (var failover in Failovers) failover.Loss = losses.Of(failover);
        Add(await new PageChecks(crowd.Administrators[0], facts, _dice).CheckAsync(crowd.Accounts));
        Add(OutageCheck.Check(history, _faults));
        Add(await sql.CheckInvariantsAsync());
        Add(await sql.CheckConservationAsync(history, facts));
        var memory = new MemoryChecks(crowd.Administrators[0], system.CheckingConnectionString);
        IReadOnlyList<Client.Instrument> instruments = [.. crowd.Instruments, .. _mob?.Instruments ?? []];
        Add(await memory.CheckBooksAsync(instruments));
        Add(await memory.CheckAccountsAsync(instruments));
        Add(await memory.VerifyAsync(instruments));
    }

    private IReadOnlyList<Failover> Failovers => [.. _faults.Select(fault => fault.Failover).OfType<Failover>()];

    private void Add(IReadOnlyList<Difference> differences)
    {
        // Each snapshot checks the whole history again.
        var found = differences.Except(_differences).ToList();
        foreach (var difference in found.Take(MaxToldDifferences)) tell($"DIFFERENCE {difference.Kind}: {difference.Text}");
        _differences.AddRange(found);
    }

    private void Note(string text)
    {
        _events.Enqueue($"{(DateTimeOffset.UtcNow - _begun).TotalSeconds,7:0.0} s  {text}");
        tell($"      {text}");
    }
}
