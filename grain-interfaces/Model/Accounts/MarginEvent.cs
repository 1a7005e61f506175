namespace Rtx.Model;

/// <summary>What happened to the margin of an account.</summary>
public enum MarginEventKind
{
    /// <summary>Equity fell below the initial margin of the open positions: the client should pay in or close.</summary>
    CallBegan = 1,

    /// <summary>Equity covers the initial margin again.</summary>
    CallEnded = 2,

    /// <summary>Equity fell below the maintenance margin: orders are cancelled and positions closed.</summary>
    StopOutBegan = 3,

    /// <summary>Equity covers the initial margin of what is left again, or nothing is left.</summary>
    StopOutEnded = 4,
}

/// <summary>An account's margin in one currency at a moment, and what that led to. Amounts are in the currency.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Sequence">1 for the account's first, and so on.</param>
/// <param name="Currency">The quote currency of the positions.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Equity">The balance and open profit and loss.</param>
/// <param name="InitialMargin">What the open positions need to be opened.</param>
/// <param name="MaintenanceMargin">What they need to be kept.</param>
/// <param name="Time">When.</param>
/// <param name="Positions">What all of that was worked out from.</param>
[GenerateSerializer, Immutable, Alias("rtx.MarginEvent")]
public sealed record MarginEvent(
    AccountId AccountId, long Sequence, Currency Currency, MarginEventKind Kind, decimal Equity, decimal InitialMargin, decimal MaintenanceMargin, Timestamp Time,
    IReadOnlyList<MarginPosition> Positions);

/// <summary>A position at its mark.</summary>
/// <param name="InstrumentId">The instrument.</param>
/// <param name="Lots">Signed lots: plus is long.</param>
/// <param name="MarkPrice">The mark; the average entry price where there was none.</param>
/// <param name="UnrealizedPnl">Profit and loss at the mark.</param>
/// <param name="IsStale">Whether the mark was too old to close the position by, or there was none.</param>
[GenerateSerializer, Immutable, Alias("rtx.MarginPosition")]
public sealed record MarginPosition(InstrumentId InstrumentId, long Lots, Price MarkPrice, decimal UnrealizedPnl, bool IsStale = false);
