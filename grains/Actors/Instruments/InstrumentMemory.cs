using Rtx.Domain.Sessions;

namespace Rtx.Actors.Instruments;

/// <summary>What the instrument grain keeps in grain storage.</summary>
[GenerateSerializer, Alias("rtx.InstrumentMemory")]
internal sealed class InstrumentMemory
{
    /// <summary>What an operator has asked for.</summary>
    [Id(0)] public TradingState State { get; set; } = TradingState.Continuous;

    [Id(1)] public Price? MarkPrice { get; set; }

    [Id(2)] public Timestamp? MarkTime { get; set; }

    /// <summary>The state that the book has taken last; null in memories from before sessions.</summary>
    [Id(3)] public TradingState? BookState { get; set; }

    /// <summary>Up to here the book has followed the schedule; null before the first change.</summary>
    [Id(4)] public Timestamp? FollowedTo { get; set; }

    [Id(5)] public Timestamp? VolatilityUntil { get; set; }

    [Id(6)] public bool OwesClose { get; set; }

    [Id(7)] public Price? ReferencePrice { get; set; }

    /// <summary>What the random ends of auctions are drawn from; 0 before the first schedule that has them.</summary>
    [Id(8)] public long RandomSeed { get; set; }

    /// <summary>Where the mark comes from; null while nobody has set anything.</summary>
    [Id(9)] public MarkRules? MarkRules { get; set; }

    /// <summary>Rises with each write, so that a book can tell an older memory from a newer one.</summary>
    [Id(10)] public long Version { get; set; }

    /// <summary>Whether the book may have been told a state that is not remembered, because the book's answer or the writing of it failed: then it is told again, whatever it has.</summary>
    [Id(11)] public bool IsBookInDoubt { get; set; }

    /// <summary>The memory of the sessions, for a schedule that came into force at a moment; null without one.</summary>
    public SessionProgress ToProgress(Timestamp? scheduleSince) => new()
    {
        Operator = State,
        // A book that nobody has told anything trades continuously, so only a schedule or an operator makes it worth asking.
        BookState = BookState ?? (scheduleSince is null ? TradingState.Continuous : null),
        FollowedTo = FollowedTo is { } followed && !(followed < scheduleSince) ? followed : scheduleSince ?? default,
        VolatilityUntil = VolatilityUntil,
        OwesClose = OwesClose,
    };

    /// <summary>Takes over what has become of the sessions.</summary>
    public void Take(SessionProgress progress) =>
        (State, BookState, FollowedTo, VolatilityUntil, OwesClose) = (progress.Operator, progress.BookState, progress.FollowedTo, progress.VolatilityUntil, progress.OwesClose);
}
