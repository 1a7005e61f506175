using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>How trades of an instrument settle.</summary>
[JsonConverter(typeof(WireEnumConverter<InstrumentKind>))]
public enum InstrumentKind
{
    /// <summary>Delivery: the buyer receives the base currency and pays the quote currency immediately.</summary>
    Spot = 1,

    /// <summary>Margined: only profit and loss move; a position stays open against margin.</summary>
    Margined = 2,
}

/// <summary>What a book currently accepts and does. Cancels are accepted in every state.</summary>
[JsonConverter(typeof(WireEnumConverter<TradingState>))]
public enum TradingState
{
    /// <summary>Orders match as they arrive.</summary>
    Continuous = 1,

    /// <summary>Halted by an operator: only cancels are accepted.</summary>
    Halted = 2,

    /// <summary>Orders are collected before the call of the opening auction begins.</summary>
    PreOpen = 3,

    /// <summary>Orders are collected; the auction uncrosses when the state ends.</summary>
    OpeningAuction = 4,

    /// <summary>Like <see cref="OpeningAuction"/>, triggered by a trade that would have left the dynamic price band.</summary>
    VolatilityAuction = 5,

    /// <summary>Like <see cref="OpeningAuction"/>, at the end of the day.</summary>
    ClosingAuction = 6,

    /// <summary>Only cancels are accepted.</summary>
    CancelOnly = 7,

    /// <summary>The session has ended: only cancels are accepted, and day orders have expired.</summary>
    Closed = 8,
}

/// <summary>The static terms of an instrument.</summary>
[JsonNumberHandling(WireNumbers.AsText)]
public sealed record Instrument
{
    /// <summary>Number of the instrument.</summary>
    [JsonNumberHandling(WireNumbers.AsNumber)]
    public required int InstrumentId { get; init; }

    /// <summary>Unique name, e.g. <c>BTCUSD</c>.</summary>
    public required string Symbol { get; init; }

    /// <summary>Spot or margined.</summary>
    public required InstrumentKind Kind { get; init; }

    /// <summary>What is traded.</summary>
    public required string BaseCurrency { get; init; }

    /// <summary>Currency of payments, profit and loss, fees and margin.</summary>
    public required string QuoteCurrency { get; init; }

    /// <summary>Prices are whole multiples of this.</summary>
    public required decimal PriceIncrement { get; init; }

    /// <summary>Quantities are whole multiples of this.</summary>
    public required decimal QuantityIncrement { get; init; }

    /// <summary>Base units per contract; 1 for spot.</summary>
    public required decimal ContractSize { get; init; }

    /// <summary>Smallest order quantity.</summary>
    public required decimal MinQuantity { get; init; }

    /// <summary>Largest order quantity.</summary>
    public required decimal MaxQuantity { get; init; }

    /// <summary>Share of the notional that must be available to open a margined position.</summary>
    public required decimal InitialMarginRate { get; init; }

    /// <summary>Share of the notional below which a margined position is at risk of a stop-out.</summary>
    public required decimal MaintenanceMarginRate { get; init; }

    /// <summary>Fee of the resting side as a share of the notional.</summary>
    public required decimal MakerFeeRate { get; init; }

    /// <summary>Fee of the aggressing side as a share of the notional.</summary>
    public required decimal TakerFeeRate { get; init; }

    /// <summary>Whether zero and negative prices are valid.</summary>
    public required bool AllowsNegativePrices { get; init; }

    /// <summary>Limits that protect the book's traders.</summary>
    // Settable: the source-generated reader assigns every init-only member, so an absent one would get default(T).
    public MatchingRules MatchingRules { get; set; } = new();
}

/// <summary>The changing state of an instrument.</summary>
public sealed record InstrumentStatus
{
    /// <summary>The instrument's symbol.</summary>
    public required string Symbol { get; init; }

    /// <summary>What its book accepts.</summary>
    public required TradingState State { get; init; }

    /// <summary>Price at which positions are valued, set by the <see cref="MarkRules"/>; null before the first.</summary>
    public decimal? MarkPrice { get; init; }

    /// <summary>Time up to which the mark is known to be valid; null without a mark price.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public DateTimeOffset? MarkTime { get; init; }

    /// <summary>
    /// Whether the mark is older than its rules allow: orders that raise the margin are then refused. Omitted when false.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsMarkStale { get; init; }

    /// <summary>The next planned state; null when none is planned, and while an operator halts trading.</summary>
    public TradingState? NextState { get; init; }

    /// <summary>When the next state is planned; the end of an auction may be randomly delayed. Null without a next state.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public DateTimeOffset? NextChangeTime { get; init; }

    /// <summary>The latest time at which the schedule closes the book next; null without a schedule.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public DateTimeOffset? CloseTime { get; init; }

    /// <summary>
    /// When a day order entered now expires unless a close ends it first: at the start of the next session, or without a schedule at the
    /// next 00:00 UTC.
    /// </summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public DateTimeOffset? SessionEnd { get; init; }

    /// <summary>Middle of the static price band: price of the last auction, or the price an operator set; null before the first.</summary>
    public decimal? ReferencePrice { get; init; }

    /// <summary>Price at which the book would uncross now; null when orders are not being collected, or do not cross.</summary>
    public decimal? IndicativePrice { get; init; }

    /// <summary>Quantity that would trade at the indicative price; null without one.</summary>
    public decimal? IndicativeQty { get; init; }

    /// <summary>
    /// Quantity left over at the indicative price, positive for bids, negative for asks; null without an indicative price.
    /// </summary>
    public decimal? IndicativeSurplus { get; init; }
}
