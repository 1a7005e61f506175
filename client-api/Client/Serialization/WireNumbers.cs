using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>
/// How whole numbers are written in JSON: the ids of orders and trades as text, because many languages read JSON numbers as binary floating
/// point; counts, sequences and account ids as numbers. Decimals are always text (<see cref="WireDecimalConverter"/>).
/// </summary>
internal static class WireNumbers
{
    public const JsonNumberHandling AsText = JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString;

    public const JsonNumberHandling AsNumber = JsonNumberHandling.Strict;
}
