using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Domain.Tests.Matching.Scenarios;

/// <summary>
/// Orders as sentences: <c>s1 Ann sells 5 @ 101 gtc</c> is a limit order named s1; <c>m1 Bob buys 5 market @ 110 ioc</c> may pay at most
/// 110.
/// <para>Types come before the price: market, stop, stop-limit, trailing-stop, trailing-stop-limit, market-if-touched, limit-if-touched,
/// market-to-limit. Times in force come last: gtc, day, gtd, ioc, fok, at-open, at-close.</para>
/// <para>In between: <c>when 95</c> (trigger price; <c>by mark</c>, <c>by quote</c>, otherwise by the last trade), <c>trails 5</c> or
/// <c>trails 50bp</c>, <c>shows 2</c>, <c>at-least 3</c>, <c>post-only</c>, <c>slides</c>, <c>reduce-only</c>, <c>until 40</c>,
/// <c>stp-resting</c>, <c>stp-aggressing</c>, <c>stp-both</c>, <c>stp-decrement</c>, <c>group 7</c>, <c>tag 3</c>, <c>over 9</c> (the
/// connection).</para>
/// <para>Lists: <c>oco: a Ann sells 5 @ 105 gtc; b Ann sells …</c>; <c>oto:</c> starts with the entry; in <c>bracket:</c> each order has
/// the word entry, stop-loss or take-profit.</para>
/// </summary>
internal sealed class ScenarioOrders(InstrumentId instrument)
{
    private static readonly string[] Traders = ["Ann", "Bob", "Cid", "Dan"];
    private readonly Dictionary<string, OrderId> _ids = [];
    private readonly Dictionary<OrderId, (string Name, Price Price)> _asked = [];

    internal static AccountId AccountOf(string trader) =>
        Array.IndexOf(Traders, trader) is >= 0 and var index
            ? new AccountId(1 + index)
            : throw new FormatException($"Nobody is called '{trader}'.");

    internal OrderId IdOf(string name) => _ids[name];

    /// <summary>The name and the original price of an order.</summary>
    internal (string Name, Price Price) Asked(OrderId id) => _asked[id];

    internal BookOrder[] List(string sentence)
    {
        var words = sentence.Split(": ", 2);
        var orders = words[1].Split("; ").Select(order => order.Split(' ')).ToArray();
        return [.. orders.Select((order, index) => InList(Order(order), RoleOf(words[0], order, index)))];
    }

    internal BookOrder Order(string[] words)
    {
        var name = words[0];
        if (_ids.ContainsKey(name)) throw new FormatException($"There is a '{name}' already.");
        _ids[name] = OrderId.Create(instrument, _ids.Count + 1);
        var price = PriceAfter(words, "@")!.Value;
        _asked[_ids[name]] = (name, price);
        var asked = Instructions(words);
        return new BookOrder(
            _ids[name],
            AccountOf(words[1]),
            words[2] == "buys" ? Side.Buy : Side.Sell,
            TypeOf(words[4]),
            LifetimeOf(words[^1]),
            new Quantity(long.Parse(words[3])),
            price,
            asked == new OrderInstructions() ? null : asked);
    }

    internal static AmendOrder Amendment(OrderId id, string[] words) => new(id, QuantityAfter(words, "to"), PriceAfter(words, "@"))
    {
        StopPx = PriceAfter(words, "when"),
        DisplayQty = QuantityAfter(words, "shows"),
        ExpireTime = ValueAfter(words, "until") is { } time ? new Timestamp(time) : null,
        NewClientOrderId = WordAfter(words, "named") is { } name ? new ClientOrderId(name) : null,
    };

    internal static MassCancel Filter(string[] words) => new(
        Side: words.Contains("buys") ? Side.Buy : words.Contains("sells") ? Side.Sell : null,
        ConnectionId: ValueAfter(words, "over"))
    {
        Tag = TagAfter(words),
    };

    internal static ExecReason ReasonOf(string[] words) =>
        WordAfter(words, "as") is { } reason ? Enum.Parse<ExecReason>(reason) : ExecReason.MassCancel;

    private static OrderInstructions Instructions(string[] words) => new()
    {
        StopPx = PriceAfter(words, "when"),
        TriggerSource = WordAfter(words, "by") switch
        {
            "mark" => TriggerSource.MarkPrice,
            "quote" => TriggerSource.OppositeBest,
            _ => TriggerSource.LastTrade,
        },
        TrailOffset = WordAfter(words, "trails") switch
        {
            null => null,
            var distance when distance.EndsWith("bp", StringComparison.Ordinal) =>
                new TrailOffset(long.Parse(distance[..^2]), IsBasisPoints: true),
            var distance => new TrailOffset(long.Parse(distance), IsBasisPoints: false),
        },
        DisplayQty = QuantityAfter(words, "shows"),
        MinQty = QuantityAfter(words, "at-least"),
        PostOnly = words.Contains("post-only") ? PostOnly.Reject : words.Contains("slides") ? PostOnly.Slide : PostOnly.No,
        ReduceOnly = words.Contains("reduce-only"),
        ExpireTime = ValueAfter(words, "until") is { } time ? new Timestamp(time) : null,
        SelfTradePrevention = words.FirstOrDefault(word => word.StartsWith("stp-", StringComparison.Ordinal)) switch
        {
            "stp-resting" => SelfTradePrevention.CancelResting,
            "stp-aggressing" => SelfTradePrevention.CancelAggressing,
            "stp-both" => SelfTradePrevention.CancelBoth,
            "stp-decrement" => SelfTradePrevention.DecrementAndCancel,
            _ => SelfTradePrevention.None,
        },
        TradeGroup = ValueAfter(words, "group") ?? 0,
        Tag = TagAfter(words),
        ConnectionId = ValueAfter(words, "over") ?? 0,
    };

    private static OrderTag TagAfter(string[] words) => WordAfter(words, "tag") is { } tag ? new OrderTag(tag) : default;

    private static OrderType TypeOf(string word) => word switch
    {
        "@" => OrderType.Limit,
        "market" => OrderType.Market,
        "stop" => OrderType.Stop,
        "stop-limit" => OrderType.StopLimit,
        "trailing-stop" => OrderType.TrailingStop,
        "trailing-stop-limit" => OrderType.TrailingStopLimit,
        "market-if-touched" => OrderType.MarketIfTouched,
        "limit-if-touched" => OrderType.LimitIfTouched,
        "market-to-limit" => OrderType.MarketToLimit,
        _ => throw new FormatException($"'{word}' is no order type."),
    };

    private static TimeInForce LifetimeOf(string word) => word switch
    {
        "at-open" => TimeInForce.AtTheOpen,
        "at-close" => TimeInForce.AtTheClose,
        _ => Enum.Parse<TimeInForce>(word, ignoreCase: true),
    };

    private static ListRole RoleOf(string list, string[] words, int index) => list switch
    {
        "oco" => ListRole.OcoLeg,
        "oto" => index == 0 ? ListRole.Entry : ListRole.Child,
        _ when words.Contains("entry") => ListRole.Entry,
        _ when words.Contains("stop-loss") => ListRole.StopLoss,
        _ when words.Contains("take-profit") => ListRole.TakeProfit,
        _ => ListRole.None,
    };

    private static BookOrder InList(in BookOrder order, ListRole role) =>
        order with { Instructions = (order.Instructions ?? new OrderInstructions()) with { ListRole = role } };

    private static Price? PriceAfter(string[] words, string word) => ValueAfter(words, word) is { } ticks ? new Price(ticks) : null;

    private static Quantity? QuantityAfter(string[] words, string word) => ValueAfter(words, word) is { } lots ? new Quantity(lots) : null;

    private static long? ValueAfter(string[] words, string word) => WordAfter(words, word) is { } text ? long.Parse(text) : null;

    private static string? WordAfter(string[] words, string word) =>
        Array.IndexOf(words, word) is >= 0 and var index ? words[index + 1] : null;
}
