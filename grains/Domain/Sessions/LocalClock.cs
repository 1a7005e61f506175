using Rtx.Model;

namespace Rtx.Domain.Sessions;

/// <summary>
/// Converts between instants and the local time of a zone. A local time that a clock change skips means the moment of the change; one that
/// occurs twice means the first. Only uses the zone's offsets at instants: its handling of local times differs between platforms.
/// </summary>
internal sealed class LocalClock(TimeZoneInfo zone)
{
    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);

    /// <summary>The local date.</summary>
    public DateOnly DateOf(Timestamp at)
    {
        var utc = at.ToDateTime();
        return DateOnly.FromDateTime(utc + zone.GetUtcOffset(utc));
    }

    /// <summary>The instant of a local date and time.</summary>
    public Timestamp ToInstant(DateOnly date, TimeOnly time)
    {
        var local = date.ToDateTime(time, DateTimeKind.Utc);
        // Offsets are less than a day, so the instant lies between these two, and the clocks change at most once in between.
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
