using Rtx.Model;

namespace Rtx.Domain.Sessions;

/// <summary>
/// The clock on the wall of a place, read both ways. A local time that a change of the clocks skips is the moment of the change; one that happens twice is the first.
/// Only offsets of instants are asked of the time zone: what it says about local times differs between platforms.
/// </summary>
internal sealed class LocalClock(TimeZoneInfo zone)
{
    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);

    /// <summary>The date there.</summary>
    public DateOnly DateOf(Timestamp at)
    {
        var utc = at.ToDateTime();
        return DateOnly.FromDateTime(utc + zone.GetUtcOffset(utc));
    }

    /// <summary>The instant of a local date and time.</summary>
    public Timestamp ToInstant(DateOnly date, TimeOnly time)
    {
        var local = date.ToDateTime(time, DateTimeKind.Utc);
        // No offset is a day, so the instant lies between these two, and the clocks change at most once there.
        var (one, other) = (zone.GetUtcOffset(local - OneDay), zone.GetUtcOffset(local + OneDay));
        var (earlier, later) = one >= other ? (local - one, local - other) : (local - other, local - one);
        if (earlier + zone.GetUtcOffset(earlier) == local) return Timestamp.From(earlier);
        if (later + zone.GetUtcOffset(later) == local) return Timestamp.From(later);
        return Timestamp.From(ChangeBetween(earlier, later));
    }

    private DateTime ChangeBetween(DateTime before, DateTime after)
    {
        var offset = zone.GetUtcOffset(after);
        while (after - before > TimeSpan.FromTicks(1))
        {
            var middle = before + (after - before) / 2;
            if (zone.GetUtcOffset(middle) == offset) after = middle;
            else before = middle;
        }

        return after;
    }
}
