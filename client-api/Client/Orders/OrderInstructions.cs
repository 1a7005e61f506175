using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>The price that a trigger compares with (FIX 1107).</summary>
[JsonConverter(typeof(WireEnumConverter<TriggerSource>))]
public enum TriggerSource
{
    /// <summary>The last trade of the book.</summary>
    LastTrade = 0,

    /// <summary>The instrument's mark price.</summary>
    MarkPrice = 1,

    /// <summary>The best price of the side that the order would trade with: the offer for a buy, the bid for a sell.</summary>
    OppositeBest = 2,
}

/// <summary>
/// What happens when an order would trade with another one of its own account or trade group. The setting of the order that takes liquidity
/// applies.
/// </summary>
[JsonConverter(typeof(WireEnumConverter<SelfTradePrevention>))]
public enum SelfTradePrevention
{
    /// <summary>They trade.</summary>
    None = 0,

    /// <summary>The resting order is cancelled.</summary>
    CancelResting = 1,

    /// <summary>The remainder of the order that takes liquidity is cancelled.</summary>
    CancelAggressing = 2,

    /// <summary>Both are cancelled.</summary>
    CancelBoth = 3,

    /// <summary>Both are reduced by the smaller quantity; the order that has none left is cancelled.</summary>
    DecrementAndCancel = 4,
}

/// <summary>Whether an order refuses to take liquidity on entry (FIX 18 = 6).</summary>
[JsonConverter(typeof(WireEnumConverter<PostOnly>))]
public enum PostOnly
{
    /// <summary>It may trade immediately.</summary>
    No = 0,

    /// <summary>It is refused when it would trade immediately.</summary>
    Reject = 1,

    /// <summary>When it would trade immediately, its price is moved one tick behind the best opposite price.</summary>
    Slide = 2,
}

/// <summary>How the orders of a list are linked (FIX 1385).</summary>
[JsonConverter(typeof(WireEnumConverter<ContingencyType>))]
public enum ContingencyType
{
    /// <summary>One cancels the others.</summary>
    Oco = 1,

    /// <summary>The first triggers the others.</summary>
    Oto = 2,

    /// <summary>Entry with a stop loss and take profits (a ladder), or only the exits for an existing position.</summary>
    Bracket = 3,
}

/// <summary>Role of an order in its list.</summary>
[JsonConverter(typeof(WireEnumConverter<ListRole>))]
public enum ListRole
{
    /// <summary>It is in no list.</summary>
    None = 0,

    /// <summary>One cancels the other: the first trade, or the end, of one cancels the rest.</summary>
    OcoLeg = 1,

    /// <summary>The order that the others wait for.</summary>
    Entry = 2,

    /// <summary>Becomes active once the entry is done.</summary>
    Child = 3,

    /// <summary>Protects the position that the entry opened; never larger than that.</summary>
    StopLoss = 4,

    /// <summary>Closes part or all of the position that the entry opened, and reduces the stop loss accordingly.</summary>
    TakeProfit = 5,
}
