using Rtx.Benchmarks.Matching.Streams;

namespace Rtx.Benchmarks.Matching.Replays;

/// <summary>
/// One way of a command list through a book of its own, from the first command to the last. It is used once.
/// <para>The loops are in the derived classes, so that a command costs no virtual call; they come in batches, so that the JIT sees them called often and compiles them
/// to the end.</para>
/// </summary>
internal abstract class Replay
{
    /// <summary>Commands to time.</summary>
    public abstract int Commands { get; }

    /// <summary>What came of the commands so far. Walks the book.</summary>
    public abstract StreamOutcome Outcome { get; }

    /// <summary>Orders that are open now, in the book or waiting.</summary>
    public abstract int OpenOrders { get; }

    /// <summary>Makes the book, which knows its accounts but has no order. What a replay needs besides is there before, so the difference in memory is the book.</summary>
    public abstract void Open();

    /// <summary>Fills the book with the orders that are there before the first timed command.</summary>
    public abstract void Fill();

    /// <summary>Does commands, each with all that belongs to it: read the record, make the order, look ids up, read every event.</summary>
    public abstract void Run(int first, int end);

    /// <summary>The same; notes the time after command i at i + 1.</summary>
    public abstract void RunTimed(int first, int end, long[] stamps);
}
