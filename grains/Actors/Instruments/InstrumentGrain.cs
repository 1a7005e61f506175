using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Rtx.Actors.Diagnostics;
using Rtx.Actors.Failures;
using Rtx.Domain.Marks;
using Rtx.Domain.Sessions;
using Rtx.Storage.Trading;

namespace Rtx.Actors.Instruments;

/// <summary>
/// One instrument. Contract and schedule are reference data in SQL; what operators, the book and the clock have done is grain state. Nothing but the clock and this
/// memory decides what the book has to be told, and a state counts as told once the book has answered; so after any failure the same states are worked out again.
/// Calls come one at a time, those that only read in between.
/// </summary>
internal sealed class InstrumentGrain(
    IGrainContext context, [PersistentState("instrument", InstrumentGrain.StorageName)] IPersistentState<InstrumentMemory> memory, IInstrumentStore store, TimeProvider clock,
    ILogger<InstrumentGrain> log)
    : Grain(context), IInstrumentGrain, IRemindable
{
    /// <summary>Name of the grain storage provider.</summary>
    public const string StorageName = "grains";

    private const string ReminderName = "sessions";

    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    // The machine's clock may be set, so no wait is longer. It is also the shortest that reminders allow.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private Instrument? _instrument;
    private InstrumentSchedule? _schedule;
    private TradingCalendar _calendar = new(schedule: null, seed: 0);
    private SessionOutlook? _outlook;
    private IGrainTimer? _follow;
    private MarkPriceTracker? _mark;
    private Timestamp _markTimeBegan;
    private long _markClockBegan;
    private bool _markIsUnsaved;
    private bool _isReminded;
    private long _bookEpoch;

    private InstrumentId Id => new((int)this.GetPrimaryKeyLong());

    private IOrderBookGrain Book => GrainFactory.GetGrain<IOrderBookGrain>(Id.Value);

    private MarkPriceTracker Mark => _mark ??= new MarkPriceTracker(Rules, memory.State.MarkPrice, memory.State.MarkTime, _instrument?.InitialMarginRate);

    private MarkRules Rules => memory.State.MarkRules ?? MarkRules.Default;

    private SessionProgress Progress => memory.State.ToProgress(_schedule?.Since);

    private IReadOnlyList<SessionStep> PlanAt(Timestamp now) => SessionCourse.Plan(_calendar, memory.State.IsBookInDoubt ? Progress with { BookState = null } : Progress, now);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (_markTimeBegan, _markClockBegan) = (Now(), clock.GetTimestamp());
        await Reading.OrUnavailableAsync(async () =>
        {
            _instrument = await store.FindInstrumentAsync(Id, cancellationToken);
            await BeginAsync(await store.FindScheduleAsync(Id, cancellationToken));
        });
        this.RegisterGrainTimer(SaveMark, new GrainTimerCreationOptions(SaveInterval, SaveInterval));
        // Not from here: the book may be waiting for this activation.
        _follow = this.RegisterGrainTimer(FollowByClock, new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => SaveMark(cancellationToken);

    public async Task<Instrument?> GetInstrument(CancellationToken cancellationToken) => _instrument ??= await store.FindInstrumentAsync(Id, cancellationToken);

    public Task<InstrumentStatus> GetStatus(CancellationToken cancellationToken)
    {
        var now = Now();
        if (_outlook is null || now >= _outlook.ValidUntil) _outlook = SessionCourse.OutlookAt(_calendar, Progress, now);
        return Task.FromResult(new InstrumentStatus(_outlook.State, Mark.Price, Mark.Time)
        {
            NextState = _outlook.NextState,
            NextChangeTime = _outlook.NextChangeTime,
            CloseTime = _outlook.CloseTime,
            SessionEnd = _outlook.SessionEnd,
            ReferencePrice = memory.State.ReferencePrice,
            IsMarkStale = Mark.IsStale(MarkNow()),
            IsMarkOfBook = Mark.IsOfBook,
        });
    }

    public Task<TradingSchedule?> GetSchedule(CancellationToken cancellationToken) => Task.FromResult(_schedule?.Schedule);

    public async Task SetTradingState(TradingState state, CancellationToken cancellationToken)
    {
        if (!Enum.IsDefined(state)) throw new ValidationException("There is no such trading state.");
        var instrument = await RequireInstrumentAsync(cancellationToken);
        if (_calendar.HasSchedule && state is not (TradingState.Halted or TradingState.Continuous))
        {
            await ProveScheduleAsync(cancellationToken);
            throw new ValidationException($"{instrument.Symbol} has a schedule. An operator can halt it, or end the halt with continuous.");
        }

        await BeRemindedAsync();
        // An operator means the book, whatever this memory has of it.
        memory.State.IsBookInDoubt = true;
        await RememberAsync(SessionCourse.WithOperator(_calendar, Progress, state, Now()));
        try
        {
            await FollowAsync(cancellationToken);
        }
        catch (Exception e)
        {
            Wait(RetryInterval);
            throw new TimeoutException($"The state of {instrument.Symbol} is stored, but the book could not be told yet; it is tried again.", e);
        }
    }

    public async Task SetSchedule(TradingSchedule? schedule, CancellationToken cancellationToken)
    {
        if (schedule is not null && TradingScheduleRules.FindBroken(schedule) is { } broken) throw new ValidationException(broken);
        await RequireInstrumentAsync(cancellationToken);
        await BeRemindedAsync();
        var now = Now();
        // The past is settled first: with the new schedule it would look different.
        await RememberAsync(SessionCourse.BeforeNewSchedule(_calendar, Progress, now));
        var inForce = schedule is null ? null : new InstrumentSchedule(schedule, now);
        await store.SetScheduleAsync(Id, inForce, cancellationToken);
        await UseAsync(inForce);
        await FollowByClock(cancellationToken);
    }

    public async Task SetReferencePrice(Price reference, CancellationToken cancellationToken)
    {
        await RequireInstrumentAsync(cancellationToken);
        await ReportReference(reference, cancellationToken);
        await Book.SetReferencePrice(reference, cancellationToken);
    }

    public async Task ReportVolatilityAuction(Timestamp since, CancellationToken cancellationToken)
    {
        if (await GetInstrument(cancellationToken) is not { } instrument) return;
        await BeRemindedAsync();
        await RememberAsync(SessionCourse.WithVolatilityAuction(_calendar, Progress, since, instrument.MatchingRules.VolatilityAuctionSeconds, Now()));
        // The book waits for this answer, so it is told what follows afterwards.
        Wait(ShortestWait);
    }

    public Task ReportReference(Price reference, CancellationToken cancellationToken)
    {
        if (memory.State.ReferencePrice == reference) return Task.CompletedTask;
        memory.State.ReferencePrice = reference;
        return SaveAsync();
    }

    public Task<MarkRules> GetMarkRules(CancellationToken cancellationToken) => Task.FromResult(Rules);

    public async Task SetMarkRules(MarkRules rules, CancellationToken cancellationToken)
    {
        if (MarkRuleChecks.FindBroken(rules) is { } broken) throw new ValidationException(broken);
        await RequireInstrumentAsync(cancellationToken);
        (memory.State.MarkRules, memory.State.MarkPrice, memory.State.MarkTime, _mark) = (rules, Mark.Price, Mark.Time, null);
        await SaveAsync();
    }

    public Task ReportBookMark(long epoch, Price price)
    {
        if (epoch < _bookEpoch) return Task.CompletedTask;
        _bookEpoch = epoch;
        return ReportMark(MarkRules.OwnBook, price, Now());
    }

    public Task ReportMark(short providerId, Price price, Timestamp time)
    {
        var before = Mark.Price;
        var now = MarkNow();
        var outcome = Mark.Observe(providerId, price, new Timestamp(now.UnixMicroseconds + Math.Min(time.UnixMicroseconds - Now().UnixMicroseconds, 0)), now);
        if (outcome == MarkOutcome.HeldBack) MarkMetrics.HeldBack.Add(1);
        if (Mark.Price is not { } mark || mark == before) return Task.CompletedTask;
        (memory.State.MarkPrice, memory.State.MarkTime, _markIsUnsaved) = (mark, Mark.Time, true);
        return Book.SetMarkPrice(mark);
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        _isReminded = true;
        await FollowByClock(CancellationToken.None);
        if (_calendar.HasSchedule || memory.State.VolatilityUntil is not null || PlanAt(Now()).Count > 0) return;
        if (await this.GetReminder(ReminderName) is { } reminder) await this.UnregisterReminder(reminder);
        _isReminded = false;
    }

    private async Task<Instrument> RequireInstrumentAsync(CancellationToken cancellationToken) =>
        await GetInstrument(cancellationToken) ?? throw new ValidationException("There is no such instrument.");

    // A refusal commits nothing, so no fence tells that another activation has taken the schedule away or replaced it.
    private async Task ProveScheduleAsync(CancellationToken cancellationToken)
    {
        if ((await store.FindScheduleAsync(Id, cancellationToken))?.Since == _schedule?.Since) return;
        DeactivateOnIdle();
        throw new DataUnavailableException($"Instrument {Id} has another schedule by now; it is being rebuilt.");
    }

    private async Task BeginAsync(InstrumentSchedule? stored)
    {
        if (stored is null || TradingScheduleRules.FindBroken(stored.Schedule) is not { } broken)
        {
            await UseAsync(stored);
            return;
        }

        // A machine without the zone, or a rule that is newer than the schedule. Nobody knows when to trade until an operator sets another one.
        log.ScheduleUnusable(Id, broken);
        await RememberAsync(SessionCourse.WithOperator(_calendar, Progress, TradingState.Halted, Now()));
        _schedule = stored;
    }

    private async Task UseAsync(InstrumentSchedule? schedule)
    {
        if (schedule?.Schedule.RandomEndSeconds > 0 && memory.State.RandomSeed == 0)
        {
            memory.State.RandomSeed = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
            await SaveAsync();
        }

        (_schedule, _calendar, _outlook) = (schedule, new TradingCalendar(schedule?.Schedule, memory.State.RandomSeed), null);
    }

    private async Task FollowByClock(CancellationToken cancellationToken)
    {
        try
        {
            await FollowAsync(cancellationToken);
        }
        catch (Exception e)
        {
            log.BookNotTold(Id, e);
            Wait(RetryInterval);
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        var now = Now();
        var steps = PlanAt(now);
        if (steps.Count > 0 || _calendar.HasSchedule) await BeRemindedAsync();
        // Before the book is told: after a failure in between the next state may be another one, and equal to the book's old state.
        if (steps.Count > 0) await DoubtBookAsync();
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            await TellAsync(step.State, cancellationToken);
            memory.State.IsBookInDoubt = i < steps.Count - 1;
            await RememberAsync(step.After);
            log.BookTold(Id, step.State);
        }

        // From the moment that was planned for: a change may have come meanwhile.
        if (SessionCourse.WakeAt(_calendar, Progress, now) is { } wake) Wait(wake.ToDateTimeOffset() - clock.GetUtcNow());
        else _follow?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    // A book that knows a newer memory takes no state of this one. Whose memory is the newest only storage knows: an activation that is stale can't write, and goes.
    private async Task TellAsync(TradingState state, CancellationToken cancellationToken)
    {
        while (await Book.TakeTradingState(state, memory.State.Version, cancellationToken) is var newer && newer > memory.State.Version)
        {
            memory.State.Version = newer;
            await SaveAsync();
        }
    }

    // Who waits for something is not idle.
    private void Wait(TimeSpan time)
    {
        DelayDeactivation(2 * LongestWait);
        _follow?.Change(time < ShortestWait ? ShortestWait : time > LongestWait ? LongestWait : time, Timeout.InfiniteTimeSpan);
    }

    // Before anything that must go on when this silo dies. Once there is nothing to do, the reminder ends itself.
    private async Task BeRemindedAsync()
    {
        if (_isReminded) return;
        await this.RegisterOrUpdateReminder(ReminderName, LongestWait, LongestWait);
        _isReminded = true;
    }

    private Task DoubtBookAsync()
    {
        if (memory.State.IsBookInDoubt) return Task.CompletedTask;
        memory.State.IsBookInDoubt = true;
        return SaveAsync();
    }

    private Task RememberAsync(SessionProgress progress)
    {
        memory.State.Take(progress);
        _outlook = null;
        return SaveAsync();
    }

    // A caller that gives up must not leave memory ahead of what is stored.
    private async Task SaveAsync()
    {
        _markIsUnsaved = false;
        memory.State.Version++;
        try
        {
            await memory.WriteStateAsync(CancellationToken.None);
        }
        catch
        {
            // Memory is ahead of storage: the next activation begins with what is stored.
            DeactivateOnIdle();
            throw;
        }
    }

    private async Task SaveMark(CancellationToken cancellationToken)
    {
        if (_markIsUnsaved) await SaveAsync();
    }

    private Timestamp Now() => Timestamp.From(clock.GetUtcNow());

    // How old a mark grows, and how fast the book may move it, must not depend on a clock that is set: the time at the beginning and what has passed since.
    private Timestamp MarkNow() => new(_markTimeBegan.UnixMicroseconds + (clock.GetElapsedTime(_markClockBegan).Ticks / TimeSpan.TicksPerMicrosecond));
}
