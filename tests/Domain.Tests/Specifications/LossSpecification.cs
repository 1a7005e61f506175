using CsCheck;

namespace Rtx.Domain.Tests.Specifications;

/// <summary>
/// A client that resumes by sequence numbers while the database loses its last commits and continues with another history. There is one
/// book, and a read is one step. docs/specifications.md states the requirement.
/// </summary>
internal static class LossSpecification
{
    private const int MostInBook = 3;
    private const int MostHistories = 3;

    private static readonly int[] Kept = [0, 1, 2, 3];

    /// <summary>What a client learns besides the last sequence.</summary>
    internal enum Telling
    {
        Nothing,

        /// <summary>The histories of the book, by number.</summary>
        CountedHistories,

        /// <summary>The histories of the book, by an id that is never used again.</summary>
        UniqueHistories,
    }

    /// <param name="Book">For each sequence, the history that committed it.</param>
    /// <param name="Records">The histories that the book has recorded: the id and first sequence of each, one character each.</param>
    /// <param name="History">The current history of the database.</param>
    /// <param name="IsOpen">Whether the book has opened on that history.</param>
    /// <param name="Has">What the client has, in the form of <paramref name="Book"/>.</param>
    /// <param name="Seen">The records that the client saw last.</param>
    /// <param name="IsResumed">Whether nothing has happened since the client last read.</param>
    internal readonly record struct State(string Book, string Records, int History, bool IsOpen, string Has, string Seen, bool IsResumed);

    public static Spec<State> Of(Telling telling) => Spec.From(new State("", "11", History: 1, IsOpen: true, "", "", IsResumed: false))
        .Action(
            "the book commits", s => s.IsOpen && s.Book.Length < MostInBook,
            s => s with { Book = $"{s.Book}{s.History}", IsResumed = false })
        .Action("commits are lost", Kept, (s, kept) => s.History < MostHistories && kept <= s.Book.Length, Lose)
        .Action(
            "the book opens", s => !s.IsOpen,
            s => s with { IsOpen = true, Records = $"{s.Records}{IdOf(s, telling)}{s.Book.Length + 1}" })
        .Action("the client reads", _ => true, s => Read(s, telling))
        .Reachable(
            "passed", "The book can get past a client that has lost executions.", s => s.Book.Length > s.Has.Length
                && !s.Book.StartsWith(s.Has, StringComparison.Ordinal))
        .Invariant("RESUME-6", "A client that has resumed has what the book has, and nothing else.", s => !s.IsResumed || s.Has == s.Book)
        .Fault(
            "nothing is discarded", "the client reads",
            (before, after) => after with { Has = before.Has + Behind(after.Book, before.Has.Length) })
        .Fault("a history is not recorded", "the book opens", (before, after) => after with { Records = before.Records })
        .Fault(
            "a history is recorded after its first event", "the book opens",
            (_, after) => after with { Records = OneLater(after.Records) });

    private static State Lose(State s, int kept) => s with
    {
        Book = s.Book[..kept],
        Records = string.Concat(s.Records.Chunk(2).Where(record => record[1] - '0' <= kept + 1).Select(record => new string(record))),
        History = s.History + 1,
        IsOpen = false,
        IsResumed = false,
    };

    private static int IdOf(State s, Telling telling) => telling == Telling.CountedHistories ? (s.Records.Length / 2) + 1 : s.History;

    private static State Read(State s, Telling telling)
    {
        var kept = Math.Min(s.Has.Length, s.Book.Length);
        if (telling != Telling.Nothing) kept = Math.Min(kept, SharedUpTo(s.Seen, s.Records));
        return s with { Has = s.Has[..kept] + Behind(s.Book, kept), Seen = s.Records, IsResumed = true };
    }

    private static int SharedUpTo(string one, string other)
    {
        var shared = 0;
        while (shared < Math.Min(one.Length, other.Length) && one[shared] == other[shared]) shared += 2;
        return Math.Min(FirstOf(one), FirstOf(other)) - 1;

        int FirstOf(string records) => shared < records.Length ? records[shared + 1] - '0' : MostInBook + 1;
    }

    private static string Behind(string book, int sequence) => sequence < book.Length ? book[sequence..] : "";

    private static string OneLater(string records) => $"{records[..^1]}{records[^1] - '0' + 1}";
}
