using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>Writes an enum member in lower case with underscores, e.g. <c>partially_filled</c>; numbers are refused.</summary>
/// <typeparam name="T">The enum.</typeparam>
public sealed class WireEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
