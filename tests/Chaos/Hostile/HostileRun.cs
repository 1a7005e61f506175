using Rtx.Chaos.Checking;
using Rtx.Chaos.History;
using Rtx.Chaos.Servers;

namespace Rtx.Chaos.Hostile;

/// <summary>
/// The hostile part of a run: a calm period, the attack, and a check of what is left of it. Faults, if any, come after that, with hostile
/// traders throughout.
/// </summary>
internal sealed class HostileRun(ChaosSettings settings, TradingSystem system, Mob mob, Action<string> tell)
{
    private static readonly TimeSpan ReturnPatience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan ReturnPoll = TimeSpan.FromSeconds(1);

    private (DateTimeOffset From, DateTimeOffset To) _calm;
    private (DateTimeOffset From, DateTimeOffset To) _attack;
    private Resources? _before;
    private Resources? _after;

    /// <summary>Lets honest traders trade alone, then under attack, then alone again until memory is back to normal.</summary>
    /// <param name="stop">Stops it early.</param>
    public async Task AttackAsync(CancellationToken stop)
    {
        tell($"Honest traders alone for {settings.Calm.TotalSeconds:0} s");
        // Processes are slow just after start-up.
        await DelayAsync(settings.Calm / 2, stop);
        _calm = await TimeAsync(() => DelayAsync(settings.Calm, stop));
        _before = await Resources.TakeAsync(system);
        tell($"Hostile traders for {settings.Attack.TotalSeconds:0} s: {string.Join(", ", settings.Attacks)}");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        end.CancelAfter(settings.Attack);
        _attack = await TimeAsync(() => mob.AttackAsync(end.Token));
        tell("Waiting until memory is back to normal");
        await WaitForReturnAsync();
    }

    /// <summary>After the attacks have ended: what must not have resulted from them.</summary>
    /// <param name="history">What honest traders were told.</param>
    /// <param name="checks">Reads who gained what.</param>
    /// <param name="instruments">All books.</param>
    public async Task<(HostileReport Report, IReadOnlyList<Difference> Differences)> CheckAsync(
        IReadOnlyList<HistoryRecord> history, MoneyChecks checks, IReadOnlyList<Client.Instrument> instruments)
    {
        var (calm, attacked) = (Service.In(history, _calm.From, _calm.To), Service.In(history, _attack.From, _attack.To));
        List<Difference> differences =
            [.. ServiceChecks.CheckAnswers(mob.Tallies, settings.HasFaults), .. ServiceChecks.CheckHonest(calm, attacked, settings)];
        if (_before is { } before && _after is { } after) differences.AddRange(ServiceChecks.CheckResources(before, after));
        differences.AddRange(await checks.CheckAsync(mob.Pairs));
        differences.AddRange(await mob.Witness.CheckAsync(system, instruments));
        return (new HostileReport(mob.Tallies, calm, attacked, _before, _after), differences);
    }

    private async Task WaitForReturnAsync()
    {
        var deadline = DateTimeOffset.UtcNow + ReturnPatience;
        do
        {
            await Task.Delay(ReturnPoll, CancellationToken.None);
            _after = await Resources.TakeAsync(system);
        }
        while (!ServiceChecks.IsMemoryNormal(_before!, _after) && DateTimeOffset.UtcNow < deadline);
    }

    private static async Task<(DateTimeOffset From, DateTimeOffset To)> TimeAsync(Func<Task> act)
    {
        var from = DateTimeOffset.UtcNow;
        await act();
        return (from, DateTimeOffset.UtcNow);
    }

    private static async Task DelayAsync(TimeSpan time, CancellationToken stop)
    {
        try
        {
            await Task.Delay(time, stop);
        }
        catch (OperationCanceledException)
        {
            // The run was stopped early.
        }
    }
}
