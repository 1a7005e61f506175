namespace Rtx.Model;

/// <summary>All that rests at one price.</summary>
/// <param name="Side">Bids are <see cref="Side.Buy"/>.</param>
/// <param name="Price">The price.</param>
/// <param name="Quantity">Sum of working quantities; zero in a delta says that the level is gone.</param>
/// <param name="OrderCount">Number of orders.</param>
[GenerateSerializer, Immutable, Alias("rtx.DepthLevel")]
public readonly record struct DepthLevel(Side Side, Price Price, Quantity Quantity, int OrderCount);

/// <summary>An order in the queue of its price, as everybody may see it.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Side">Bids are <see cref="Side.Buy"/>.</param>
/// <param name="Price">Its price.</param>
/// <param name="Quantity">What it shows; zero in an update says that it has left the book.</param>
/// <param name="PrioritySequence">Within a price the lower one is first.</param>
[GenerateSerializer, Immutable, Alias("rtx.QueuedOrder")]
public readonly record struct QueuedOrder(OrderId OrderId, Side Side, Price Price, Quantity Quantity, long PrioritySequence);

/// <summary>The orders of a book after one of its events, committed.</summary>
/// <param name="InstrumentId">Whose book.</param>
/// <param name="Sequence">The book's sequence.</param>
/// <param name="Orders">The first of each side: bids best first, then asks best first, by priority within a price.</param>
[GenerateSerializer, Immutable, Alias("rtx.QueueSnapshot")]
public sealed record QueueSnapshot(InstrumentId InstrumentId, long Sequence, IReadOnlyList<QueuedOrder> Orders);

/// <summary>The best levels of a book after one of its events, committed.</summary>
/// <param name="InstrumentId">Whose book.</param>
/// <param name="Sequence">The book's sequence.</param>
/// <param name="Bids">Best first.</param>
/// <param name="Asks">Best first.</param>
[GenerateSerializer, Immutable, Alias("rtx.DepthSnapshot")]
public sealed record DepthSnapshot(InstrumentId InstrumentId, long Sequence, IReadOnlyList<DepthLevel> Bids, IReadOnlyList<DepthLevel> Asks)
{
    /// <summary>What an auction would do now; null when the book is not crossed.</summary>
    [Id(4)] public IndicativeAuction? Indicative { get; init; }

    /// <summary>What the book accepts.</summary>
    [Id(5)] public TradingState State { get; init; } = TradingState.Continuous;
}

/// <summary>A trade as everybody may see it.</summary>
/// <param name="TradeId">The trade.</param>
/// <param name="InstrumentId">The instrument.</param>
/// <param name="LastPx">Price.</param>
/// <param name="LastQty">Quantity.</param>
/// <param name="AggressorSide">Side of the order that took liquidity; null for a trade of an auction.</param>
/// <param name="Time">When.</param>
[GenerateSerializer, Immutable, Alias("rtx.TradePrint")]
public readonly record struct TradePrint(TradeId TradeId, InstrumentId InstrumentId, Price LastPx, Quantity LastQty, Side? AggressorSide, Timestamp Time);

/// <summary>
/// What committed events changed in a book: apply when <paramref name="PreviousSequence"/> is at most the sequence that you have and
/// <paramref name="Sequence"/> is above it; a higher previous sequence is a gap and asks for a new snapshot.
/// </summary>
/// <param name="InstrumentId">Whose book.</param>
/// <param name="PreviousSequence">The sequence before the change.</param>
/// <param name="Sequence">The sequence after it.</param>
/// <param name="Levels">New absolute state of each changed level.</param>
/// <param name="Trades">Trades in between, oldest first.</param>
[GenerateSerializer, Immutable, Alias("rtx.BookUpdate")]
public sealed record BookUpdate(InstrumentId InstrumentId, long PreviousSequence, long Sequence, IReadOnlyList<DepthLevel> Levels, IReadOnlyList<TradePrint> Trades)
{
    /// <summary>New absolute state of each changed order.</summary>
    [Id(5)] public IReadOnlyList<QueuedOrder> Orders { get; init; } = [];

    /// <summary>
    /// CRC-32 (IEEE) of the book after the update: the text <c>price:quantity</c> of its ten best bids, best first, then of its ten best asks, joined by colons; prices in
    /// ticks, quantities in lots.
    /// </summary>
    [Id(6)] public uint Checksum { get; init; }

    /// <summary>What an auction would do now; null when the book is not crossed.</summary>
    [Id(7)] public IndicativeAuction? Indicative { get; init; }

    /// <summary>What the book accepts after the update.</summary>
    [Id(8)] public TradingState State { get; init; } = TradingState.Continuous;
}
