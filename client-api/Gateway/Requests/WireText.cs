using System.Globalization;
using System.Text;
using Rtx.Gateway.Errors;

namespace Rtx.Gateway.Requests;

/// <summary>What any text of a request must be, and what a text that people read must be beyond that.</summary>
public static class WireText
{
    /// <summary>The longest text that any field takes.</summary>
    public const int MaxLength = 256;

    /// <summary>Whether it is whole Unicode text without control characters. A database can't store the others, and a log must not show them.</summary>
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

    /// <summary>What is wrong with a text of a request; null when nothing is.</summary>
    public static ApiError? FindFault(string field, string text)
    {
        if (text.Length > MaxLength) return ApiError.Invalid($"{field} is longer than any text may be, {MaxLength} characters.");
        return IsLegal(text) ? null : ApiError.Invalid($"{field} has control characters, or is no whole Unicode text.");
    }

    /// <summary>Whether people see all of it, in the order in which it is stored: no marks that hide or turn text, no characters that nobody has defined.</summary>
    public static bool IsReadable(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                return false;
            }
        }

        return true;
    }
}
