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
        var minutes = new Option<double?>("--minutes") { Description = "How long faults go on. Without it each main fault happens once, in about two minutes." };
        var seed = new Option<int>("--seed") { Description = "What all choices are drawn from.", DefaultValueFactory = _ => Environment.TickCount & 0xFFFF };
        var silos = new Option<int>("--silos") { Description = "How many silos, 2 to 9.", DefaultValueFactory = _ => 3 };
        var silo = new Option<string?>("--silo") { Description = "The program of a silo, Rtx.Silo.dll; the one that was built by default." };
        var previous = new Option<string?>("--previous") { Description = "A folder with silo/Rtx.Silo.dll and api/Rtx.ClientApi.dll of another version: the run begins with them and is upgraded under load." };
        var stopForUpgrade = new Option<bool>("--stop-for-upgrade") { Description = "The other version is not let near the new schema: it must refuse it, all are stopped and started." };
        var bots = new Option<int>("--bots") { Description = "How many bots.", DefaultValueFactory = _ => 200 };
        var rate = new Option<double>("--rate") { Description = "Requests per second that all bots send together.", DefaultValueFactory = _ => 120 };
        var only = new Option<string[]>("--only") { Description = "Only these kinds of faults, e.g. silo_kill.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var hostile = new Option<bool>("--hostile") { Description = "Hostile traders beside the honest ones, before the first fault and meanwhile." };
        var attacks = new Option<string[]>("--only-attacks") { Description = $"Only these attacks: {string.Join(", ", AttackCatalog.Names)}.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        attacks.AcceptOnlyFromAmong([.. AttackCatalog.Names]);
        var attackSeconds = new Option<double>("--attack-seconds") { Description = "How long hostile traders attack before the first fault.", DefaultValueFactory = _ => 60 };
        var hostileOrders = new Option<int>("--hostile-orders") { Description = "Orders that an attack rests which needs many.", DefaultValueFactory = _ => 20_000 };
        var maxSlowdown = new Option<double?>("--max-slowdown") { Description = "Fails when honest traders wait more than so many times as long under attack (p99)." };
        var noFaults = new Option<bool>("--no-faults") { Description = "Nothing breaks." };
        var folder = new Option<string>("--folder") { Description = "Where history, report and logs go; emptied before. Those of a run with differences are kept beside it.", DefaultValueFactory = _ => Path.Combine(".data", "chaos") };
        var json = new Option<bool>("--json") { Description = "Only the JSON line on standard output, everything else on standard error." };
        var command = new RootCommand("Breaks a running system in every way and checks that nothing acknowledged is lost and nothing is doubled. Start it with ./chaos.")
        {
            minutes, seed, silos, silo, previous, stopForUpgrade, bots, rate, only, hostile, attacks, attackSeconds, hostileOrders, maxSlowdown, noFaults, folder, json,
        };
        command.SetAction((parsed, stop) => RunAsync(
            new ChaosSettings
            {
                Folder = Path.GetFullPath(parsed.GetValue(folder)!),
                Time = parsed.GetValue(minutes) is { } time ? TimeSpan.FromMinutes(time) : null,
                Seed = parsed.GetValue(seed),
                Silos = parsed.GetValue(silos),
                Programs = parsed.GetValue(silo) is { } program ? Programs.OfCheckout with { Silo = Path.GetFullPath(program) } : Programs.OfCheckout,
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
        // The next run empties the folder, and what went wrong once may not come again.
        var kept = $"{settings.Folder}-{begun.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}";
        Directory.Move(settings.Folder, kept);
        await people.WriteLineAsync($"History, report and logs are kept in {kept}.");
        return 1;
    }
}
