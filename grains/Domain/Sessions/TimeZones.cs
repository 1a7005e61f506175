namespace Rtx.Domain.Sessions;

/// <summary>Finds time zones by name in the machine's IANA database.</summary>
public static class TimeZones
{
    // A zone that every database has: if it is missing, there is no database.
    private const string WellKnown = "Europe/Berlin";

    private const int MaxIdLength = 64;

    /// <summary>Why no schedule can be used on this machine, as a sentence for people; null when it can.</summary>
    public static string? FindMissingDatabase() => TryFind(WellKnown) is null
        ? "This machine has no time zone database: install the package tzdata (in a container take an image that has it)."
        : null;

    /// <summary>The zone of a name such as <c>Asia/Kolkata</c>; null when the database does not have it.</summary>
    internal static TimeZoneInfo? TryFind(string id)
    {
        if (!IsWellFormed(id)) return null;
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(id);
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            return null;
        }
    }

    // Names are looked up as files, so nothing but a name may get through.
    private static bool IsWellFormed(string id) =>
        id is { Length: >= 1 and <= MaxIdLength } && char.IsAsciiLetter(id[0])
            && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '+' or '-');
}
