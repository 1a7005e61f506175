using Rtx.Domain.Sessions;
using Rtx.Storage.MarketData;
using Rtx.Storage.Trading;

namespace Rtx.Actors.Upkeep;

/// <summary>
/// Copies the sessions of instruments into the market-data database, which may be on another server than the schedules. Compares the actual
/// with the expected state, so a failed copy is retried in the next round. An instrument's first schedule also applies to past days; later
/// ones apply from when they came into force.
/// </summary>
internal sealed class ScheduleCopies(InstrumentStore instruments, TradingSessionStore sessions)
{
    private const long MicrosecondsPerDay = 86_400_000_000;
    private const long DaysBack = 15 * 365;
    private const long DaysAhead = 400;
    private const long LeastDaysAhead = 370;

    public async Task CopyAsync(Timestamp now, CancellationToken cancellationToken)
    {
        var schedules = (await instruments.ListScheduleTimesAsync(cancellationToken)).ToDictionary(
            each => each.Instrument, each => each.Since);
        var copies = (await sessions.ReadCopiedAsync(cancellationToken)).ToDictionary(each => each.Instrument);
        foreach (var (instrument, since) in schedules)
        {
            var copied = copies.GetValueOrDefault(instrument);
            if (copied?.ScheduleSince == since && copied.Until > Later(now, LeastDaysAhead)) continue;
            if (await instruments.FindScheduleAsync(instrument, cancellationToken) is not { } found
                || TradingScheduleRules.FindBroken(found.Schedule) is not null) continue;
            var from = copied is null ? Later(now, -DaysBack) : copied.ScheduleSince == found.Since ? copied.Until : found.Since;
            await CopyAsync(instrument, found, from, now, cancellationToken);
        }

        foreach (var copied in copies.Values.Where(each => !schedules.ContainsKey(each.Instrument)))
        {
            if (copied.ScheduleSince is not null) await CopyAsync(copied.Instrument, schedule: null, now, now, cancellationToken);
            else if (copied.Until <= Later(now, LeastDaysAhead))
                await CopyAsync(copied.Instrument, schedule: null, copied.Until, now, cancellationToken);
        }
    }

    // The seed of random ends does not matter: only planned times are copied.
    private Task CopyAsync(
        InstrumentId instrument, InstrumentSchedule? schedule, Timestamp from, Timestamp now, CancellationToken cancellationToken)
    {
        var until = Later(now, DaysAhead);
        var planned = new TradingCalendar(schedule?.Schedule, seed: 0).SessionsFrom(from, until).ToList();
        return sessions.ReplaceAsync(new CopiedSchedule(instrument, schedule?.Since, until), from, planned, cancellationToken);
    }

    private static Timestamp Later(Timestamp time, long days) => new(time.UnixMicroseconds + (days * MicrosecondsPerDay));
}
