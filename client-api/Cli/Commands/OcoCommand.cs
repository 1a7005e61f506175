using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.OrderEntry;

namespace Rtx.Cli.Commands;

internal static class OcoCommand
{
    public static Command Create()
    {
        var price = new Option<decimal>("--price")
        {
            CustomParser = Numbers.Parse,
            Description = "Price of the limit order.",
            Required = true,
        };
        var stop = new Option<decimal>("--stop")
        {
            CustomParser = Numbers.Parse,
            Description = "Trigger price of the stop order.",
            Required = true,
        };
        var stopLimit = new Option<decimal?>("--stop-limit")
        {
            CustomParser = Numbers.ParseOptional,
            Description = "Limit price of the stop order; at the market unless given.",
        };
        var options = new ListOptions("both orders", "both");
        var command = new ExampleCommand(
            "oco", "Place two orders of which one cancels the other.",
            "rtx oco sell BTCUSD 0.1 --price 65000 --stop 58000                      a profit or a loss, whatever comes first",
            "rtx oco sell BTCUSD 0.1 --price 65000 --stop 58000 --stop-limit 57900   the loss not below 57900");
        return OrderLists.Fill(command, options, ContingencyType.Oco, Legs, price, stop, stopLimit);

        IEnumerable<Leg> Legs(ParseResult parse)
        {
            var (side, quantity, reduceOnly) = (options.SideOf(parse), options.QuantityOf(parse), options.ReducesOnly(parse));
            return
            [
                new Leg(side, quantity, parse.GetRequiredValue(price), ReduceOnly: reduceOnly),
                new Leg(side, quantity, parse.GetValue(stopLimit), parse.GetRequiredValue(stop), reduceOnly),
            ];
        }
    }
}
