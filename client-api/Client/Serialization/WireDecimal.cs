using System.Globalization;

namespace Rtx.Client;

/// <summary>
/// The text of a decimal number: an optional minus, digits without leading zeros, and optionally a point followed by digits. No plus,
/// exponent, group separator or space. A number that a decimal can't hold exactly is refused, never rounded.
/// </summary>
public static class WireDecimal
{
    // A minus, a point, and at most 29 digits.
    private const int MaxLength = 31;

    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    /// <summary>Reads UTF-8 text; false when it is not a number of this form.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8Text, out decimal value)
    {
        value = 0m;
        if (utf8Text.Length > MaxLength || !IsPlain(utf8Text, out var decimals)) return false;
        // Parsing rounds a number that has more digits than a decimal can hold.
        if (!decimal.TryParse(utf8Text, Style, CultureInfo.InvariantCulture, out value) || value.Scale != decimals) return false;
        if (value == 0m) value = Math.Abs(value); // Minus zero is zero.
        return true;
    }

    /// <summary>Reads text; false when it is not a number of this form.</summary>
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
