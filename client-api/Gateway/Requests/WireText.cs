using System.Globalization;
using System.Text;
using Rtx.Gateway.Errors;

namespace Rtx.Gateway.Requests;

/// <summary>Rules for all text in requests, and for text that people read.</summary>
public static class WireText
{
    /// <summary>Maximum length of a text.</summary>
    public const int MaxLength = 256;

    /// <summary>
    /// Whether it is valid Unicode without control characters. A database can't store the others, and they must not reach a log.
    /// </summary>
    public static bool IsLegal(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i])) return false;
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsSurrogatePair(text, i)) return false;
            i++;
        }

        return true;
    }

    /// <summary>The fault of a text in a request; null when there is none.</summary>
    public static ApiError? FindFault(string field, string text)
    {
        if (text.Length > MaxLength) return ApiError.Invalid($"{field} is longer than any text may be, {MaxLength} characters.");
        return IsLegal(text) ? null : ApiError.Invalid($"{field} has control characters, or is no whole Unicode text.");
    }

    /// <summary>Whether all of it is visible, in the stored order: no characters that hide or reorder text, no undefined ones.</summary>
    public static bool IsReadable(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                return false;
            }
        }

        return true;
    }
}
