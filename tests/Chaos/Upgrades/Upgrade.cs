using Npgsql;
using Rtx.Chaos.Faults;
using Rtx.Chaos.Servers;

namespace Rtx.Chaos.Upgrades;

/// <summary>
/// Upgrades a system from the previous version to this one under load: migrates first, then replaces one process after the other, with
/// crashes and rollbacks on the way; or, when the migration does not allow the previous version to continue, stops everything.
/// </summary>
internal sealed class Upgrade(TradingSystem system, Programs previous, Programs present, Random dice)
{
    private const int MaxStepsBack = 2;

    // A silo that refuses the database must not become ready later, either.
    private static readonly TimeSpan RefusalTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    private int _stepsBack;

    /// <summary>One process after the other: silos, then API processes.</summary>
    public IEnumerable<FaultKind> Roll()
    {
        yield return new FaultKind("upgrade_migrate", FaultPart.Database, IsShort: false, MigrateUnderLoadAsync);
        while (Next() is { } next)
        {
            var draw = dice.Next(10);
            if (draw < 2) yield return Step("upgrade_silo_kill", record => RestartAsync(record, AnySilo(), isKilled: true));
            else if (draw < 4 && _stepsBack < MaxStepsBack && Newest() is { } back)
                yield return Step("upgrade_back", record => TakeBackAsync(record, back));
            else yield return Step("upgrade_replace", record => ReplaceAsync(record, next, isKilled: dice.Next(3) == 0));
        }
    }

    /// <summary>
    /// All at once. A migration raises the schema floor while the previous version is running: somebody forgot to stop it.
    /// </summary>
    public IEnumerable<FaultKind> Stop() => [new FaultKind("upgrade_stop", FaultPart.Silos, IsShort: false, StopAllAsync)];

    private static FaultKind Step(string name, Func<FaultRecord, Task> take) => new(name, FaultPart.Silos, IsShort: false, take);

    private Node AnySilo() => system.Silos[dice.Next(system.Silos.Count)];

    private Node? Next() =>
        system.Silos.Concat(system.Apis).FirstOrDefault(node => node.Program == previous.Silo || node.Program == previous.Api);

    // API processes are replaced last and rolled back first.
    private Node? Newest() =>
        system.Silos.Concat(system.Apis).LastOrDefault(node => node.Program == present.Silo || node.Program == present.Api);

    private async Task MigrateUnderLoadAsync(FaultRecord record)
    {
        var before = await ReadAsync("select max(version) from schema_migrations");
        await system.MigrateAsync(present);
        var after = await ReadAsync("select max(version) from schema_migrations");
        record.What = $"schema of trading taken from {before} to {after}";
        if (await ReadAsync("select version from schema_floor") is var floor && floor > before)
            throw new InvalidOperationException(
                $"The schema has the floor {floor}, and the version before knows {before}: take --stop-for-upgrade.");
    }

    private async Task ReplaceAsync(FaultRecord record, Node node, bool isKilled)
    {
        node.Program = system.Silos.Contains(node) ? present.Silo : present.Api;
        await RestartAsync(record, node, isKilled);
        record.What += ", by this version";
    }

    private async Task TakeBackAsync(FaultRecord record, Node node)
    {
        _stepsBack++;
        node.Program = system.Silos.Contains(node) ? previous.Silo : previous.Api;
        await RestartAsync(record, node, isKilled: false);
        record.What += ", by the version before again";
    }

    private static async Task RestartAsync(FaultRecord record, Node node, bool isKilled)
    {
        record.What = $"{node.Name} {(isKilled ? "killed" : "stopped as planned")} and started";
        if (isKilled) await node.KillAsync();
        else await node.StopAsync();
        await node.StartAsync();
    }

    private async Task StopAllAsync(FaultRecord record)
    {
        var before = await ReadAsync("select max(version) from schema_migrations");
        var floor = await ReadAsync($"update schema_floor set version = {before + 1} returning version");
        await system.MigrateAsync(present);
        var after = await ReadAsync("select max(version) from schema_migrations");
        if (after < floor) throw new InvalidOperationException($"Both versions know migration {after}: neither can refuse the schema.");
        var refusedSince = DateTimeOffset.UtcNow;
        record.What =
            $"schema of trading taken from {before} to {after}, with the floor {floor}; all refuse it, are stopped, and started by "
                + "this version";

        // A silo of the previous version started now refuses the database from the beginning.
        await RestartAsync(new FaultRecord("", refusedSince), system.Silos[0], isKilled: true);
        var end = refusedSince + RefusalTime;
        var refused = new HashSet<Node>();
        while (DateTimeOffset.UtcNow < end)
        {
            foreach (var silo in system.Silos)
            {
                if (!await silo.IsReadyAsync()) refused.Add(silo);
                else if (refused.Contains(silo))
                    throw new TimeoutException($"{silo.Name} of the version before is ready again, and the schema is not for it");
            }

            await Task.Delay(Poll);
        }

        if (system.Silos.Except(refused).Select(silo => silo.Name).ToList() is { Count: > 0 } serving)
            throw new TimeoutException($"{string.Join(", ", serving)} of the version before never refused a schema that is not for it");

        await Task.WhenAll(system.Apis.Concat(system.Silos).Select(StopOrKillAsync));
        // Anything acknowledged meanwhile came from a version that does not support the schema.
        record.DatabaseOutage = (refusedSince, DateTimeOffset.UtcNow);
        foreach (var silo in system.Silos) silo.Program = present.Silo;
        foreach (var api in system.Apis) api.Program = present.Api;
        await Task.WhenAll(system.Silos.Concat(system.Apis).Select(node => node.StartAsync()));
        await system.WaitUntilReadyAsync(StartPatience);
    }

    // A process that can't hand over may take longer than anyone waits; then it is killed.
    private static async Task StopOrKillAsync(Node node)
    {
        try
        {
            await node.StopAsync();
        }
        catch (TimeoutException)
        {
            // It is down.
        }
    }

    private async Task<long> ReadAsync(string question)
    {
        await using var connection = new NpgsqlConnection(system.CheckingConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(question, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
