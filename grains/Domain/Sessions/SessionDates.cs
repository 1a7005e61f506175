using Rtx.Model;

namespace Rtx.Domain.Sessions;

/// <summary>The sessions of each date of a schedule, in order of their start.</summary>
internal sealed class SessionDates
{
    /// <summary>The first date with sessions: time zone data is unreliable before it.</summary>
    public static readonly DateOnly First = new(1900, 1, 1);

    /// <summary>The last date with sessions.</summary>
    public static readonly DateOnly Last = new(2199, 12, 31);

    private readonly Dictionary<DayOfWeek, IReadOnlyList<SessionPhase>[]> _weekly;
    private readonly Dictionary<DateOnly, IReadOnlyList<SessionPhase>> _earlyCloses;
    private readonly HashSet<DateOnly> _holidays;

    public SessionDates(TradingSchedule schedule)
    {
        _weekly = schedule.Sessions.GroupBy(s => s.Day)
            .ToDictionary(d => d.Key, d => d.Select(s => s.Phases).OrderBy(p => p[0].DayOffset).ThenBy(p => p[0].Start).ToArray());
        _earlyCloses = schedule.EarlyCloses.ToDictionary(e => e.Date, e => e.Phases);
        _holidays = [.. schedule.Holidays];
        MaxOffset = schedule.Sessions.SelectMany(s => s.Phases).Concat(schedule.EarlyCloses.SelectMany(e => e.Phases))
            .Max(p => p.DayOffset);
    }

    /// <summary>The most days from a session's date to one of its phases.</summary>
    public int MaxOffset { get; }

    /// <summary>The sessions of one date.</summary>
    public IReadOnlyList<IReadOnlyList<SessionPhase>> Of(DateOnly date)
    {
        if (_holidays.Contains(date)) return [];
        return _earlyCloses.TryGetValue(date, out var instead) ? [instead] : _weekly.GetValueOrDefault(date.DayOfWeek, []);
    }

    /// <summary>All sessions starting from a date.</summary>
    public IEnumerable<(DateOnly Date, IReadOnlyList<SessionPhase> Phases)> From(DateOnly date)
    {
        for (; date <= Last; date = date.AddDays(1))
        {
            foreach (var phases in Of(date)) yield return (date, phases);
        }
    }
}
