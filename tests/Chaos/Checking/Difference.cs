namespace Rtx.Chaos.Checking;

/// <summary>A violation found by a check.</summary>
/// <param name="Kind">The violated rule.</param>
/// <param name="Text">Details, with both sides.</param>
internal sealed record Difference(string Kind, string Text);

/// <summary>The rules that a run is checked by.</summary>
internal static class DifferenceKind
{
    /// <summary>An acknowledged state without a matching event in SQL.</summary>
    public const string AcknowledgementLost = "acknowledgement_lost";

    /// <summary>An order that differs from its acknowledgement.</summary>
    public const string AcknowledgementChanged = "acknowledgement_changed";

    /// <summary>An order whose state went back behind its acknowledgement.</summary>
    public const string AcknowledgementUndone = "acknowledgement_undone";

    /// <summary>An amendment without its event.</summary>
    public const string AmendmentLost = "amendment_lost";

    /// <summary>A fill that is missing in SQL.</summary>
    public const string FillLost = "fill_lost";

    /// <summary>A trade reported to an order twice.</summary>
    public const string TradeDoubled = "trade_doubled";

    /// <summary>One client order id with more than one order.</summary>
    public const string OrderDoubled = "order_doubled";

    /// <summary>A repeated request that was refused as a different one.</summary>
    public const string CalledDuplicate = "called_duplicate";

    /// <summary>An answer that reports a server defect.</summary>
    public const string ServerFailed = "server_failed";

    /// <summary>An execution report without a matching event in SQL.</summary>
    public const string ExecutionUnexplained = "execution_unexplained";

    /// <summary>A refusal that is missing in SQL, or has another reason there.</summary>
    public const string RefusalUnexplained = "refusal_unexplained";

    /// <summary>An order in SQL although every answer said that nothing was decided.</summary>
    public const string DecidedInSilence = "decided_in_silence";

    /// <summary>A request that is only partly in SQL.</summary>
    public const string HalfDone = "half_done";

    /// <summary>An order in SQL that nobody sent.</summary>
    public const string NobodyAsked = "nobody_asked";

    /// <summary>An order that exists, or was acknowledged, but was answered as unknown.</summary>
    public const string OrderForgotten = "order_forgotten";

    /// <summary>A movement of money that is missing or different in SQL.</summary>
    public const string FundsLost = "funds_lost";

    /// <summary>Money or positions that appeared or vanished.</summary>
    public const string NotConserved = "not_conserved";

    /// <summary>A row of an invariant view.</summary>
    public const string InvariantBroken = "invariant_broken";

    /// <summary>Events that no account settled in time.</summary>
    public const string NotSettled = "not_settled";

    /// <summary>An event that a listener neither received nor was warned about.</summary>
    public const string NeverTold = "never_told";

    /// <summary>A list that misses or repeats something when read page by page.</summary>
    public const string PagesDiffer = "pages_differ";

    /// <summary>Memory that differs from SQL.</summary>
    public const string MemoryDiffers = "memory_differs";

    /// <summary>A client's copy of a book that differs from the book.</summary>
    public const string CopyDiffers = "copy_differs";

    /// <summary>An acknowledgement while the database was unavailable.</summary>
    public const string AcknowledgedInOutage = "acknowledged_in_outage";

    /// <summary>A service that did not resume.</summary>
    public const string NotResumed = "not_resumed";

    /// <summary>Money that hostile traders gained without owning it.</summary>
    public const string MoneyTaken = "money_taken";

    /// <summary>The goal of an attack was reached.</summary>
    public const string AttackSucceeded = "attack_succeeded";

    /// <summary>Honest traders were served badly because of an attack.</summary>
    public const string HonestLost = "honest_lost";

    /// <summary>Memory or disk usage that did not return to normal after an attack.</summary>
    public const string NotReturned = "not_returned";
}
