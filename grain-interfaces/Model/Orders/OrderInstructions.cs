namespace Rtx.Model;

/// <summary>The price that a trigger compares with.</summary>
public enum TriggerSource
{
    /// <summary>The last trade of the book.</summary>
    LastTrade = 0,

    /// <summary>The instrument's mark price.</summary>
    MarkPrice = 1,

    /// <summary>The best price of the side that the order would trade with: the offer for a buy, the bid for a sell.</summary>
    OppositeBest = 2,
}

/// <summary>What happens when an order would trade with one of its own account or trade group. The aggressor's choice counts.</summary>
public enum SelfTradePrevention
{
    /// <summary>They trade.</summary>
    None = 0,

    /// <summary>The resting order is cancelled.</summary>
    CancelResting = 1,

    /// <summary>The aggressor's remainder is cancelled.</summary>
    CancelAggressing = 2,

    /// <summary>Both are cancelled.</summary>
    CancelBoth = 3,

    /// <summary>Both lose the smaller quantity; what has none left is cancelled.</summary>
    DecrementAndCancel = 4,
}

/// <summary>Whether an order refuses to take liquidity on entry.</summary>
public enum PostOnly
{
    /// <summary>It may trade immediately.</summary>
    No = 0,

    /// <summary>It is refused when it would trade immediately.</summary>
    Reject = 1,

    /// <summary>Its price is moved one tick behind the best opposite price when it would trade immediately.</summary>
    Slide = 2,
}

/// <summary>What an order is to the others of its list.</summary>
public enum ListRole
{
    /// <summary>It is in no list.</summary>
    None = 0,

    /// <summary>One cancels the others: the first trade, or the end, of one cancels the rest.</summary>
    OcoLeg = 1,

    /// <summary>The order that the others wait for.</summary>
    Entry = 2,

    /// <summary>Works once the entry is done.</summary>
    Child = 3,

    /// <summary>Protects what the entry opened; never larger than that.</summary>
    StopLoss = 4,

    /// <summary>Closes (a part of) what the entry opened and lowers the stop loss by it.</summary>
    TakeProfit = 5,
}

/// <summary>Distance of a trailing trigger from the market.</summary>
/// <param name="Value">Ticks, or hundredths of a percent of the market price (rounded up to whole ticks). Above zero.</param>
/// <param name="IsBasisPoints">Whether <paramref name="Value"/> is in hundredths of a percent.</param>
[GenerateSerializer, Immutable, Alias("rtx.TrailOffset")]
public readonly record struct TrailOffset(long Value, bool IsBasisPoints);

/// <summary>
/// What an order asks beyond side, type, time in force, price and quantity. Most orders have none. Each rule: docs/matching.md.
/// </summary>
[GenerateSerializer, Immutable, Alias("rtx.OrderInstructions")]
public sealed record OrderInstructions
{
    // A tag that is a number goes as one: older silos and API processes know no others. Each tag has one form only, so that equal
    // instructions compare equal.
    [Id(10)] private readonly int _tagNumber;
    [Id(15)] private readonly OrderTag _tagText;

    /// <summary>Trigger price (FIX 99); of types with a trigger only, and required there.</summary>
    [Id(0)] public Price? StopPx { get; init; }

    /// <summary>What the trigger compares with (FIX 1107).</summary>
    [Id(1)] public TriggerSource TriggerSource { get; init; }

    /// <summary>Distance of a trailing trigger; of trailing types only, and required there.</summary>
    [Id(2)] public TrailOffset? TrailOffset { get; init; }

    /// <summary>Quantity that the book shows at a time (FIX 1138); null shows all.</summary>
    [Id(3)] public Quantity? DisplayQty { get; init; }

    /// <summary>Quantity that must trade immediately (FIX 110); null asks for none.</summary>
    [Id(4)] public Quantity? MinQty { get; init; }

    /// <summary>Whether it refuses to take liquidity on entry (FIX 18 = 6).</summary>
    [Id(5)] public PostOnly PostOnly { get; init; }

    /// <summary>Whether it may only lower the account's position in this instrument (FIX 18 = E).</summary>
    [Id(6)] public bool ReduceOnly { get; init; }

    /// <summary>When it expires (FIX 126): required for GTD, the end of its session for DAY, null otherwise.</summary>
    [Id(7)] public Timestamp? ExpireTime { get; init; }

    /// <summary>What happens when it would trade with itself (FIX 8000 range of venues).</summary>
    [Id(8)] public SelfTradePrevention SelfTradePrevention { get; init; }

    /// <summary>Accounts that count as one for self-trade prevention; 0 is the account alone.</summary>
    [Id(9)] public long TradeGroup { get; init; }

    /// <summary>The connection whose end cancels it; 0 is none.</summary>
    [Id(11)] public long ConnectionId { get; init; }

    /// <summary>The list: id of its first order; zero is none. Given by the book.</summary>
    [Id(12)] public OrderId ListId { get; init; }

    /// <summary>Its part in the list.</summary>
    [Id(13)] public ListRole ListRole { get; init; }

    /// <summary>Its position in the list, from 0.</summary>
    [Id(14)] public int ListIndex { get; init; }

    /// <summary>The client's own text to find and cancel orders together by.</summary>
    public OrderTag Tag
    {
        get => _tagNumber == 0 ? _tagText : OrderTag.Of(_tagNumber);
        init => (_tagNumber, _tagText) = value.Number is { } number ? (number, default(OrderTag)) : (0, value);
    }
}
