namespace Rtx.Client;

/// <summary>The result of comparing one running book or account with the database.</summary>
public sealed record Verification
{
    /// <summary>What was verified: <c>book BTCUSD</c> or <c>account 7</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>What was compared.</summary>
    public required IReadOnlyList<StateComparison> Comparisons { get; init; }

    /// <summary>Whether there are no differences.</summary>
    public bool IsRight => Comparisons.All(comparison => comparison.Differences.Count == 0);
}

/// <summary>Two states that must be equal.</summary>
public sealed record StateComparison
{
    /// <summary>What the first state is, e.g. <c>the live book</c>.</summary>
    public required string Left { get; init; }

    /// <summary>What the second state is, e.g. <c>order_events replayed</c>.</summary>
    public required string Right { get; init; }

    /// <summary>The sequence at which both were compared: of the book, or of the account's ledger.</summary>
    public required long Sequence { get; init; }

    /// <summary>Hash of the first state, 16 hexadecimal digits.</summary>
    public required string LeftHash { get; init; }

    /// <summary>Hash of the second state.</summary>
    public required string RightHash { get; init; }

    /// <summary>Parts that differ; empty when the states are equal.</summary>
    public required IReadOnlyList<StateDifference> Differences { get; init; }

    /// <summary>What was left out of the comparison and why; null when nothing was.</summary>
    public string? Remark { get; init; }
}

/// <summary>A part in which two states differ.</summary>
public sealed record StateDifference
{
    /// <summary>The part.</summary>
    public required string Part { get; init; }

    /// <summary>Value in the first state; null when it has no such part.</summary>
    public string? Left { get; init; }

    /// <summary>Value in the second state; null when it has no such part.</summary>
    public string? Right { get; init; }
}

/// <summary>Events that books have committed and accounts have not settled yet.</summary>
public sealed record SettlementLag
{
    /// <summary>Pairs of account and book with unsettled events.</summary>
    public required long UnsettledBooks { get; init; }

    /// <summary>
    /// Age of the oldest unsettled event in seconds; 0 when there is none. Up to a second is normal: events that move no money are recorded
    /// late.
    /// </summary>
    public required double LagSeconds { get; init; }

    /// <summary>The oldest pairs.</summary>
    public required IReadOnlyList<UnsettledBook> Oldest { get; init; }
}

/// <summary>Events of a book that an account has not settled.</summary>
public sealed record UnsettledBook
{
    /// <summary>The account.</summary>
    public required long AccountId { get; init; }

    /// <summary>The book.</summary>
    public required string Symbol { get; init; }

    /// <summary>Last settled sequence.</summary>
    public required long SettledSequence { get; init; }

    /// <summary>The account's last event in the book.</summary>
    public required long LastSequence { get; init; }

    /// <summary>Time of the first unsettled event.</summary>
    public required DateTimeOffset Since { get; init; }
}
