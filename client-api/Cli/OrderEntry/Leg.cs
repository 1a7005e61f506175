using Rtx.Cli.Output;

namespace Rtx.Cli.OrderEntry;

/// <summary>One order of a list.</summary>
/// <param name="Side">Buy or sell.</param>
/// <param name="Quantity">The quantity.</param>
/// <param name="Price">Limit price; null trades at the market.</param>
/// <param name="Stop">Trigger price; null works at once.</param>
/// <param name="ReduceOnly">Whether it only lowers the position.</param>
internal sealed record Leg(Side Side, decimal Quantity, decimal? Price = null, decimal? Stop = null, bool ReduceOnly = false)
{
    public OrderType Type => (Price, Stop) switch
    {
        (null, null) => OrderType.Market,
        (_, null) => OrderType.Limit,
        (null, _) => OrderType.Stop,
        (_, _) => OrderType.StopLimit,
    };

    /// <summary>
    /// Reads an order in words: <c>sell 0.1 at 65000</c>, <c>sell 0.1 stop 58000</c>, <c>sell 0.1 stop 58000 at 57900</c>, <c>sell 0.1</c>.
    /// </summary>
    /// <exception cref="FormatException">The words are no order.</exception>
    public static Leg Parse(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is not (2 or 4 or 6) || Words.Find<Side>(words[0]) is not { } side) throw NoOrder(text);
        var leg = new Leg(side, Number(words[1], text));
        for (var i = 2; i < words.Length; i += 2)
        {
            leg = words[i] switch
            {
                "at" when leg.Price is null => leg with { Price = Number(words[i + 1], text) },
                "stop" when leg.Stop is null => leg with { Stop = Number(words[i + 1], text) },
                _ => throw NoOrder(text),
            };
        }

        return leg;
    }

    private static decimal Number(string word, string text) => WireDecimal.TryParse(word, out var number) ? number : throw NoOrder(text);

    private static FormatException NoOrder(string text) =>
        new($"'{text}' is no order. Write e.g. \"sell 0.1 at 65000\", \"sell 0.1 stop 58000\" or \"sell 0.1 stop 58000 at 57900\".");
}
