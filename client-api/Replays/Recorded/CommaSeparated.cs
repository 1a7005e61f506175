using System.Globalization;

namespace Rtx.Replays.Recorded;

/// <summary>Reads the fields of a line without quotes from left to right.</summary>
internal ref struct CommaSeparated(RecordedLine line)
{
    private ReadOnlySpan<char> _rest = line.Text;
    private bool _ended;

    /// <summary>The next field.</summary>
    public ReadOnlySpan<char> Next()
    {
        if (_ended) throw line.Unreadable("too few fields.");
        var comma = _rest.IndexOf(',');
        if (comma < 0)
        {
            _ended = true;
            return _rest;
        }

        var field = _rest[..comma];
        _rest = _rest[(comma + 1)..];
        return field;
    }

    /// <summary>Skips some fields.</summary>
    public void Skip(int fields)
    {
        for (var i = 0; i < fields; i++) Next();
    }

    /// <summary>The next field as a whole number.</summary>
    public long NextLong()
    {
        var field = Next();
        return long.TryParse(field, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw line.Unreadable($"'{field}' is no whole number.");
    }

    /// <summary>The next field as a decimal number; null when it is empty.</summary>
    public decimal? NextDecimal()
    {
        var field = Next();
        if (field.IsEmpty) return null;
        return WireDecimal.TryParse(field, out var value)
            ? value
            : throw line.Unreadable($"'{field}' is no decimal number.");
    }
}
