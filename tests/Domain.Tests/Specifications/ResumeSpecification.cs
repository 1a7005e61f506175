using CsCheck;

namespace Rtx.Domain.Tests.Specifications;

/// <summary>
/// A client that listens to the executions of its account in two books, loses its connection and reconnects. Each book commits in its own
/// order; the books' clocks differ. The requirements are those of docs/specifications.md.
/// </summary>
internal static class ResumeSpecification
{
    private const int MaxInBook = 2;

    // Times of the executions of each book, by its own clock: the second book's first one is committed late.
    private static readonly int[][] Times = [[1, 4], [2, 5]];
    private static readonly int[] Books = [0, 1];

    /// <summary>How a client finds what it has missed.</summary>
    internal enum Resume
    {
        /// <summary>It continues with new executions.</summary>
        Not,

        /// <summary>It reads what is later than the last execution that it knows from any book.</summary>
        ByTime,

        /// <summary>It reads from each book what comes after the last sequence that it knows, and then listens.</summary>
        BySequenceThenListen,

        /// <summary>It listens, and then reads from each book what comes after the last sequence that it knows.</summary>
        ListenThenBySequence,
    }

    internal enum Phase
    {
        Away,
        Resuming,
        Live,
    }

    /// <summary>One book, and what the client has from it.</summary>
    /// <param name="Committed">Executions in the database.</param>
    /// <param name="Published">The last one that was sent to listeners.</param>
    /// <param name="Has">The executions that the client has, one bit each.</param>
    /// <param name="IsRead">Whether the client has read the book since it reconnected.</param>
    internal readonly record struct Book(int Committed, int Published, int Has, bool IsRead)
    {
        /// <summary>The last execution up to which the client has all.</summary>
        public int Known => (Has & 1) == 0 ? 0 : (Has & 2) == 0 ? 1 : 2;
    }

    internal readonly record struct State(Book One, Book Two, Phase Phase, bool AppliedTwice)
    {
        public Book Of(int book) => book == 0 ? One : Two;

        public State With(int book, Book state) => book == 0 ? this with { One = state } : this with { Two = state };
    }

    public static Spec<State> Of(Resume resume) => Spec.From(new State { Phase = Phase.Live })
        .Action("a book commits", Books, (s, book) => s.Of(book).Committed < MaxInBook,
            (s, book) => s.With(book, s.Of(book) with { Committed = s.Of(book).Committed + 1 }))
        .Action("a book publishes", Books, (s, book) => s.Of(book).Published < s.Of(book).Committed, (s, book) => Publish(s, book, resume))
        .Action("the connection is lost", s => s.Phase != Phase.Away, s => Away(s))
        .Action("the client reconnects", s => s.Phase == Phase.Away,
            s => s with { Phase = resume == Resume.Not ? Phase.Live : Phase.Resuming })
        .Action("the client reads a book", Books, (s, book) => s.Phase == Phase.Resuming && !s.Of(book).IsRead,
            (s, book) => Read(s, book, resume))
        .Action("the client has read all", s => s.Phase == Phase.Resuming && s.One.IsRead && s.Two.IsRead,
            s => s with { Phase = Phase.Live })
        .Reachable(
            "misses", "Both books can commit while the client is away.",
            s => s.Phase == Phase.Away && s.One.Committed > s.One.Known && s.Two.Committed > s.Two.Known)
        .Invariant(
            "RESUME-1", "A listening client has everything that was published.",
            s => s.Phase != Phase.Live || Array.TrueForAll(Books, book => s.Of(book).Known >= s.Of(book).Published))
        .Invariant(
            "RESUME-2", "A listening client has no execution after a missing one.",
            s => s.Phase != Phase.Live || Array.TrueForAll(Books, book => s.Of(book).Has != 2))
        .Never("RESUME-3", "No execution is applied twice.", (_, after) => after.AppliedTwice)
        .Invariant(
            "RESUME-4", "Every execution that a client has is committed.",
            s => Array.TrueForAll(Books, book => s.Of(book).Has < 1 << s.Of(book).Committed))
        .Invariant(
            "RESUME-5", "Every published execution is committed.",
            s => Array.TrueForAll(Books, book => s.Of(book).Published <= s.Of(book).Committed))
        .Fault("a repeated execution is not dropped", (before, after) => before.Phase != Phase.Away && PublishesKnown(before, after),
            (_, after) => after with { AppliedTwice = true })
        .Fault("an execution that arrives during a read is dropped",
            (before, after) => before.Phase == Phase.Resuming && after.Phase == Phase.Resuming && HasMore(before, after)
                && !ReadsMore(before, after),
            (before, after) => after with { One = after.One with { Has = before.One.Has }, Two = after.Two with { Has = before.Two.Has } })
        .Fault("a book is left out", "the client reads a book",
            (before, after) => after with { One = after.One with { Has = before.One.Has }, Two = after.Two with { Has = before.Two.Has } })
        .Fault("a book publishes before it commits", "a book commits", (before, _) => before.Phase == Phase.Away,
            (before, after) => before with
            {
                One = before.One with { Published = after.One.Committed },
                Two = before.Two with { Published = after.Two.Committed },
            })
        .Fault("a published execution is not durable", "a book publishes", (before, _) => before.Phase == Phase.Live,
            (before, after) => after with
            {
                One = after.One with { Committed = before.One.Published },
                Two = after.Two with { Committed = before.Two.Published },
            })
        .Fault("an execution is visible before an earlier one", "the client reads a book",
            (_, after) => after with { One = after.One with { Has = after.One.Has & 2 } });

    private static State Away(State s) => s with
    {
        Phase = Phase.Away, One = s.One with { IsRead = false }, Two = s.Two with { IsRead = false },
    };

    private static State Publish(State s, int book, Resume resume)
    {
        var state = s.Of(book);
        var published = state with { Published = state.Published + 1 };
        var isHeard = s.Phase == Phase.Live || (s.Phase == Phase.Resuming && resume != Resume.BySequenceThenListen);
        return s.With(book, isHeard ? published with { Has = published.Has | (1 << state.Published) } : published);
    }

    private static State Read(State s, int book, Resume resume)
    {
        var state = s.Of(book);
        var last = Books
            .SelectMany(other => Enumerable.Range(0, MaxInBook).Where(i => (s.Of(other).Has & (1 << i)) != 0).Select(i => Times[other][i]))
            .DefaultIfEmpty(0).Max();
        var has = state.Has;
        for (var i = 0; i < state.Committed; i++)
        {
            if (resume == Resume.ByTime ? Times[book][i] > last : i >= state.Known) has |= 1 << i;
        }

        return s.With(book, state with { Has = has, IsRead = true });
    }

    private static bool PublishesKnown(State before, State after) =>
        Array.Exists(
            Books, book => after.Of(book).Published > before.Of(book).Published
                && (before.Of(book).Has & (1 << before.Of(book).Published)) != 0);

    private static bool HasMore(State before, State after) => before.One.Has != after.One.Has || before.Two.Has != after.Two.Has;

    private static bool ReadsMore(State before, State after) =>
        before.One.IsRead != after.One.IsRead || before.Two.IsRead != after.Two.IsRead;
}
