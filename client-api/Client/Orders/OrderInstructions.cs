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

/// <summary>What happens when an order would trade with one of its own account or trade group. The choice of the one that takes liquidity counts.</summary>
[JsonConverter(typeof(WireEnumConverter<SelfTradePrevention>))]
public enum SelfTradePrevention
{
    /// <summary>They trade.</summary>
    None = 0,

    /// <summary>The resting order is cancelled.</summary>
    CancelResting = 1,

    /// <summary>The remainder of the one that takes liquidity is cancelled.</summary>
    CancelAggressing = 2,

    /// <summary>Both are cancelled.</summary>
    CancelBoth = 3,

    /// <summary>Both lose the smaller quantity; what has none left is cancelled.</summary>
    DecrementAndCancel = 4,
}

/// <summary>Whether an order refuses to take liquidity on entry (FIX 18 = 6).</summary>
[JsonConverter(typeof(WireEnumConverter<PostOnly>))]
public enum PostOnly
{
    /// <summary>It may trade at once.</summary>
    No = 0,

    /// <summary>It is refused when it would trade at once.</summary>
    Reject = 1,

    /// <summary>Its price is moved one tick behind the best opposite price when it would trade at once.</summary>
    Slide = 2,
}

/// <summary>How the orders of a list hang together (FIX 1385).</summary>
[JsonConverter(typeof(WireEnumConverter<ContingencyType>))]
public enum ContingencyType
{
    /// <summary>One cancels the others.</summary>
    Oco = 1,

    /// <summary>The first triggers the others.</summary>
    Oto = 2,

    /// <summary>Entry with a stop loss and take profits (a ladder), or only these for a position that exists.</summary>
    Bracket = 3,
}

/// <summary>What an order is to the others of its list.</summary>
[JsonConverter(typeof(WireEnumConverter<ListRole>))]
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
