using System.CommandLine;

namespace Rtx.Cli.OrderEntry;

/// <summary>The arguments that every order begins with.</summary>
internal static class Sides
{
    public static Argument<Side> Argument() => new("side") { Description = "buy or sell." };

    public static Argument<decimal> Quantity() => new("quantity") { CustomParser = Numbers.Parse, Description = "How much." };

    public static Side Opposite(Side side) => side switch
    {
        Side.Buy => Side.Sell,
        Side.Sell => Side.Buy,
    };
}
