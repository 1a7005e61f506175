using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>A user to create.</summary>
public sealed record CreateUserRequest
{
    /// <summary>3 to 64 letters, digits, dot, dash, underscore or at; kept in lower case.</summary>
    public required string UserName { get; init; }

    /// <summary>8 to 256 characters.</summary>
    public required string Password { get; init; }

    /// <summary>The user's role.</summary>
    public required UserRole Role { get; init; }
}

/// <summary>An account to create.</summary>
public sealed record CreateAccountRequest
{
    /// <summary>The user who may trade it.</summary>
    public required long OwnerId { get; init; }

    /// <summary>Display name, 1 to 64 visible characters.</summary>
    public required string Name { get; init; }
}

/// <summary>An instrument to create.</summary>
// Members with a default other than zero are settable: the source-generated reader assigns every init-only member, so an absent one would
// get default(T).
[JsonNumberHandling(WireNumbers.AsText)]
public sealed record CreateInstrumentRequest
{
    /// <summary>Number, 1 to 8,191; 0 takes the next free one.</summary>
    [JsonNumberHandling(WireNumbers.AsNumber)]
    public int InstrumentId { get; init; }

    /// <summary>Unique name: 1 to 24 upper-case letters, digits, dot, dash or slash.</summary>
    public required string Symbol { get; init; }

    /// <summary>Spot or margined.</summary>
    public required InstrumentKind Kind { get; init; }

    /// <summary>What is traded: 1 to 12 upper-case letters or digits.</summary>
    public required string BaseCurrency { get; init; }

    /// <summary>What is paid: 1 to 12 upper-case letters or digits.</summary>
    public required string QuoteCurrency { get; init; }

    /// <summary>
    /// Prices are whole multiples of this; above zero. Multiplied by the quantity increment and the contract size (the value of one tick of
    /// one lot) it must be a multiple of 0.00000001.
    /// </summary>
    public required decimal PriceIncrement { get; init; }

    /// <summary>Quantities are whole multiples of this; above zero.</summary>
    public required decimal QuantityIncrement { get; init; }

    /// <summary>Base units per contract; 1 for spot.</summary>
    public decimal ContractSize { get; set; } = 1m;

    /// <summary>Smallest order quantity.</summary>
    public required decimal MinQuantity { get; init; }

    /// <summary>Largest order quantity.</summary>
    public required decimal MaxQuantity { get; init; }

    /// <summary>Share of the notional that must be available to open a margined position: above 0, at most 1.</summary>
    public decimal InitialMarginRate { get; set; } = 1m;

    /// <summary>
    /// Share of the notional below which a margined position is at risk of a stop-out: above 0, at most the initial rate.
    /// </summary>
    public decimal MaintenanceMarginRate { get; set; } = 1m;

    /// <summary>Fee of the resting side as a share of the notional, 0 or more and below 1.</summary>
    public decimal MakerFeeRate { get; init; }

    /// <summary>Fee of the aggressing side as a share of the notional, 0 or more and below 1.</summary>
    public decimal TakerFeeRate { get; init; }

    /// <summary>Whether zero and negative prices are legal.</summary>
    public bool AllowsNegativePrices { get; init; }

    /// <summary>Limits that protect the book's traders; null for none.</summary>
    public MatchingRules? MatchingRules { get; init; }
}

/// <summary>Money to book in (positive) or out (negative).</summary>
public sealed record MoveFundsRequest
{
    /// <summary>Signed, at most eight decimals, not zero.</summary>
    public required decimal Amount { get; init; }

    /// <summary>The currency.</summary>
    public required string Currency { get; init; }

    /// <summary>
    /// Your own reference for the movement, 1 to 64 printable ASCII characters without space, unique per account: the same reference moves
    /// money once.
    /// </summary>
    public required string Reference { get; init; }
}

/// <summary>The answer to a movement of money; everything in it is committed.</summary>
public sealed record MoveFundsReply
{
    /// <summary>The currency.</summary>
    public required string Currency { get; init; }

    /// <summary>The ledger's balance after the movement.</summary>
    public required decimal Balance { get; init; }
}

/// <summary>The trading state to set.</summary>
public sealed record SetTradingStateRequest
{
    /// <summary>
    /// The state that the book should take. With a schedule only <c>halted</c>, or <c>continuous</c> to return to the schedule.
    /// </summary>
    public required TradingState State { get; init; }
}

/// <summary>The middle of the static price band to set.</summary>
public sealed record SetReferencePriceRequest
{
    /// <summary>The price.</summary>
    public required decimal Price { get; init; }
}

/// <summary>One invariant of the databases and the number of violations.</summary>
public sealed record InvariantResult
{
    /// <summary>Name of the view or check.</summary>
    public required string Name { get; init; }

    /// <summary>Rows it returned; anything but 0 is a defect.</summary>
    public required long Violations { get; init; }
}
