using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>Whether an account may trade.</summary>
[JsonConverter(typeof(WireEnumConverter<AccountStatus>))]
public enum AccountStatus
{
    /// <summary>May trade.</summary>
    Active = 1,

    /// <summary>May only cancel.</summary>
    Suspended = 2,
}

/// <summary>A trading account.</summary>
public sealed record Account
{
    /// <summary>The account's number, from 1.</summary>
    public required long AccountId { get; init; }

    /// <summary>The user who may trade it.</summary>
    public required long OwnerId { get; init; }

    /// <summary>Display name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it may trade.</summary>
    public required AccountStatus Status { get; init; }
}

/// <summary>An account at one moment, all of it committed.</summary>
public sealed record AccountSummary
{
    /// <summary>The account.</summary>
    public required Account Account { get; init; }

    /// <summary>Balances by currency.</summary>
    public required IReadOnlyList<Balance> Balances { get; init; }

    /// <summary>Open positions by instrument.</summary>
    public required IReadOnlyList<Position> Positions { get; init; }

    /// <summary>Working orders by id.</summary>
    public required IReadOnlyList<Order> OpenOrders { get; init; }
}

/// <summary>What an account has of one currency.</summary>
[JsonNumberHandling(WireNumbers.AsText)]
public sealed record Balance
{
    /// <summary>The currency, share or coin.</summary>
    public required string Currency { get; init; }

    /// <summary>The ledger's balance.</summary>
    public required decimal Total { get; init; }

    /// <summary>Reserved for open spot orders.</summary>
    public required decimal Held { get; init; }

    /// <summary>Profit and loss of open margined positions at the mark price.</summary>
    public required decimal UnrealizedPnl { get; init; }

    /// <summary>
    /// What open margined positions and orders need: initial margin, what the orders may lose beyond the mark, and their fees.
    /// </summary>
    public required decimal InitialMargin { get; init; }

    /// <summary>Margin below which positions are at risk of a stop-out.</summary>
    public required decimal MaintenanceMargin { get; init; }

    /// <summary>Total and open profit and loss.</summary>
    public required decimal Equity { get; init; }

    /// <summary>What new orders may use; negative when positions lost more than is free.</summary>
    public required decimal Available { get; init; }
}

/// <summary>An open margined position, netted.</summary>
[JsonNumberHandling(WireNumbers.AsText)]
public sealed record Position
{
    /// <summary>The instrument's symbol.</summary>
    public required string Symbol { get; init; }

    /// <summary>Signed contracts: positive is long.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Signed quote value at which the open contracts were entered.</summary>
    public required decimal Cost { get; init; }

    /// <summary>Average entry price, rounded as in <see cref="Order.AvgPx"/>; null for a flat position.</summary>
    public decimal? AvgPx { get; init; }

    /// <summary>Profit and loss realised over the life of the position, before fees.</summary>
    public required decimal RealizedPnl { get; init; }

    /// <summary>Price used for the valuation; null when there is none yet.</summary>
    public decimal? MarkPrice { get; init; }

    /// <summary>Profit and loss at the mark; 0 without a mark.</summary>
    public required decimal UnrealizedPnl { get; init; }
}
