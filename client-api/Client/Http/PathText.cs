namespace Rtx.Client;

/// <summary>Encodes a text as one segment of a path.</summary>
internal static class PathText
{
    /// <summary>
    /// Escapes a text. Dots alone, or an empty text, are refused: HTTP clients remove such segments even when they are escaped, so the
    /// request would go to another address.
    /// </summary>
    /// <exception cref="ArgumentException">The text can't be a path segment.</exception>
    public static string Of(string text, string parameterName)
    {
        ArgumentException.ThrowIfNullOrEmpty(text, parameterName);
        return text is "." or ".." ? throw new ArgumentException($"'{text}' is no name.", parameterName) : Uri.EscapeDataString(text);
    }
}
