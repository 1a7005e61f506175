namespace Rtx.Model;

/// <summary>All that rests at one price.</summary>
/// <param name="Side">Bids are <see cref="Side.Buy"/>.</param>
/// <param name="Price">The price.</param>
/// <param name="Quantity">Sum of working quantities; zero in a delta says that the level is gone.</param>
/// <param name="OrderCount">Number of orders.</param>
[GenerateSerializer, Immutable, Alias("rtx.DepthLevel")]
public readonly record struct DepthLevel(Side Side, Price Price, Quantity Quantity, int OrderCount);

/// <summary>The best levels of a book after one of its events, committed.</summary>
/// <param name="InstrumentId">Whose book.</param>
/// <param name="Sequence">The book's sequence.</param>
/// <param name="Bids">Best first.</param>
/// <param name="Asks">Best first.</param>
[GenerateSerializer, Immutable, Alias("rtx.DepthSnapshot")]
public sealed record DepthSnapshot(InstrumentId InstrumentId, long Sequence, IReadOnlyList<DepthLevel> Bids, IReadOnlyList<DepthLevel> Asks);

/// <summary>A trade as everybody may see it.</summary>
/// <param name="TradeId">The trade.</param>
/// <param name="InstrumentId">Of what.</param>
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
public sealed record BookUpdate(InstrumentId InstrumentId, long PreviousSequence, long Sequence, IReadOnlyList<DepthLevel> Levels, IReadOnlyList<TradePrint> Trades);
