namespace Rtx.Client;

/// <summary>The last execution of an account in one book.</summary>
public sealed record LastExecution
{
    /// <summary>The instrument.</summary>
    public required string Symbol { get; init; }

    /// <summary>Its <see cref="ExecutionReport.Sequence"/>.</summary>
    public required long Sequence { get; init; }

    /// <summary>The histories of the book, oldest first.</summary>
    public IReadOnlyList<BookHistory> Histories { get; init; } = [];
}

/// <summary>
/// Where the history of a book goes on. A failover or a restore of the database may lose its last executions; it gives their sequences
/// again then, to others, and begins another history.
/// </summary>
public sealed record BookHistory
{
    /// <summary>Its number, drawn at random: only whether two are the same counts.</summary>
    public required long History { get; init; }

    /// <summary>The first sequence of it, whether it has come yet or not.</summary>
    public required long FirstSequence { get; init; }

    /// <summary>Up to which sequence two lists of a book's histories, of another time each, tell the same events.</summary>
    public static long SharedUpTo(IReadOnlyList<BookHistory> one, IReadOnlyList<BookHistory> other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        var shared = 0;
        while (shared < one.Count && shared < other.Count && one[shared].History == other[shared].History) shared++;
        return Math.Min(FirstOf(one), FirstOf(other)) - 1;

        long FirstOf(IReadOnlyList<BookHistory> histories) => shared < histories.Count ? histories[shared].FirstSequence : long.MaxValue;
    }
}
