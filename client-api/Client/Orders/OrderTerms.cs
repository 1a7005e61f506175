using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>Side of an order (FIX 54).</summary>
[JsonConverter(typeof(WireEnumConverter<Side>))]
public enum Side
{
    /// <summary>Buy.</summary>
    Buy = 1,

    /// <summary>Sell.</summary>
    Sell = 2,
}

/// <summary>Order type (FIX 40).</summary>
[JsonConverter(typeof(WireEnumConverter<OrderType>))]
public enum OrderType
{
    /// <summary>Trade at the best prices there are, within a protection price; the remainder is cancelled.</summary>
    Market = 1,

    /// <summary>Trade at the limit price or better.</summary>
    Limit = 2,
}

/// <summary>How long an order lives (FIX 59).</summary>
[JsonConverter(typeof(WireEnumConverter<TimeInForce>))]
public enum TimeInForce
{
    /// <summary>Until cancelled.</summary>
    Gtc = 1,

    /// <summary>Immediate or cancel: what does not trade at once is cancelled.</summary>
    Ioc = 3,

    /// <summary>Fill or kill: all at once, or nothing.</summary>
    Fok = 4,
}

/// <summary>State of an order (FIX 39).</summary>
[JsonConverter(typeof(WireEnumConverter<OrdStatus>))]
public enum OrdStatus
{
    /// <summary>Accepted, nothing traded.</summary>
    New = 0,

    /// <summary>Some traded, the rest is working.</summary>
    PartiallyFilled = 1,

    /// <summary>All traded.</summary>
    Filled = 2,

    /// <summary>Closed by request or because its time in force ended it.</summary>
    Canceled = 4,

    /// <summary>Refused; never worked.</summary>
    Rejected = 8,
}

/// <summary>What happened to an order (FIX 150).</summary>
[JsonConverter(typeof(WireEnumConverter<ExecType>))]
public enum ExecType
{
    /// <summary>Accepted.</summary>
    New = 0,

    /// <summary>Closed without being filled.</summary>
    Canceled = 4,

    /// <summary>Price or quantity changed.</summary>
    Replaced = 5,

    /// <summary>Refused.</summary>
    Rejected = 8,

    /// <summary>Traded, partly or fully.</summary>
    Trade = 15,
}
