using System.Globalization;

namespace Rtx.Client;

/// <summary>
/// The text of a decimal number: an optional minus, digits without leading zeros, and optionally a point with digits behind it. No plus, exponent, group separator or
/// space. What a decimal can't keep exactly is refused, never rounded.
/// </summary>
public static class WireDecimal
{
    // A minus, a point, and the 29 digits that a decimal has at most.
    private const int MaxLength = 31;

    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    /// <summary>Reads a text in UTF-8; false when it is no number of this form.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8Text, out decimal value)
    {
        value = 0m;
        if (utf8Text.Length > MaxLength || !IsPlain(utf8Text, out var decimals)) return false;
        // A number with more digits than a decimal keeps comes back with fewer of them.
        if (!decimal.TryParse(utf8Text, Style, CultureInfo.InvariantCulture, out value) || value.Scale != decimals) return false;
        if (value == 0m) value = Math.Abs(value); // Minus zero is zero.
        return true;
    }

    /// <summary>Reads a text; false when it is no number of this form.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out decimal value)
    {
        value = 0m;
        if (text.Length > MaxLength) return false;
        Span<byte> utf8Text = stackalloc byte[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsAscii(text[i])) return false;
            utf8Text[i] = (byte)text[i];
        }

        return TryParse(utf8Text, out value);
    }

    private static bool IsPlain(ReadOnlySpan<byte> text, out int decimals)
    {
        decimals = 0;
        var digits = text.StartsWith("-"u8) ? text[1..] : text;
        var point = digits.IndexOf((byte)'.');
        if (point >= 0)
        {
            var fraction = digits[(point + 1)..];
            decimals = fraction.Length;
            if (fraction.IsEmpty || fraction.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return false;
            digits = digits[..point];
        }

        return !digits.IsEmpty && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9') && (digits[0] != (byte)'0' || digits.Length == 1);
    }
}
