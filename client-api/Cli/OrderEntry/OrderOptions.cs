using System.CommandLine;
using System.CommandLine.Parsing;
using Rtx.Cli.Invocation;
using Rtx.Cli.Output;

namespace Rtx.Cli.OrderEntry;

/// <summary>The arguments and options of one order.</summary>
internal sealed class OrderOptions
{
    private readonly Argument<Side> _side = Sides.Argument();
    private readonly Argument<string> _symbol = AccountOptions.Symbol();
    private readonly Argument<decimal> _quantity = Sides.Quantity();
    private readonly Option<OrderType?> _type = Words.Option<OrderType>(
        "--type", "What it does; by the prices that are given unless told.");
    private readonly Option<decimal?> _price = new("--price")
    {
        CustomParser = Numbers.ParseOptional,
        Description = "Limit price; for market, stop and market-if-touched orders the worst price. Without any price it is a market order.",
    };
    private readonly Option<decimal?> _stop = new("--stop")
    {
        CustomParser = Numbers.ParseOptional,
        Description = "Trigger price: a stop order, with --price a stop-limit order.",
    };
    private readonly Option<TriggerSource?> _trigger = Words.Option<TriggerSource>(
        "--trigger", "What the trigger price is compared with; the last trade unless given.");
    private readonly Option<decimal?> _trail = new("--trail")
    {
        CustomParser = Numbers.ParseOptional,
        Description = "Distance of a trailing stop from the market.",
    };
    private readonly Option<decimal?> _trailPercent = new("--trail-percent")
    {
        CustomParser = Numbers.ParseOptional,
        Description = "Distance of a trailing stop from the market in percent.",
    };
    private readonly Option<decimal?> _limitOffset = new("--limit-offset")
    {
        CustomParser = Numbers.ParseOptional,
        Description = "Distance of a trailing stop's limit price behind its trigger.",
    };
    private readonly Option<decimal?> _display = new("--display")
    {
        CustomParser = Numbers.ParseOptional,
        Description = "Show only so much of it at a time.",
    };
    private readonly Option<decimal?> _minQty = new("--min-qty")
    {
        CustomParser = Numbers.ParseOptional,
        Description = "Trade at least so much at once, or nothing.",
    };
    private readonly Option<PostOnly?> _postOnly = new("--post-only")
    {
        Description = "Do not take liquidity: refuse the order that would, or --post-only=slide its price.",
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = "reject|slide",
        CustomParser = ParsePostOnly,
    };

    private readonly Option<bool> _reduceOnly = new("--reduce-only") { Description = "Only lower the position." };
    private readonly Option<TimeInForce?> _timeInForce = Words.Option<TimeInForce>(
        "--tif", "How long it lives; ioc for a market order unless given, gtd with --expires, gtc for all others.");
    private readonly Option<string?> _expires = ExpireTimes.Option("When it expires.");
    private readonly Option<SelfTradePrevention?> _selfTradePrevention = Words.Option<SelfTradePrevention>(
        "--stp", "What happens instead of a trade with yourself.");
    private readonly Option<int?> _tradeGroup = new("--trade-group")
    {
        Description = "Your number of own accounts that count as one for --stp.",
    };
    private readonly Option<string?> _tag = new("--tag") { Description = "Your text to find and cancel orders together by." };
    private readonly Option<string?> _id = OrderNames.Option();

    public void AddTo(Command command)
    {
        foreach (var argument in new Argument[] { _side, _symbol, _quantity }) command.Arguments.Add(argument);
        foreach (var option in new Option[]
        {
            _type, _price, _stop, _trigger, _trail, _trailPercent, _limitOffset, _display, _minQty, _postOnly, _reduceOnly, _timeInForce,
            _expires, _selfTradePrevention,
            _tradeGroup, _tag, _id,
        })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The order that was typed.</summary>
    /// <exception cref="FormatException">The expire time is none.</exception>
    public PlaceOrderRequest ToRequest(ParseResult parse, DateTimeOffset now) => new()
    {
        ClientOrderId = OrderNames.Of(parse.GetValue(_id)),
        Symbol = parse.GetRequiredValue(_symbol),
        Side = parse.GetRequiredValue(_side),
        OrderType = parse.GetValue(_type) ?? TypeOf(parse),
        TimeInForce = parse.GetValue(_timeInForce),
        OrderQty = parse.GetRequiredValue(_quantity),
        Price = parse.GetValue(_price),
        StopPx = parse.GetValue(_stop),
        TriggerSource = parse.GetValue(_trigger) ?? TriggerSource.LastTrade,
        TrailingOffset = parse.GetValue(_trail),
        TrailingOffsetPercent = parse.GetValue(_trailPercent),
        LimitOffset = parse.GetValue(_limitOffset),
        DisplayQty = parse.GetValue(_display),
        MinQty = parse.GetValue(_minQty),
        PostOnly = parse.GetResult(_postOnly) is null ? PostOnly.No : parse.GetValue(_postOnly) ?? PostOnly.Reject,
        ReduceOnly = parse.GetValue(_reduceOnly),
        ExpireTime = ExpireTimes.Parse(parse.GetValue(_expires), now),
        SelfTradePrevention = parse.GetValue(_selfTradePrevention) ?? SelfTradePrevention.None,
        TradeGroup = parse.GetValue(_tradeGroup) ?? 0,
        Tag = parse.GetValue(_tag),
    };

    private OrderType TypeOf(ParseResult parse) => (
        Trails: parse.GetValue(_trail) is not null || parse.GetValue(_trailPercent) is not null, Stops: parse.GetValue(_stop) is not null,
        HasLimit: parse.GetValue(_price) is not null, HasOffset: parse.GetValue(_limitOffset) is not null) switch
    {
        { Trails: true, HasOffset: true } => OrderType.TrailingStopLimit,
        { Trails: true } => OrderType.TrailingStop,
        { Stops: true, HasLimit: true } => OrderType.StopLimit,
        { Stops: true } => OrderType.Stop,
        { HasLimit: true } => OrderType.Limit,
        _ => OrderType.Market,
    };

    private static PostOnly? ParsePostOnly(ArgumentResult result)
    {
        if (result.Tokens.Count == 0) return PostOnly.Reject;
        if (Words.Find<PostOnly>(result.Tokens[0].Value) is { } known) return known;
        result.AddError("--post-only stands alone, or is --post-only=slide.");
        return null;
    }
}
