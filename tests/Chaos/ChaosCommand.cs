using System.CommandLine;
using System.Globalization;
using Rtx.Chaos.Hostile;
using Rtx.Chaos.Reporting;
using Rtx.Chaos.Servers;

namespace Rtx.Chaos;

/// <summary>The command line of a run.</summary>
internal static class ChaosCommand
{
    public static RootCommand Create()
    {
        var minutes = new Option<double?>("--minutes")
        {
            Description = "How long faults continue; without it each main fault happens once, in about two minutes.",
        };
        var seed = new Option<int>("--seed")
        {
            Description = "The seed of all random choices.",
            DefaultValueFactory = _ => Environment.TickCount & 0xFFFF,
        };
        var silos = new Option<int>("--silos") { Description = "Number of silos, 2 to 9.", DefaultValueFactory = _ => 3 };
        var silo = new Option<string?>("--silo") { Description = "The silo program, Rtx.Silo.dll; by default the one that was built." };
        var previous = new Option<string?>("--previous")
        {
            Description = "A folder with silo/Rtx.Silo.dll and api/Rtx.ClientApi.dll of another version: "
                + "the run starts with these and upgrades them under load.",
        };
        var stopForUpgrade = new Option<bool>("--stop-for-upgrade")
        {
            Description = "The other version must refuse the new schema; all processes are stopped and started.",
        };
        var bots = new Option<int>("--bots") { Description = "Number of bots.", DefaultValueFactory = _ => 200 };
        var rate = new Option<double>("--rate")
        {
            Description = "Requests per second of all bots together.",
            DefaultValueFactory = _ => 120,
        };
        var only = new Option<string[]>("--only")
        {
            Description = "Only these kinds of faults, e.g. silo_kill.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
        };
        var hostile = new Option<bool>("--hostile")
        {
            Description = "Run hostile traders beside the honest bots, before the first fault and during the faults.",
        };
        var attacks = new Option<string[]>("--only-attacks")
        {
            Description = $"Only these attacks: {string.Join(", ", AttackCatalog.Names)}.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
        };
        attacks.AcceptOnlyFromAmong([.. AttackCatalog.Names]);
        var attackSeconds = new Option<double>("--attack-seconds")
        {
            Description = "How long hostile traders attack before the first fault.",
            DefaultValueFactory = _ => 60,
        };
        var hostileOrders = new Option<int>("--hostile-orders")
        {
            Description = "Resting orders of an attack that needs many.",
            DefaultValueFactory = _ => 20_000,
        };
        var maxSlowdown = new Option<double?>("--max-slowdown")
        {
            Description = "Fail when honest bots wait more than this many times as long under attack (p99).",
        };
        var noFaults = new Option<bool>("--no-faults") { Description = "No faults." };
        var folder = new Option<string>("--folder")
        {
            Description = "Folder for history, report and logs; emptied first. If a check fails, they are moved to a folder beside it.",
            DefaultValueFactory = _ => Path.Combine(".data", "chaos"),
        };
        var json = new Option<bool>("--json")
        {
            Description = "One JSON line on standard output, everything else on standard error.",
        };
        var command = new RootCommand(
            "Injects faults into a running system and checks that nothing acknowledged is lost or duplicated. Start it with ./chaos.")
        {
            minutes, seed, silos, silo, previous, stopForUpgrade, bots, rate, only,
            hostile, attacks, attackSeconds, hostileOrders, maxSlowdown, noFaults, folder, json,
        };
        command.SetAction((parsed, stop) => RunAsync(
            new ChaosSettings
            {
                Folder = Path.GetFullPath(parsed.GetValue(folder)!),
                Time = parsed.GetValue(minutes) is { } time ? TimeSpan.FromMinutes(time) : null,
                Seed = parsed.GetValue(seed),
                Silos = parsed.GetValue(silos),
                Programs = parsed.GetValue(silo) is { } program
                    ? Programs.OfCheckout with { Silo = Path.GetFullPath(program) }
                    : Programs.OfCheckout,
                Previous = parsed.GetValue(previous) is { } before ? Programs.In(before) : null,
                StopsForUpgrade = parsed.GetValue(stopForUpgrade),
                Bots = parsed.GetValue(bots),
                RequestsPerSecond = parsed.GetValue(rate),
                Only = parsed.GetValue(only)!,
                Attacks = parsed.GetValue(attacks) is { Length: > 0 } named ? named : parsed.GetValue(hostile) ? AttackCatalog.Names : [],
                Attack = TimeSpan.FromSeconds(parsed.GetValue(attackSeconds)),
                HostileOrders = parsed.GetValue(hostileOrders),
                MaxSlowdown = parsed.GetValue(maxSlowdown),
                HasFaults = !parsed.GetValue(noFaults),
            },
            parsed.GetValue(json) ? Console.Error : Console.Out, stop));
        return command;
    }

    private static async Task<int> RunAsync(ChaosSettings settings, TextWriter people, CancellationToken stop)
    {
        var begun = DateTimeOffset.UtcNow;
        var report = await new ChaosRun(settings, text => people.WriteLine(text)).RunAsync(stop);
        var text = ReportWriter.Text(report, begun);
        await File.WriteAllTextAsync(Path.Combine(settings.Folder, "report.txt"), text, CancellationToken.None);
        await people.WriteLineAsync();
        await people.WriteLineAsync(text);
        Console.WriteLine(ReportWriter.Json(report));
        if (report.Differences.Count == 0) return 0;
        // The next run empties the folder, and a failure may not be reproducible.
        var kept = $"{settings.Folder}-{begun.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}";
        Directory.Move(settings.Folder, kept);
        await people.WriteLineAsync($"History, report and logs are kept in {kept}.");
        return 1;
    }
}
