using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>What happened to the margin of an account.</summary>
[JsonConverter(typeof(WireEnumConverter<MarginEventKind>))]
public enum MarginEventKind
{
    /// <summary>Equity fell below the initial margin of the open positions: deposit funds or close positions.</summary>
    CallBegan = 1,

    /// <summary>Equity covers the initial margin again.</summary>
    CallEnded = 2,

    /// <summary>Equity fell below the maintenance margin: orders are cancelled and positions closed.</summary>
    StopOutBegan = 3,

    /// <summary>Equity covers the initial margin of the remaining positions again, or none remain.</summary>
    StopOutEnded = 4,
}

/// <summary>An account's margin in one currency at a moment, and the resulting event. Amounts are in that currency.</summary>
public sealed record MarginEvent
{
    /// <summary>Number within the account, from 1 without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>The quote currency of the positions.</summary>
    public required string Currency { get; init; }

    /// <summary>What happened.</summary>
    public required MarginEventKind Kind { get; init; }

    /// <summary>Balance plus unrealised profit and loss.</summary>
    public required decimal Equity { get; init; }

    /// <summary>Initial margin of the open positions.</summary>
    public required decimal InitialMargin { get; init; }

    /// <summary>Maintenance margin of the open positions.</summary>
    public required decimal MaintenanceMargin { get; init; }

    /// <summary>When it happened.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset Time { get; init; }

    /// <summary>The positions behind these figures.</summary>
    public required IReadOnlyList<MarginPosition> Positions { get; init; }
}

/// <summary>A position at its mark.</summary>
public sealed record MarginPosition
{
    /// <summary>The instrument's symbol.</summary>
    public required string Symbol { get; init; }

    /// <summary>Signed quantity: positive is long.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>The mark; the average entry price when there was no mark.</summary>
    public required decimal MarkPrice { get; init; }

    /// <summary>Profit and loss at the mark.</summary>
    public required decimal UnrealizedPnl { get; init; }

    /// <summary>Whether there was no mark, or it was too old to close the position at.</summary>
    public bool IsStale { get; init; }
}
