using System.Text.Json;

namespace Rtx.Client;

/// <summary>The wire form of an enum member outside JSON, e.g. in a query string.</summary>
internal static class WireEnumText
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
