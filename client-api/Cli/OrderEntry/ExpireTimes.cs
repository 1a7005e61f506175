using System.CommandLine;
using System.Globalization;

namespace Rtx.Cli.OrderEntry;

/// <summary>Expire times as people type them: a moment, or how long from now.</summary>
internal static class ExpireTimes
{
    public static Option<string?> Option(string description) =>
        new("--expires")
        {
            Description = $"{description} From now (90s, 15m, 2h, 5d), or ISO 8601 with an offset (2026-01-02T15:00Z).",
            HelpName = "time",
        };

    /// <summary>The moment that a text means; null for no text.</summary>
    /// <exception cref="FormatException">The text means no moment.</exception>
    public static DateTimeOffset? Parse(string? text, DateTimeOffset now)
    {
        if (text is null) return null;
        if (text.Length > 1 && UnitOf(text[^1]) is { } unit && long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= 1_000_000)
            return now + (count * unit);
        // Without an offset the machine's time zone would decide.
        if (DateTime.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind,
            out var time) && time.Kind != DateTimeKind.Unspecified) return new DateTimeOffset(time);
        throw new FormatException($"'{text}' is no time: write 90s, 15m, 2h, 5d, or ISO 8601 with an offset.");
    }

    private static TimeSpan? UnitOf(char unit) => unit switch
    {
        's' => TimeSpan.FromSeconds(1),
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        'd' => TimeSpan.FromDays(1),
        _ => null,
    };
}
