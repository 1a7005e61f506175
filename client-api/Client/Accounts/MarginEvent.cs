using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>What happened to the margin of an account.</summary>
[JsonConverter(typeof(WireEnumConverter<MarginEventKind>))]
public enum MarginEventKind
{
    /// <summary>Equity fell below the initial margin of the open positions: pay in or close.</summary>
    CallBegan = 1,

    /// <summary>Equity covers the initial margin again.</summary>
    CallEnded = 2,

    /// <summary>Equity fell below the maintenance margin: orders are cancelled and positions closed.</summary>
    StopOutBegan = 3,

    /// <summary>Equity covers the initial margin of what is left again, or nothing is left.</summary>
    StopOutEnded = 4,
}

/// <summary>An account's margin in one currency at a moment, and what that led to. Amounts are in the currency.</summary>
public sealed record MarginEvent
{
    /// <summary>Number within the account, from 1 without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>The quote currency of the positions.</summary>
    public required string Currency { get; init; }

    /// <summary>What happened.</summary>
    public required MarginEventKind Kind { get; init; }

    /// <summary>The balance and open profit and loss.</summary>
    public required decimal Equity { get; init; }

    /// <summary>What the open positions need to be opened.</summary>
    public required decimal InitialMargin { get; init; }

    /// <summary>What they need to be kept.</summary>
    public required decimal MaintenanceMargin { get; init; }

    /// <summary>When.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset Time { get; init; }

    /// <summary>What all of that was worked out from.</summary>
    public required IReadOnlyList<MarginPosition> Positions { get; init; }
}

/// <summary>A position at its mark.</summary>
public sealed record MarginPosition
{
    /// <summary>What it is of.</summary>
    public required string Symbol { get; init; }

    /// <summary>Signed quantity: plus is long.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>The mark; the average entry price where there was none.</summary>
    public required decimal MarkPrice { get; init; }

    /// <summary>Profit and loss at the mark.</summary>
    public required decimal UnrealizedPnl { get; init; }

    /// <summary>Whether the mark was too old to close the position by, or there was none.</summary>
    public bool IsStale { get; init; }
}
