using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>A user to make.</summary>
public sealed record CreateUserRequest
{
    /// <summary>3 to 64 letters, digits, dot, dash, underscore or at; kept in lower case.</summary>
    public required string UserName { get; init; }

    /// <summary>8 to 256 characters.</summary>
    public required string Password { get; init; }

    /// <summary>What the user may do.</summary>
    public required UserRole Role { get; init; }
}

/// <summary>An account to make.</summary>
public sealed record CreateAccountRequest
{
    /// <summary>The user who may trade it.</summary>
    public required long OwnerId { get; init; }

    /// <summary>For people, 1 to 64 characters that can be seen.</summary>
    public required string Name { get; init; }
}

/// <summary>An instrument to make.</summary>
// Members with a default other than zero are settable: the generated reader gives every init-only member a value, to absent ones that of nothing.
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

    /// <summary>Prices are whole multiples of this; above zero. Times the quantity increment and the contract size it is a multiple of 0.00000001: what a tick of one lot is worth.</summary>
    public required decimal PriceIncrement { get; init; }

    /// <summary>Quantities are whole multiples of this; above zero.</summary>
    public required decimal QuantityIncrement { get; init; }

    /// <summary>Base units per contract; 1 for spot.</summary>
    public decimal ContractSize { get; set; } = 1m;

    /// <summary>Smallest order quantity.</summary>
    public required decimal MinQuantity { get; init; }

    /// <summary>Largest order quantity.</summary>
    public required decimal MaxQuantity { get; init; }

    /// <summary>Share of the notional that must be free to open a margined position: above 0, at most 1.</summary>
    public decimal InitialMarginRate { get; set; } = 1m;

    /// <summary>Share of the notional below which a margined position is in danger: above 0, at most the initial rate.</summary>
    public decimal MaintenanceMarginRate { get; set; } = 1m;

    /// <summary>Fee of the resting side as a share of the notional, 0 or more and below 1.</summary>
    public decimal MakerFeeRate { get; init; }

    /// <summary>Fee of the aggressing side as a share of the notional, 0 or more and below 1.</summary>
    public decimal TakerFeeRate { get; init; }

    /// <summary>Whether zero and negative prices are legal.</summary>
    public bool AllowsNegativePrices { get; init; }

    /// <summary>What the book protects from; null for nothing.</summary>
    public MatchingRules? MatchingRules { get; init; }
}

/// <summary>Money to book in (plus) or out (minus).</summary>
public sealed record MoveFundsRequest
{
    /// <summary>Signed, at most eight decimals, not zero.</summary>
    public required decimal Amount { get; init; }

    /// <summary>Of what.</summary>
    public required string Currency { get; init; }

    /// <summary>Your own name for the movement, 1 to 64 printable ASCII characters without space, unique per account: the same reference moves money once.</summary>
    public required string Reference { get; init; }
}

/// <summary>The answer to a movement of money, committed.</summary>
public sealed record MoveFundsReply
{
    /// <summary>Of what.</summary>
    public required string Currency { get; init; }

    /// <summary>The ledger's balance after it.</summary>
    public required decimal Balance { get; init; }
}

/// <summary>The trading state to set.</summary>
public sealed record SetTradingStateRequest
{
    /// <summary>What the book shall accept. With a schedule <c>halted</c>, or <c>continuous</c> to go on with what the schedule says.</summary>
    public required TradingState State { get; init; }
}

/// <summary>The middle of the static price band to set.</summary>
public sealed record SetReferencePriceRequest
{
    /// <summary>The price.</summary>
    public required decimal Price { get; init; }
}

/// <summary>One invariant of the databases and how often it is broken.</summary>
public sealed record InvariantResult
{
    /// <summary>Name of the view, or of the check.</summary>
    public required string Name { get; init; }

    /// <summary>Rows it returned; anything but 0 is a defect.</summary>
    public required long Violations { get; init; }
}
