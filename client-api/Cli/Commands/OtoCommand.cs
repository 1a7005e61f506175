using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.OrderEntry;

namespace Rtx.Cli.Commands;

internal static class OtoCommand
{
    public static Command Create()
    {
        var price = new Option<decimal?>("--price")
        {
            CustomParser = Numbers.ParseOptional,
            Description = "Limit price of the first order; at the market unless given.",
        };
        var stop = new Option<decimal?>("--stop")
        {
            CustomParser = Numbers.ParseOptional,
            Description = "Trigger price of the first order.",
        };
        var then = new Option<string[]>("--then")
        {
            Description = "An order that waits for it: SIDE QUANTITY [stop PRICE] [at PRICE]. May be repeated.",
            Required = true,
            HelpName = "order",
        };
        var options = new ListOptions("the first order", "the others");
        var command = new ExampleCommand(
            "oto", "Place an order, and others that work once it is done.",
            "rtx oto buy BTCUSD 0.1 --price 60000 --then \"sell 0.1 at 65000\"",
            "rtx oto buy BTCUSD 0.1 --price 60000 --then \"sell 0.05 at 62000\" --then \"sell 0.05 stop 58000 at 57900\"");
        return OrderLists.Fill(command, options, ContingencyType.Oto, Legs, price, stop, then);

        IEnumerable<Leg> Legs(ParseResult parse) =>
        [
            new Leg(options.SideOf(parse), options.QuantityOf(parse), parse.GetValue(price), parse.GetValue(stop)),
            .. parse.GetRequiredValue(then).Select(text => Leg.Parse(text) with { ReduceOnly = options.ReducesOnly(parse) }),
        ];
    }
}
