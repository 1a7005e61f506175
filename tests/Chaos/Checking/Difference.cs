namespace Rtx.Chaos.Checking;

/// <summary>Something that must not be.</summary>
/// <param name="Kind">The rule that is broken.</param>
/// <param name="Text">Where, with both sides.</param>
internal sealed record Difference(string Kind, string Text);

/// <summary>The rules that a run is checked by.</summary>
internal static class DifferenceKind
{
    /// <summary>An acknowledged state that no event in SQL tells.</summary>
    public const string AcknowledgementLost = "acknowledgement_lost";

    /// <summary>An order that is not as it was acknowledged.</summary>
    public const string AcknowledgementChanged = "acknowledgement_changed";

    /// <summary>An order that goes back behind what was acknowledged.</summary>
    public const string AcknowledgementUndone = "acknowledgement_undone";

    /// <summary>An amendment without its event.</summary>
    public const string AmendmentLost = "amendment_lost";

    /// <summary>A fill that SQL does not have.</summary>
    public const string FillLost = "fill_lost";

    /// <summary>A trade that was told to an order twice.</summary>
    public const string TradeDoubled = "trade_doubled";

    /// <summary>One name, and more than one order.</summary>
    public const string OrderDoubled = "order_doubled";

    /// <summary>A request that was sent again, refused as if it were another one.</summary>
    public const string CalledDuplicate = "called_duplicate";

    /// <summary>An answer that blames a defect.</summary>
    public const string ServerFailed = "server_failed";

    /// <summary>An execution report that no event in SQL tells.</summary>
    public const string ExecutionUnexplained = "execution_unexplained";

    /// <summary>A refusal that SQL does not know, or for another reason.</summary>
    public const string RefusalUnexplained = "refusal_unexplained";

    /// <summary>An order in SQL though every answer said that nothing was decided.</summary>
    public const string DecidedInSilence = "decided_in_silence";

    /// <summary>A request that is partly in SQL.</summary>
    public const string HalfDone = "half_done";

    /// <summary>An order in SQL that nobody asked for.</summary>
    public const string NobodyAsked = "nobody_asked";

    /// <summary>An order that is there, or was acknowledged, and was answered as unknown.</summary>
    public const string OrderForgotten = "order_forgotten";

    /// <summary>A movement of money that SQL does not have, or not so.</summary>
    public const string FundsLost = "funds_lost";

    /// <summary>Money or positions that came from nowhere or went there.</summary>
    public const string NotConserved = "not_conserved";

    /// <summary>A row of an invariant view.</summary>
    public const string InvariantBroken = "invariant_broken";

    /// <summary>Events that no account has settled in time.</summary>
    public const string NotSettled = "not_settled";

    /// <summary>An event that who listened was neither told of nor warned that it may be missing.</summary>
    public const string NeverTold = "never_told";

    /// <summary>A list that lacks something page by page, or has it twice.</summary>
    public const string PagesDiffer = "pages_differ";

    /// <summary>Memory that is not what SQL says.</summary>
    public const string MemoryDiffers = "memory_differs";

    /// <summary>A copy of a book that a client kept and that is not the book.</summary>
    public const string CopyDiffers = "copy_differs";

    /// <summary>An acknowledgement while the database was away.</summary>
    public const string AcknowledgedInOutage = "acknowledged_in_outage";

    /// <summary>Service that did not come back.</summary>
    public const string NotResumed = "not_resumed";

    /// <summary>Money that hostile traders got and that is not theirs.</summary>
    public const string MoneyTaken = "money_taken";

    /// <summary>Something that an attack was after.</summary>
    public const string AttackSucceeded = "attack_succeeded";

    /// <summary>Honest traders who were served badly because others attacked.</summary>
    public const string HonestLost = "honest_lost";

    /// <summary>Memory or disk that did not come back to normal after an attack.</summary>
    public const string NotReturned = "not_returned";
}
