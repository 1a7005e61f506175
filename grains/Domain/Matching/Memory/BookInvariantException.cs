namespace Rtx.Domain.Matching.Memory;

/// <summary>
/// A book would have broken one of its invariants: a bug, or events of another book. The book must be dropped and rebuilt.
/// </summary>
public sealed class BookInvariantException : Exception
{
    /// <summary>A broken invariant without explanation.</summary>
    public BookInvariantException()
    {
    }

    /// <summary>Says which invariant broke, with the numbers.</summary>
    public BookInvariantException(string message)
        : base(message)
    {
    }

    /// <summary>Says which invariant broke, with the numbers and the cause.</summary>
    public BookInvariantException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
