using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>How trades of an instrument settle.</summary>
[JsonConverter(typeof(WireEnumConverter<InstrumentKind>))]
public enum InstrumentKind
{
    /// <summary>Delivery: the buyer receives the base currency and pays the quote currency at once.</summary>
    Spot = 1,

    /// <summary>Margined: only profit and loss move; a position stays open against margin.</summary>
    Margined = 2,
}

/// <summary>What a book accepts and does at the moment. Cancels are accepted in every state.</summary>
[JsonConverter(typeof(WireEnumConverter<TradingState>))]
public enum TradingState
{
    /// <summary>Orders match as they arrive.</summary>
    Continuous = 1,

    /// <summary>Stopped by an operator: nothing is accepted but cancels.</summary>
    Halted = 2,

    /// <summary>Orders are collected for the opening auction, which is not yet called.</summary>
    PreOpen = 3,

    /// <summary>Orders are collected; they uncross when the state ends.</summary>
    OpeningAuction = 4,

    /// <summary>Like <see cref="OpeningAuction"/>, after a trade would have left the dynamic price band.</summary>
    VolatilityAuction = 5,

    /// <summary>Like <see cref="OpeningAuction"/>, at the end of the day.</summary>
    ClosingAuction = 6,

    /// <summary>Nothing is accepted but cancels.</summary>
    CancelOnly = 7,

    /// <summary>The session is over: nothing is accepted but cancels, and day orders have expired.</summary>
    Closed = 8,
}

/// <summary>The contract of an instrument.</summary>
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

    /// <summary>What is paid; profit and loss, fees and margin are in this currency.</summary>
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

    /// <summary>Share of the notional that must be free to open a margined position.</summary>
    public required decimal InitialMarginRate { get; init; }

    /// <summary>Share of the notional below which a margined position is in danger.</summary>
    public required decimal MaintenanceMarginRate { get; init; }

    /// <summary>Fee of the resting side as a share of the notional.</summary>
    public required decimal MakerFeeRate { get; init; }

    /// <summary>Fee of the aggressing side as a share of the notional.</summary>
    public required decimal TakerFeeRate { get; init; }

    /// <summary>Whether zero and negative prices are legal.</summary>
    public required bool AllowsNegativePrices { get; init; }

    /// <summary>What the book protects from.</summary>
    // Settable, because the generated reader gives every init-only member a value, to absent ones that of nothing.
    public MatchingRules MatchingRules { get; set; } = new();
}

/// <summary>The changing side of an instrument.</summary>
public sealed record InstrumentStatus
{
    /// <summary>Of which instrument.</summary>
    public required string Symbol { get; init; }

    /// <summary>What its book accepts.</summary>
    public required TradingState State { get; init; }

    /// <summary>Price at which positions are valued, by the <see cref="MarkRules"/>; null before the first.</summary>
    public decimal? MarkPrice { get; init; }

    /// <summary>Until when the mark is known to be right; null with the price.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public DateTimeOffset? MarkTime { get; init; }

    /// <summary>Whether the mark is older than its rules allow: then no order may raise the margin. Left out when it is not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsMarkStale { get; init; }

    /// <summary>The state that comes next; null when none is planned, and while an operator halts.</summary>
    public TradingState? NextState { get; init; }

    /// <summary>When it is planned; the end of an auction may come later at random. Null with it.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public DateTimeOffset? NextChangeTime { get; init; }

    /// <summary>When the schedule closes the book next, at the latest; null without a schedule.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public DateTimeOffset? CloseTime { get; init; }

    /// <summary>When a day order that is entered now expires if no close has ended it: when the session after this one begins, without a schedule at the next 00:00 UTC.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public DateTimeOffset? SessionEnd { get; init; }

    /// <summary>Middle of the static price band: price of the last auction, or what an operator set; null before the first.</summary>
    public decimal? ReferencePrice { get; init; }

    /// <summary>Price at which the book would uncross now; null when orders are not collected, or do not cross.</summary>
    public decimal? IndicativePrice { get; init; }

    /// <summary>Quantity that would trade at the indicative price; null with it.</summary>
    public decimal? IndicativeQty { get; init; }

    /// <summary>Quantity that would be left at the indicative price, of bids above zero, of asks below; null with it.</summary>
    public decimal? IndicativeSurplus { get; init; }
}
