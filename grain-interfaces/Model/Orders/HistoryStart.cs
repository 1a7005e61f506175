namespace Rtx.Model;

/// <summary>
/// Where the history of a book goes on. A failover or a restore of the database may lose its last events; it gives their sequences again
/// then, to others, and begins another history.
/// </summary>
/// <param name="HistoryId">Drawn at random, above 0.</param>
/// <param name="FirstSequence">The first event of it, whether it has come yet or not.</param>
[GenerateSerializer, Immutable, Alias("rtx.HistoryStart")]
public readonly record struct HistoryStart(long HistoryId, long FirstSequence);
