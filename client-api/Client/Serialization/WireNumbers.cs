using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>
/// How numbers are written in JSON. Prices, quantities, amounts and the ids of orders and trades are strings, because many languages read JSON numbers as
/// binary floating point; counts, sequences and account ids are numbers. Reading accepts both.
/// </summary>
internal static class WireNumbers
{
    public const JsonNumberHandling AsText = JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString;

    public const JsonNumberHandling AsNumber = JsonNumberHandling.Strict;
}
