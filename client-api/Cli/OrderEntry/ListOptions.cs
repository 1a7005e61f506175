using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.Output;

namespace Rtx.Cli.OrderEntry;

/// <summary>What every list of orders begins with, and what goes for all of its orders.</summary>
internal sealed class ListOptions
{
    private readonly Argument<Side> _side;
    private readonly Argument<string> _symbol = AccountOptions.Symbol();
    private readonly Argument<decimal> _quantity = Sides.Quantity();
    private readonly Option<TimeInForce?> _timeInForce = Words.Option<TimeInForce>(
        "--tif", "How long the orders live that may wait: day, gtc or gtd; gtc unless given, gtd with --expires.");
    private readonly Option<string?> _expires = ExpireTimes.Option("When the orders expire.");
    private readonly Option<TriggerSource?> _trigger = Words.Option<TriggerSource>(
        "--trigger", "What trigger prices are compared with; the last trade unless given.");
    private readonly Option<SelfTradePrevention?> _selfTradePrevention = Words.Option<SelfTradePrevention>(
        "--stp", "What happens instead of a trade with yourself.");
    private readonly Option<bool> _reduceOnly = new("--reduce-only");
    private readonly Option<string?> _tag = new("--tag") { Description = "Your text to find and cancel orders together by." };
    private readonly Option<string?> _id = OrderNames.Option();

    /// <summary>Creates the options.</summary>
    /// <param name="side">What the side is of.</param>
    /// <param name="reduceOnly">Which of the orders --reduce-only goes for.</param>
    public ListOptions(string side, string reduceOnly)
    {
        _side = Sides.Argument();
        _side.Description = $"buy or sell: the side of {side}.";
        _reduceOnly.Description = $"Let {reduceOnly} only lower the position.";
    }

    public void AddTo(Command command)
    {
        foreach (var argument in new Argument[] { _side, _symbol, _quantity }) command.Arguments.Add(argument);
        foreach (var option in new Option[] { _timeInForce, _expires, _trigger, _selfTradePrevention, _reduceOnly, _tag, _id })
        {
            command.Options.Add(option);
        }
    }

    public Side SideOf(ParseResult parse) => parse.GetRequiredValue(_side);

    public decimal QuantityOf(ParseResult parse) => parse.GetRequiredValue(_quantity);

    public bool ReducesOnly(ParseResult parse) => parse.GetValue(_reduceOnly);

    /// <summary>The list of the orders, with what goes for all of them.</summary>
    /// <exception cref="FormatException">The expire time is none.</exception>
    public PlaceOrderListRequest ToRequest(ParseResult parse, DateTimeOffset now, ContingencyType type, IEnumerable<Leg> legs)
    {
        var expireTime = ExpireTimes.Parse(parse.GetValue(_expires), now);
        var orders = legs.Select(leg => new PlaceOrderRequest
        {
            ClientOrderId = "",
            Symbol = parse.GetRequiredValue(_symbol),
            Side = leg.Side,
            OrderType = leg.Type,
            // A market order is over at once, however long the others live.
            TimeInForce = leg.Type == OrderType.Market ? null : parse.GetValue(_timeInForce),
            OrderQty = leg.Quantity,
            Price = leg.Price,
            StopPx = leg.Stop,
            TriggerSource = leg.Stop is null ? TriggerSource.LastTrade : parse.GetValue(_trigger) ?? TriggerSource.LastTrade,
            ReduceOnly = leg.ReduceOnly,
            ExpireTime = leg.Type == OrderType.Market ? null : expireTime,
            SelfTradePrevention = parse.GetValue(_selfTradePrevention) ?? SelfTradePrevention.None,
            Tag = parse.GetValue(_tag),
        });
        return new PlaceOrderListRequest { ContingencyType = type, Orders = OrderNames.Name(OrderNames.Of(parse.GetValue(_id)), orders) };
    }
}
