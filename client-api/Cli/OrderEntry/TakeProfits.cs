namespace Rtx.Cli.OrderEntry;

/// <summary>The take profits of a bracket: prices, each with its part of the quantity.</summary>
internal static class TakeProfits
{
    /// <summary>
    /// Reads <c>62000:50%</c> (a share of the whole), <c>62000:0.05</c> (a quantity) and <c>62000</c>, which shares with its like what the
    /// others leave.
    /// </summary>
    /// <exception cref="FormatException">A text is no take profit, or together they are more than the whole.</exception>
    public static IReadOnlyList<(decimal Price, decimal Quantity)> Parse(IReadOnlyList<string> texts, decimal whole)
    {
        var given = texts.Select(text => Parse(text, whole)).ToList();
        var left = whole - given.Sum(profit => profit.Quantity ?? 0m);
        var sharing = given.Count(profit => profit.Quantity is null);
        if (left < 0m || (left == 0m && sharing > 0)) throw new FormatException("The take profits are together more than the quantity.");
        return [.. given.Select(profit => (profit.Price, profit.Quantity ?? left / sharing))];
    }

    private static (decimal Price, decimal? Quantity) Parse(string text, decimal whole)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return (Number(text, text), null);
        var (price, part) = (Number(text[..colon], text), text[(colon + 1)..]);
        var quantity = part.EndsWith('%') ? whole * Number(part[..^1], text) / 100m : Number(part, text);
        return quantity > 0m ? (price, quantity) : throw NoProfit(text);
    }

    private static decimal Number(string number, string text) =>
        WireDecimal.TryParse(number, out var value) ? value : throw NoProfit(text);

    private static FormatException NoProfit(string text) =>
        new($"'{text}' is no take profit. Write a price, or a price and its part: 62000:50% or 62000:0.05.");
}
