using System.Text.Json;

namespace Rtx.Gateway.Wire;

/// <summary>The wire form of enum members in query strings, which is that of JSON: lower case with underscores.</summary>
public static class EnumText
{
    public static bool TryParse<T>(string text, out T value)
        where T : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<T>())
        {
            if (JsonNamingPolicy.SnakeCaseLower.ConvertName(candidate.ToString()) != text) continue;
            value = candidate;
            return true;
        }

        value = default;
        return false;
    }
}
