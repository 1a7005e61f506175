using System.ComponentModel.DataAnnotations;
using Rtx.Domain.Sessions;
using Rtx.Simulation.Tests.Runtime;

namespace Rtx.Simulation.Tests;

/// <summary>
/// The venue's operator: sends trading states, schedules and references to the instruments, each until answered, and a feed's prices,
/// one-way. In the end all instruments trade again.
/// </summary>
internal sealed class SimulatedOperator(SimulatedCluster cluster, Features features)
{
    private const short FeedId = 1;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);
    private static readonly TradingState[] States = [TradingState.Continuous, TradingState.OpeningAuction, TradingState.ClosingAuction,
        TradingState.PreOpen, TradingState.CancelOnly];
    private static readonly TradingState[] SessionStates = [TradingState.Continuous, TradingState.OpeningAuction,
        TradingState.ClosingAuction, TradingState.PreOpen, TradingState.CancelOnly];

    private readonly SimulatedWorld _world = cluster.World;
    private readonly HashSet<InstrumentId> _scheduled = [];

    /// <summary>Wrong answers it got; empty when all is well.</summary>
    public List<string> Complaints { get; } = [];

    public bool IsDone { get; private set; }

    public async Task RunAsync(TimeSpan until)
    {
        if (features.Has(Feature.Feed)) foreach (var instrument in cluster.Database.Instruments) await FollowFeedAsync(instrument.Id);
        while (_world.Now < until)
        {
            await _world.Delay(_world.UpTo(LongestPause));
            await ActAsync(_world.Pick(cluster.Database.Instruments).Id);
        }

        foreach (var instrument in cluster.Database.Instruments) await TellStateAsync(instrument.Id, TradingState.Continuous);
        IsDone = true;
    }

    private async Task ActAsync(InstrumentId instrument)
    {
        switch (_world.Next(5))
        {
            case 0 when features.Has(Feature.TradingStates):
                await HaltAsync(instrument);
                await TellStateAsync(instrument, TradingState.Continuous);
                break;
            case 1 when features.Has(Feature.TradingStates) && !_scheduled.Contains(instrument):
                await TellStateAsync(instrument, _world.Pick(States));
                await _world.Delay(_world.UpTo(LongestPause));
                await TellStateAsync(instrument, TradingState.Continuous);
                break;
            case 2 when features.Has(Feature.Schedules):
                await TellScheduleAsync(instrument, _world.Next(4) == 0 ? null : DrawSchedule());
                break;
            case 3 when features.Has(Feature.References):
                var reference = new Price(98 + _world.Next(5));
                await TellAsync(instrument, $"its reference {reference}", grain => grain.SetReferencePrice(reference));
                break;
            default:
                if (features.Has(Feature.Feed)) Quote(instrument);
                break;
        }
    }

    private Task<bool> FollowFeedAsync(InstrumentId instrument)
    {
        var rules = new MarkRules
        {
            ProviderIds = _world.Next(2) == 0 ? [FeedId] : [FeedId, MarkRules.OwnBook],
            MaxJumpBasisPoints = 100_000,
            Confirmations = 1,
        };
        return TellAsync(instrument, "its mark rules", grain => grain.SetMarkRules(rules));
    }

    // Every second one moves far enough to pass resting orders and the marks that accounts used, and to use up margin.
    private void Quote(InstrumentId instrument)
    {
        var price = new Price(_world.Next(2) == 0 ? 80 + _world.Next(41) : 98 + _world.Next(5));
        _world.Tell($"a feed says {price} of {instrument}");
        cluster.Reference<IInstrumentGrain>(instrument.Value).ReportMark(FeedId, price, Timestamp.From(_world.Clock.GetUtcNow())).Ignore();
    }

    private async Task TellStateAsync(InstrumentId instrument, TradingState state)
    {
        var timeline = cluster.Database.Timeline;
        if (!await TellAsync(instrument, state.ToString(), grain => grain.SetTradingState(state))) return;
        // Nobody else ends a halt; without a schedule and without bands that start auctions, no other state changes reach the book.
        if ((state == TradingState.Halted || !(features.Has(Feature.Schedules) || features.Has(Feature.PriceBands))) && timeline == cluster.Database.Timeline && cluster.Database.Standing(instrument).State != state)
            Complaints.Add($"book {instrument} is told to be {state}, the database has {cluster.Database.Standing(instrument).State}");
    }

    // And it stays so.
    private async Task HaltAsync(InstrumentId instrument)
    {
        var timeline = cluster.Database.Timeline;
        await TellStateAsync(instrument, TradingState.Halted);
        await _world.Delay(_world.UpTo(LongestPause));
        if (timeline == cluster.Database.Timeline && cluster.Database.Standing(instrument).State is not TradingState.Halted and var state)
        {
            Complaints.Add($"book {instrument} is halted, and the database has {state}");
        }
    }

    private async Task TellScheduleAsync(InstrumentId instrument, TradingSchedule? schedule)
    {
        if (schedule is not null) _scheduled.Add(instrument);
        await TellAsync(instrument, schedule is null ? "no schedule" : $"a schedule of {string.Join(' ', schedule.Sessions[0].Phases.Select(phase => $"{phase.Start:ss}:{phase.State}"))}", grain => grain.SetSchedule(schedule));
        if (schedule is null) _scheduled.Remove(instrument);
    }

    private TradingSchedule DrawSchedule()
    {
        while (true)
        {
            var now = _world.Clock.GetUtcNow().UtcDateTime;
            var starts = Enumerable.Range(0, 2 + _world.Next(4)).Select(_ => now.AddSeconds(_world.Next(20))).Order().ToList();
            List<SessionPhase> phases = [new SessionPhase(TimeOnly.FromDateTime(now.AddHours(-1)), _world.Pick(SessionStates))];
            phases.AddRange(starts.Select(start => new SessionPhase(TimeOnly.FromDateTime(start), _world.Pick(SessionStates))));
            phases.Add(new SessionPhase(
                TimeOnly.FromDateTime(_world.Next(2) == 0 ? now.AddSeconds(20 + _world.Next(10)) : now.AddHours(1)), TradingState.Closed));
            var schedule = new TradingSchedule
            {
                TimeZoneId = "UTC",
                Sessions = [new WeeklySession(now.DayOfWeek, [.. phases.Select(
                    phase => phase with { Start = phase.Start.Add(-TimeSpan.FromTicks(phase.Start.Ticks % TimeSpan.TicksPerSecond)) })])],
                RandomEndSeconds = _world.Next(2) * 2,
            };
            if (TradingScheduleRules.FindBroken(schedule) is null) return schedule;
        }
    }

    private async Task<bool> TellAsync(InstrumentId instrument, string what, Func<IInstrumentGrain, Task> tell)
    {
        while (true)
        {
            try
            {
                await tell(cluster.Reference<IInstrumentGrain>(instrument.Value));
                _world.Tell($"book {instrument} is told {what}");
                return true;
            }
            catch (ValidationException e)
            {
                _world.Tell($"WRONG: instrument {instrument} is told {what} and answers {e.Message}");
                Complaints.Add($"instrument {instrument} is told {what} and answers {e.Message}");
                return false;
            }
            catch (Exception e) when (e is TimeoutException or OrleansException or DataUnavailableException)
            {
                await _world.Delay(RetryInterval);
            }
        }
    }
}
