using CsCheck;

namespace Rtx.Domain.Tests.Specifications;

/// <summary>
/// A client that listens to the executions of its account in two books, loses its connection and comes back. Each book commits in its order; the books' clocks differ. The requirements are those of
/// docs/specifications.md.
/// </summary>
internal static class ResumeSpecification
{
    private const int MostInBook = 2;

    // Of the executions of each book, by its own clock: the second book's first one is committed late.
    private static readonly int[][] Times = [[1, 4], [2, 5]];
    private static readonly int[] Books = [0, 1];

    /// <summary>What a client goes by to read what it has missed.</summary>
    internal enum Resume
    {
        /// <summary>It begins with what comes.</summary>
        Not,

        /// <summary>It reads what is later than the last that it knows, of all books.</summary>
        ByTime,

        /// <summary>It reads of each book what is behind the last sequence that it knows, and then listens.</summary>
        BySequenceThenListen,

        /// <summary>It listens, and reads of each book what is behind the last sequence that it knows.</summary>
        ListenThenBySequence,
    }

    internal enum Phase
    {
        Away,
        Resuming,
        Live,
    }

    /// <summary>One book, and what the client has of it.</summary>
    /// <param name="Committed">Executions that are in the database.</param>
    /// <param name="Told">Up to here they were told to who listened.</param>
    /// <param name="Has">Which of them the client has, a bit for each.</param>
    /// <param name="IsRead">Whether the client has read it since it came back.</param>
    internal readonly record struct Book(int Committed, int Told, int Has, bool IsRead)
    {
        /// <summary>The last up to which the client has all.</summary>
        public int Known => (Has & 1) == 0 ? 0 : (Has & 2) == 0 ? 1 : 2;
    }

    internal readonly record struct State(Book One, Book Two, Phase Phase, bool TookTwice)
    {
        public Book Of(int book) => book == 0 ? One : Two;

        public State With(int book, Book state) => book == 0 ? this with { One = state } : this with { Two = state };
    }

    public static Spec<State> Of(Resume resume) => Spec.From(new State { Phase = Phase.Live })
        .Action("a book commits", Books, (s, book) => s.Of(book).Committed < MostInBook, (s, book) => s.With(book, s.Of(book) with { Committed = s.Of(book).Committed + 1 }))
        .Action("a book tells", Books, (s, book) => s.Of(book).Told < s.Of(book).Committed, (s, book) => Tell(s, book, resume))
        .Action("the connection is lost", s => s.Phase != Phase.Away, s => Away(s))
        .Action("the client comes back", s => s.Phase == Phase.Away, s => s with { Phase = resume == Resume.Not ? Phase.Live : Phase.Resuming })
        .Action("the client reads a book", Books, (s, book) => s.Phase == Phase.Resuming && !s.Of(book).IsRead, (s, book) => Read(s, book, resume))
        .Action("the client has read all", s => s.Phase == Phase.Resuming && s.One.IsRead && s.Two.IsRead, s => s with { Phase = Phase.Live })
        .Reachable("misses", "Both books can commit while the client is away.", s => s.Phase == Phase.Away && s.One.Committed > s.One.Known && s.Two.Committed > s.Two.Known)
        .Invariant("RESUME-1", "Who listens has all that was told to those who listen.", s => s.Phase != Phase.Live || Array.TrueForAll(Books, book => s.Of(book).Known >= s.Of(book).Told))
        .Invariant("RESUME-2", "Who listens has no execution behind one that is missing.", s => s.Phase != Phase.Live || Array.TrueForAll(Books, book => s.Of(book).Has != 2))
        .Never("RESUME-3", "No execution is taken twice.", (_, after) => after.TookTwice)
        .Invariant("RESUME-4", "What a client has is committed.", s => Array.TrueForAll(Books, book => s.Of(book).Has < 1 << s.Of(book).Committed))
        .Invariant("RESUME-5", "What is told is committed.", s => Array.TrueForAll(Books, book => s.Of(book).Told <= s.Of(book).Committed))
        .Fault("what comes twice is not dropped", (before, after) => before.Phase != Phase.Away && TellsKnown(before, after), (_, after) => after with { TookTwice = true })
        .Fault("what comes while it reads is dropped", (before, after) => before.Phase == Phase.Resuming && after.Phase == Phase.Resuming && HasMore(before, after) && !ReadsMore(before, after), (before, after) => after with { One = after.One with { Has = before.One.Has }, Two = after.Two with { Has = before.Two.Has } })
        .Fault("a book is left out", "the client reads a book", (before, after) => after with { One = after.One with { Has = before.One.Has }, Two = after.Two with { Has = before.Two.Has } })
        .Fault("a book tells before it commits", "a book commits", (before, _) => before.Phase == Phase.Away, (before, after) => before with { One = before.One with { Told = after.One.Committed }, Two = before.Two with { Told = after.Two.Committed } })
        .Fault("what is told is not durable", "a book tells", (before, _) => before.Phase == Phase.Live, (before, after) => after with { One = after.One with { Committed = before.One.Told }, Two = after.Two with { Committed = before.Two.Told } })
        .Fault("an execution is visible before an earlier one", "the client reads a book", (_, after) => after with { One = after.One with { Has = after.One.Has & 2 } });

    private static State Away(State s) => s with { Phase = Phase.Away, One = s.One with { IsRead = false }, Two = s.Two with { IsRead = false } };

    private static State Tell(State s, int book, Resume resume)
    {
        var state = s.Of(book);
        var told = state with { Told = state.Told + 1 };
        var isHeard = s.Phase == Phase.Live || (s.Phase == Phase.Resuming && resume != Resume.BySequenceThenListen);
        return s.With(book, isHeard ? told with { Has = told.Has | (1 << state.Told) } : told);
    }

    private static State Read(State s, int book, Resume resume)
    {
        var state = s.Of(book);
        var last = Books.SelectMany(other => Enumerable.Range(0, MostInBook).Where(i => (s.Of(other).Has & (1 << i)) != 0).Select(i => Times[other][i])).DefaultIfEmpty(0).Max();
        var has = state.Has;
        for (var i = 0; i < state.Committed; i++)
        {
            if (resume == Resume.ByTime ? Times[book][i] > last : i >= state.Known) has |= 1 << i;
        }

        return s.With(book, state with { Has = has, IsRead = true });
    }

    private static bool TellsKnown(State before, State after) => Array.Exists(Books, book => after.Of(book).Told > before.Of(book).Told && (before.Of(book).Has & (1 << before.Of(book).Told)) != 0);

    private static bool HasMore(State before, State after) => before.One.Has != after.One.Has || before.Two.Has != after.Two.Has;

    private static bool ReadsMore(State before, State after) => before.One.IsRead != after.One.IsRead || before.Two.IsRead != after.Two.IsRead;
}
