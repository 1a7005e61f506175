using CsCheck;

namespace Rtx.Domain.Tests.Specifications;

/// <summary>
/// A book that sends an account its executions, and the account that books each of them once. Messages may be lost, repeated, late or
/// reordered; the account may die at any moment. The requirements are those of docs/specifications.md.
/// </summary>
internal static class SettlementSpecification
{
    private const int MaxExecutions = 3;
    private const int Unknown = -1;

    private static readonly int[] Executions = [1, 2, 3];

    /// <summary>What prevents an execution from being booked twice.</summary>
    internal enum Keeping
    {
        /// <summary>Only the account's memory.</summary>
        Memory,

        /// <summary>The settled sequence, written separately after the postings.</summary>
        WrittenAfterwards,

        /// <summary>The settled sequence, written with the postings.</summary>
        WrittenWithPostings,
    }

    /// <summary>A batch of executions that the book sends: those after one, up to another.</summary>
    /// <param name="After">The execution before the first; −1 when the book does not know it.</param>
    /// <param name="UpTo">The last; 0 for no batch.</param>
    internal readonly record struct Batch(int After, int UpTo);

    /// <param name="Committed">Executions that the book has committed.</param>
    /// <param name="Sent">The last execution that the book has sent.</param>
    /// <param name="First">A batch in flight.</param>
    /// <param name="Second">Another batch in flight.</param>
    /// <param name="Applied">The last execution in the account's memory.</param>
    /// <param name="Settled">The settled sequence in the database.</param>
    /// <param name="Booked">How often each execution is booked, two bits each.</param>
    /// <param name="Answered">The settled sequence that the account has sent to the book.</param>
    /// <param name="IsHalfWritten">Whether postings are written, but not their settled sequence.</param>
    internal readonly record struct State(
        int Committed, int Sent, Batch First, Batch Second, int Applied, int Settled, int Booked, int Answered, bool IsHalfWritten)
    {
        public int TimesBooked(int execution) => (Booked >> (2 * execution)) & 3;

        public State Book(int after, int upTo)
        {
            var booked = Booked;
            for (var execution = after + 1; execution <= upTo; execution++) booked += TimesBooked(execution) < 2 ? 1 << (2 * execution) : 0;
            return this with { Booked = booked };
        }
    }

    public static Spec<State> Of(Keeping keeping)
    {
        var specification = Of();
        return keeping == Keeping.WrittenAfterwards
            ? specification.Action(
                "the settled sequence is written", s => s.IsHalfWritten, s => s with { Settled = s.Applied, IsHalfWritten = false })
            : specification;

        Spec<State> Of() => Spec.From(default(State))
            .Action("the book commits", s => s.Committed < MaxExecutions, s => s with { Committed = s.Committed + 1 })
            .Action("the book sends", s => s.Committed > s.Sent && s.Second.UpTo == 0,
                s => s with { First = new Batch(s.Sent, s.Committed), Second = s.First, Sent = s.Committed })
            .Action("a new activation of the book sends", s => s.Committed > s.Settled && s.Second.UpTo == 0,
                s => s with { First = new Batch(Unknown, s.Committed), Second = s.First, Sent = s.Committed })
            .Action("a batch arrives, and may arrive again", s => s.First.UpTo > 0, s => Take(s, s.First))
            .Action("an older batch arrives", s => s.Second.UpTo > 0, s => Take(s, s.Second))
            .Action("a batch is lost", s => s.First.UpTo > 0, s => s with { First = s.Second, Second = default })
            .Action("the account catches up", s => s.Applied < s.Committed && !s.IsHalfWritten, s => s with { Applied = s.Committed })
            .Action("the account commits", s => s.Applied > s.Settled && !s.IsHalfWritten, s => Commit(s, keeping))
            .Action("the account answers", s => s.Answered < s.Settled, s => s with { Answered = s.Settled })
            .Action("the account dies", s => s.Applied > s.Settled || s.IsHalfWritten,
                s => s with { Applied = s.Settled, IsHalfWritten = false })
            .Terminal(s => s.Committed == MaxExecutions && s.Settled == MaxExecutions)
            .Reachable("is behind", "An account can be behind, with a gap before the next batch.", s => s.First.After > s.Applied)
            .Invariant("SETTLE-1", "No execution is booked twice.", s => Executions.All(execution => s.TimesBooked(execution) <= 1))
            .Invariant(
                "SETTLE-2", "Exactly the executions up to the settled sequence are booked.",
                s => s.IsHalfWritten || Executions.All(execution => s.TimesBooked(execution) > 0 == execution <= s.Settled))
            .Invariant(
                "SETTLE-3", "An account has applied executions without a gap, and none that the book has not committed.",
                s => s.Applied >= s.Settled && s.Applied <= s.Committed)
            .Invariant("SETTLE-4", "Executions reported to a book as settled are booked durably.", s => s.Answered <= s.Settled)
            .Rule("SETTLE-5", "An account that catches up has everything that was committed, whatever messages were lost.",
                "the account catches up", (before, after) => after.Applied == before.Committed)
            .Fault("executions of a lost history are applied",
                (before, after) => Arrives(before, after) && after.Applied > before.Applied && before.First.After > before.Applied,
                (_, after) => after with { Applied = after.Committed + 1 })
            .Fault("a repeated batch is applied again",
                (before, after) => after.Applied == before.Settled && before.First.UpTo > 0 && before.Settled > 0 && before == after,
                (before, after) => after.Book(0, before.Settled))
            .Fault("the settled sequence is lost", "the account commits", (before, after) => after with { Settled = before.Settled })
            .Fault("the postings are lost", "the account commits", (before, after) => after with { Booked = before.Booked })
            .Fault("it answers before the commit", (before, after) => Arrives(before, after) && after.Applied > after.Settled,
                (_, after) => after with { Answered = after.Applied })
            .Fault("it only catches up to the settled sequence", "the account catches up",
                (before, after) => after with { Applied = before.Settled });
    }

    private static bool Arrives(State before, State after) =>
        before.First == after.First && before.Committed == after.Committed && before.Settled == after.Settled
            && before.Booked == after.Booked;

    // A known batch is skipped; a gap before a batch is read from the database, with everything that is there.
    private static State Take(State s, Batch batch)
    {
        if (s.IsHalfWritten || batch.UpTo <= s.Applied) return s;
        return s with { Applied = batch.After == Unknown || batch.After > s.Applied ? s.Committed : batch.UpTo };
    }

    private static State Commit(State s, Keeping keeping)
    {
        var booked = s.Book(s.Settled, s.Applied);
        return keeping switch
        {
            Keeping.Memory => booked,
            Keeping.WrittenAfterwards => booked with { IsHalfWritten = true },
            _ => booked with { Settled = s.Applied },
        };
    }
}
