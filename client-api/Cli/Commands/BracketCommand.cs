using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.OrderEntry;

namespace Rtx.Cli.Commands;

internal static class BracketCommand
{
    public static Command Create()
    {
        var price = new Option<decimal?>("--price")
        {
            CustomParser = Numbers.ParseOptional,
            Description = "Limit price of the entry; at the market unless given.",
        };
        var stop = new Option<decimal?>("--stop") { CustomParser = Numbers.ParseOptional, Description = "Trigger price of the entry." };
        var stopLoss = new Option<decimal>("--stop-loss")
        {
            CustomParser = Numbers.Parse,
            Description = "Trigger price of the stop loss.",
            Required = true,
        };
        var stopLossLimit = new Option<decimal?>("--stop-loss-limit")
        {
            CustomParser = Numbers.ParseOptional,
            Description = "Limit price of the stop loss; at the market unless given.",
        };
        var takeProfit = new Option<string[]>("--take-profit")
        {
            Description = "PRICE, PRICE:SHARE% or PRICE:QUANTITY of a take profit; without a part what the others leave. May be repeated.",
            Required = true, HelpName = "price[:part]",
        };
        var exitsOnly = new Option<bool>("--exits-only")
        {
            Description = "No entry: the side is that of the stop loss and the take profits.",
        };
        var options = new ListOptions("the entry", "the exits");
        var command = new ExampleCommand(
            "bracket", "Place an order with a stop loss and take profits, or only these for a position that is there.",
            "rtx bracket buy BTCUSD 0.1 --price 60000 --stop-loss 58000 --take-profit 65000",
            "rtx bracket buy BTCUSD 0.1 --stop-loss 58000 --take-profit 62000:50% --take-profit 64000:50%",
            "rtx bracket sell BTCUSD 0.1 --exits-only --stop-loss 58000 --take-profit 65000");
        return OrderLists.Fill(
            command, options, ContingencyType.Bracket, Legs, price, stop, stopLoss, stopLossLimit, takeProfit, exitsOnly);

        IEnumerable<Leg> Legs(ParseResult parse)
        {
            var (side, quantity, reduceOnly, hasEntry) = (options.SideOf(parse), options.QuantityOf(parse), options.ReducesOnly(parse),
                !parse.GetValue(exitsOnly));
            if (!hasEntry && (parse.GetValue(price) ?? parse.GetValue(stop)) is not null)
            {
                throw new FormatException("--price and --stop are of the entry, which --exits-only leaves out.");
            }
            var exit = hasEntry ? Sides.Opposite(side) : side;
            if (hasEntry) yield return new Leg(side, quantity, parse.GetValue(price), parse.GetValue(stop));
            yield return new Leg(exit, quantity, parse.GetValue(stopLossLimit), parse.GetRequiredValue(stopLoss), reduceOnly);
            foreach (var profit in TakeProfits.Parse(parse.GetRequiredValue(takeProfit), quantity))
            {
                yield return new Leg(exit, profit.Quantity, profit.Price, ReduceOnly: reduceOnly);
            }
        }
    }
}
