namespace Rtx.Client;

/// <summary>A text as one part of a path.</summary>
internal static class PathText
{
    /// <summary>Escapes a text. One of dots alone, or none at all, would lead to another address: no escape keeps an HTTP client from taking it out of the path.</summary>
    /// <exception cref="ArgumentException">The text can't be a part of a path.</exception>
    public static string Of(string text, string parameterName)
    {
        ArgumentException.ThrowIfNullOrEmpty(text, parameterName);
        return text is "." or ".." ? throw new ArgumentException($"'{text}' is no name.", parameterName) : Uri.EscapeDataString(text);
    }
}
