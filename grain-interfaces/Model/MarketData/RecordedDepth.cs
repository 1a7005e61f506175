namespace Rtx.Model;

/// <summary>The best levels of a book as they were recorded, once in an interval.</summary>
/// <param name="InstrumentId">Whose book.</param>
/// <param name="Time">When the interval begins; with the instrument the key.</param>
/// <param name="TakenAt">When the book looked like that: within the interval.</param>
/// <param name="Sequence">The book's sequence.</param>
/// <param name="Bids">Best first.</param>
/// <param name="Asks">Best first.</param>
[GenerateSerializer, Immutable, Alias("rtx.RecordedDepth")]
public sealed record RecordedDepth(InstrumentId InstrumentId, Timestamp Time, Timestamp TakenAt, long Sequence, IReadOnlyList<DepthLevel> Bids, IReadOnlyList<DepthLevel> Asks);
