using Rtx.Chaos.Servers;

namespace Rtx.Chaos.Faults;

/// <summary>The faults that this machine supports.</summary>
internal sealed class FaultCatalog
{
    private const int EventsBeyondStandby = 50;

    // Longer than three missed probes of 2 s and the votes: the others declare the silo dead.
    private static readonly TimeSpan LongerThanProbes = TimeSpan.FromSeconds(16);
    private static readonly TimeSpan ShorterThanProbes = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan DatabasePause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan DiskFullPoll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);
    // Longer than a silo waits for a commit.
    private static readonly TimeSpan StandbyHold = TimeSpan.FromSeconds(7);
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);

    private readonly TradingSystem _system;
    private readonly Random _dice;

    public FaultCatalog(TradingSystem system, Random dice)
    {
        (_system, _dice) = (system, dice);
        List<FaultKind> kinds =
        [
            new("silo_kill", FaultPart.Silos, IsShort: true, KillSiloAsync),
            new("silo_pause_short", FaultPart.Silos, IsShort: false, record => PauseSiloAsync(record, ShorterThanProbes)),
            new("silo_pause_long", FaultPart.Silos, IsShort: true, record => PauseSiloAsync(record, LongerThanProbes)),
            new("silo_stop", FaultPart.Silos, IsShort: false, StopSiloAsync),
            new("rolling_restart", FaultPart.Silos, IsShort: true, RestartSilosAsync),
            new("api_kill", FaultPart.Apis, IsShort: true, KillApiAsync),
            new(
                "database_crash", FaultPart.Database, IsShort: true,
                record => RestartDatabaseAsync(record, "PostgreSQL killed", server => server.KillAsync())),
            new("database_stop", FaultPart.Database, IsShort: false,
                record => RestartDatabaseAsync(record, "PostgreSQL stopped at once", server => server.StopImmediatelyAsync())),
            new("database_backend_kill", FaultPart.Database, IsShort: false, KillBackendAsync),
            new("database_pause", FaultPart.Database, IsShort: true, PauseDatabaseAsync),
            new("database_connections_cut", FaultPart.Database, IsShort: true, CutConnectionsAsync),
            new("failover_asynchronous", FaultPart.Database, IsShort: true, record => FailOverAsync(record, isSynchronous: false)),
            new("failover_synchronous", FaultPart.Database, IsShort: true, record => FailOverAsync(record, isSynchronous: true)),
            new("redis_kill", FaultPart.Redis, IsShort: true, KillRedisAsync),
            new("redis_pause", FaultPart.Redis, IsShort: false, PauseRedisAsync),
            new("redis_wipe", FaultPart.Redis, IsShort: true, WipeRedisAsync),
        ];
        if (system.Postgres.Volume.CanFill) kinds.Add(new("database_disk_full", FaultPart.Database, IsShort: true, FillDiskAsync));
        if (system.Island.CanCut)
        {
            kinds.Add(new("silo_cut_off", FaultPart.Silos, IsShort: true, CutOffSiloAsync));
            kinds.Add(new("silo_cut_from_silo", FaultPart.Silos, IsShort: false, CutSilosApartAsync));
            kinds.Add(new("silo_cut_from_database", FaultPart.Silos, IsShort: false, CutSiloFromDatabaseAsync));
        }

        Kinds = kinds;
        List<string> missing = [];
        if (!system.Postgres.Volume.CanFill) missing.Add("no disk is filled: this machine allows no mount");
        if (!system.Island.CanCut) missing.Add("no network is cut: this machine allows no network namespaces");
        Missing = missing;
    }

    public IReadOnlyList<FaultKind> Kinds { get; }

    /// <summary>What this machine does not support.</summary>
    public IReadOnlyList<string> Missing { get; }

    private async Task KillSiloAsync(FaultRecord record)
    {
        var silo = Any(_system.Silos);
        // A silo that returns soon tells the others that it was dead; one that stays away must be missed.
        var away = _dice.Next(2) == 0 ? Moment : LongerThanProbes;
        record.What = $"{silo.Name} killed and started again after {away.TotalSeconds:0} s";
        await silo.KillAsync();
        await Task.Delay(away);
        await silo.StartAsync();
    }

    private async Task PauseSiloAsync(FaultRecord record, TimeSpan time)
    {
        var silo = Any(_system.Silos);
        record.What = $"{silo.Name} paused for {time.TotalSeconds:0} s";
        silo.Pause();
        await Task.Delay(time);
        silo.Resume();
    }

    private async Task StopSiloAsync(FaultRecord record)
    {
        var silo = Any(_system.Silos);
        record.What = $"{silo.Name} stopped as planned";
        await silo.StopAsync();
        await silo.StartAsync();
    }

    private async Task RestartSilosAsync(FaultRecord record)
    {
        record.What = "all silos restarted as planned, one after the other";
        foreach (var silo in _system.Silos)
        {
            await silo.StopAsync();
            await silo.StartAsync();
            await _system.WaitUntilReadyAsync(StartPatience);
        }
    }

    private async Task KillApiAsync(FaultRecord record)
    {
        var api = Any(_system.Apis);
        record.What = $"{api.Name} killed";
        await api.KillAsync();
        await Task.Delay(Moment);
        await api.StartAsync();
    }

    private async Task RestartDatabaseAsync(FaultRecord record, string what, Func<PostgresServer, Task> endAsync)
    {
        record.What = $"{what} and started again after {Moment.TotalSeconds:0} s";
        await endAsync(_system.Postgres);
        var from = DateTimeOffset.UtcNow;
        await Task.Delay(Moment);
        record.DatabaseOutage = (from, DateTimeOffset.UtcNow);
        await _system.Postgres.StartAsync();
    }

    private async Task KillBackendAsync(FaultRecord record)
    {
        record.What = "a process of PostgreSQL killed; it recovered by itself";
        await _system.Postgres.KillBackendAsync();
        await Task.Delay(Moment);
        await _system.Postgres.WaitUntilAnswersAsync();
    }

    private async Task PauseDatabaseAsync(FaultRecord record)
    {
        record.What = $"PostgreSQL paused for {DatabasePause.TotalSeconds:0} s";
        _system.Postgres.Pause();
        var from = DateTimeOffset.UtcNow;
        await Task.Delay(DatabasePause);
        record.DatabaseOutage = (from, DateTimeOffset.UtcNow);
        _system.Postgres.Resume();
    }

    private async Task CutConnectionsAsync(FaultRecord record)
    {
        record.What = "all connections to PostgreSQL cut";
        await _system.Postgres.CutConnectionsAsync();
    }

    private async Task FillDiskAsync(FaultRecord record)
    {
        await _system.Postgres.Volume.FillAsync();
        // A server that keeps running has free space in its existing files: what it acknowledges is on disk. A server that has ended
        // acknowledges nothing.
        var (begun, ended) = (DateTimeOffset.UtcNow, (DateTimeOffset?)null);
        while (DateTimeOffset.UtcNow - begun < DatabasePause / 2)
        {
            await Task.Delay(DiskFullPoll);
            if (_system.Postgres.HasEnded) ended ??= DateTimeOffset.UtcNow;
        }

        var hasEnded = _system.Postgres.HasEnded;
        if (ended is { } from) record.DatabaseOutage = (from, DateTimeOffset.UtcNow);
        _system.Postgres.Volume.Free();
        record.What = $"the disk of PostgreSQL full for {DatabasePause.TotalSeconds / 2:0} s{(hasEnded ? ", which ended it" : "")}";
        if (hasEnded) await _system.Postgres.StartAsync();
        else await _system.Postgres.WaitUntilAnswersAsync();
    }

    // Creates a standby that first stops applying and then stops receiving, while commits continue or wait; then the standby must take over
    // without the primary.
    private async Task FailOverAsync(FaultRecord record, bool isSynchronous)
    {
        var standby = isSynchronous
            ? "a synchronous standby that commits waited for"
            : "an asynchronous standby that commits did not wait for";
        record.What = $"{standby} promoted";
        var replication = await _system.ReplicateAsync();
        try
        {
            await FailOverAsync(record, isSynchronous, replication);
        }
        catch (TimeoutException) when (!_system.Postgres.HasEnded)
        {
            await replication.GiveUpAsync();
            throw;
        }
    }

    private async Task FailOverAsync(FaultRecord record, bool isSynchronous, Replication replication)
    {
        await replication.WaitUntilStreamingAsync();
        if (isSynchronous) await replication.MakeSynchronousAsync();
        await replication.PauseReplayAsync();
        await Task.Delay(Moment);
        var received = DateTimeOffset.UtcNow;
        await replication.CatchUpAsync();
        replication.Hold();
        var silent = DateTimeOffset.UtcNow;
        if (!isSynchronous) await replication.WaitForEventsAsync(EventsBeyondStandby, TradingSystem.TradingDatabase);
        // Committed events are reported, or waiting commits have timed out.
        await Task.Delay(isSynchronous ? StandbyHold : Moment);
        await _system.Postgres.KillAsync();
        var ended = DateTimeOffset.UtcNow;
        var border = await replication.ApplyReceivedAsync(TradingSystem.TradingDatabase);
        record.DatabaseOutage = (isSynchronous ? silent : ended, DateTimeOffset.UtcNow);
        await replication.PromoteAsync();
        var promoted = DateTimeOffset.UtcNow;
        record.Failover =
            new Failover { IsSynchronous = isSynchronous, ReceivedUntil = received, Ended = ended, Promoted = promoted, Border = border };
        await _system.UseStandbyAsync();
    }

    private async Task KillRedisAsync(FaultRecord record)
    {
        record.What = $"Redis killed and started empty after {Moment.TotalSeconds * 2:0} s";
        await _system.Redis.KillAsync();
        await Task.Delay(Moment * 2);
        await _system.Redis.StartAsync();
    }

    private async Task PauseRedisAsync(FaultRecord record)
    {
        record.What = $"Redis paused for {LongerThanProbes.TotalSeconds:0} s";
        _system.Redis.Pause();
        await Task.Delay(LongerThanProbes);
        _system.Redis.Resume();
    }

    private async Task WipeRedisAsync(FaultRecord record)
    {
        record.What = "Redis wiped";
        await _system.Redis.WipeAsync();
        // Dependent failures show within a moment.
        await Task.Delay(Moment);
    }

    private async Task CutOffSiloAsync(FaultRecord record)
    {
        var silo = AnyNumber();
        record.What = $"silo-{silo} off the network for {LongerThanProbes.TotalSeconds:0} s";
        await _system.Island.SetConnectedAsync(silo, isConnected: false);
        await Task.Delay(LongerThanProbes);
        await _system.Island.SetConnectedAsync(silo, isConnected: true);
    }

    private async Task CutSilosApartAsync(FaultRecord record)
    {
        var one = AnyNumber();
        var other = (one % _system.Silos.Count) + 1;
        record.What = $"silo-{one} and silo-{other} cannot reach each other for {LongerThanProbes.TotalSeconds:0} s";
        await SetBothAsync(isReachable: false);
        await Task.Delay(LongerThanProbes);
        await SetBothAsync(isReachable: true);

        async Task SetBothAsync(bool isReachable)
        {
            await _system.Island.SetReachableAsync(one, _system.Island.Silo(other), isReachable);
            await _system.Island.SetReachableAsync(other, _system.Island.Silo(one), isReachable);
        }
    }

    private async Task CutSiloFromDatabaseAsync(FaultRecord record)
    {
        var silo = AnyNumber();
        record.What = $"silo-{silo} cannot reach PostgreSQL for {LongerThanProbes.TotalSeconds:0} s";
        await _system.Island.SetReachableAsync(silo, _system.Island.Database, isReachable: false);
        await Task.Delay(LongerThanProbes);
        await _system.Island.SetReachableAsync(silo, _system.Island.Database, isReachable: true);
    }

    private Node Any(IReadOnlyList<Node> nodes) => nodes[_dice.Next(nodes.Count)];

    private int AnyNumber() => 1 + _dice.Next(_system.Silos.Count);
}
