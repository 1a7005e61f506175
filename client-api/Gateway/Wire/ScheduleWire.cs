using Rtx.Gateway.Errors;
using Rtx.Model;

namespace Rtx.Gateway.Wire;

/// <summary>Maps schedules between the engine and the wire. The instrument validates them.</summary>
public static class ScheduleWire
{
    public static Client.InstrumentSchedule ToWire(Instrument instrument, TradingSchedule? schedule) =>
        new() { Symbol = instrument.Symbol, Schedule = schedule is null ? null : ToWire(schedule) };

    public static Outcome<TradingSchedule> ToModel(Client.TradingSchedule schedule)
    {
        // Lists may contain null elements despite their type.
        if (schedule.Sessions.Any(s => s is null || s.Phases.Any(p => p is null))
            || schedule.EarlyCloses.Any(e => e is null || e.Phases.Any(p => p is null)))
            return ApiError.Invalid("sessions, earlyCloses and phases have no empty elements.");
        return new TradingSchedule
        {
            TimeZoneId = schedule.TimeZoneId,
            Sessions = [.. schedule.Sessions.Select(s => new WeeklySession(s.Day, ToModel(s.Phases)))],
            Holidays = schedule.Holidays,
            EarlyCloses = [.. schedule.EarlyCloses.Select(e => new EarlyClose(e.Date, ToModel(e.Phases)))],
            RandomEndSeconds = schedule.RandomEndSeconds,
        };
    }

    private static Client.TradingSchedule ToWire(TradingSchedule schedule) => new()
    {
        TimeZoneId = schedule.TimeZoneId,
        Sessions = [.. schedule.Sessions.Select(s => new Client.WeeklySession { Day = s.Day, Phases = ToWire(s.Phases) })],
        Holidays = schedule.Holidays,
        EarlyCloses = [.. schedule.EarlyCloses.Select(e => new Client.EarlyClose { Date = e.Date, Phases = ToWire(e.Phases) })],
        RandomEndSeconds = schedule.RandomEndSeconds,
    };

    private static IReadOnlyList<Client.SessionPhase> ToWire(IReadOnlyList<SessionPhase> phases) =>
        [.. phases.Select(p => new Client.SessionPhase { Start = p.Start, State = EnumWire.ToWire(p.State), DayOffset = p.DayOffset })];

    private static IReadOnlyList<SessionPhase> ToModel(IReadOnlyList<Client.SessionPhase> phases) =>
        [.. phases.Select(p => new SessionPhase(p.Start, EnumWire.ToModel(p.State), p.DayOffset))];
}
