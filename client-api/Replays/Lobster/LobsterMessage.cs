namespace Rtx.Replays.Lobster;

/// <summary>The types of LOBSTER messages, numbered as in the files.</summary>
internal enum LobsterMessageType
{
    /// <summary>A new limit order rests.</summary>
    Add = 1,

    /// <summary>Part of an order was cancelled.</summary>
    PartialCancel = 2,

    /// <summary>The whole rest of an order was cancelled.</summary>
    Delete = 3,

    /// <summary>A visible order was executed.</summary>
    VisibleExecution = 4,

    /// <summary>A hidden order was executed; the visible book stays as it is.</summary>
    HiddenExecution = 5,

    /// <summary>An auction trade; the visible book stays as it is.</summary>
    CrossTrade = 6,

    /// <summary>Trading was halted or resumed.</summary>
    Halt = 7,
}

/// <summary>One line of a LOBSTER message file.</summary>
/// <param name="Type">What happened.</param>
/// <param name="OrderId">The exchange's number of the resting order.</param>
/// <param name="Quantity">Quantity in shares.</param>
/// <param name="Price">Price of the resting order in dollars.</param>
/// <param name="Side">Side of the resting order.</param>
internal readonly record struct LobsterMessage(LobsterMessageType Type, long OrderId, decimal Quantity, decimal Price, Side Side);

/// <summary>One message and the book after it.</summary>
/// <param name="Number">Line in both files, from 1.</param>
/// <param name="Message">What happened.</param>
/// <param name="Book">The book after it.</param>
internal sealed record LobsterRow(long Number, LobsterMessage Message, RecordedBook Book);
