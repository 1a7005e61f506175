namespace Rtx.Model;

/// <summary>Side of an order (FIX 54).</summary>
public enum Side
{
    /// <summary>Buy.</summary>
    Buy = 1,

    /// <summary>Sell.</summary>
    Sell = 2,
}

/// <summary>Order type (FIX 40).</summary>
public enum OrderType
{
    /// <summary>Trade at the best prices there are, within the protection price; the remainder is cancelled.</summary>
    Market = 1,

    /// <summary>Trade at the limit price or better.</summary>
    Limit = 2,
}

/// <summary>How long an order lives (FIX 59).</summary>
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

/// <summary>Operations on order terms.</summary>
public static class OrderTerms
{
    /// <summary>The other side.</summary>
    public static Side Opposite(this Side side) => side switch
    {
        Side.Buy => Side.Sell,
        Side.Sell => Side.Buy,
    };

    /// <summary>+1 for buy, −1 for sell.</summary>
    public static int Sign(this Side side) => side switch
    {
        Side.Buy => 1,
        Side.Sell => -1,
    };

    /// <summary>Whether the order still works in the book.</summary>
    public static bool IsOpen(this OrdStatus status) => status switch
    {
        OrdStatus.New or OrdStatus.PartiallyFilled => true,
        OrdStatus.Filled or OrdStatus.Canceled or OrdStatus.Rejected => false,
    };
}
