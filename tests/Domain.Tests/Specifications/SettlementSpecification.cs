using CsCheck;

namespace Rtx.Domain.Tests.Specifications;

/// <summary>
/// A book that tells an account its executions, and the account that books each of them once. What is told may be lost, come twice, late or in another order; the account dies at any moment. The
/// requirements are those of docs/specifications.md.
/// </summary>
internal static class SettlementSpecification
{
    private const int MostExecutions = 3;
    private const int NotKnown = -1;

    private static readonly int[] Executions = [1, 2, 3];

    /// <summary>What keeps an execution from being booked twice.</summary>
    internal enum Keeping
    {
        /// <summary>The account's memory alone.</summary>
        Memory,

        /// <summary>How far it has settled, written by itself after the postings.</summary>
        WrittenAfterwards,

        /// <summary>How far it has settled, written with the postings.</summary>
        WrittenWithPostings,
    }

    /// <summary>Executions that the book tells: those after one up to another.</summary>
    /// <param name="After">The one before; −1 when the book does not know what came before.</param>
    /// <param name="UpTo">The last; 0 for no batch.</param>
    internal readonly record struct Batch(int After, int UpTo);

    /// <param name="Committed">Executions that the book has committed.</param>
    /// <param name="Told">Up to here the book has told them.</param>
    /// <param name="First">A batch on its way.</param>
    /// <param name="Second">Another one.</param>
    /// <param name="Applied">Up to here the account's memory has them.</param>
    /// <param name="Settled">Up to here the database says that they are settled.</param>
    /// <param name="Booked">How often each is booked, two bits for each.</param>
    /// <param name="Answered">Up to here the account has told the book that it has settled.</param>
    /// <param name="IsHalfWritten">Whether postings are written whose settled sequence is not.</param>
    internal readonly record struct State(int Committed, int Told, Batch First, Batch Second, int Applied, int Settled, int Booked, int Answered, bool IsHalfWritten)
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
            ? specification.Action("the settled sequence is written", s => s.IsHalfWritten, s => s with { Settled = s.Applied, IsHalfWritten = false })
            : specification;

        Spec<State> Of() => Spec.From(default(State))
            .Action("the book commits", s => s.Committed < MostExecutions, s => s with { Committed = s.Committed + 1 })
            .Action("the book tells", s => s.Committed > s.Told && s.Second.UpTo == 0, s => s with { First = new Batch(s.Told, s.Committed), Second = s.First, Told = s.Committed })
            .Action("a new activation of the book tells", s => s.Committed > s.Settled && s.Second.UpTo == 0, s => s with { First = new Batch(NotKnown, s.Committed), Second = s.First, Told = s.Committed })
            .Action("a batch arrives, and may again", s => s.First.UpTo > 0, s => Take(s, s.First))
            .Action("an older batch arrives", s => s.Second.UpTo > 0, s => Take(s, s.Second))
            .Action("a batch is lost", s => s.First.UpTo > 0, s => s with { First = s.Second, Second = default })
            .Action("the account looks", s => s.Applied < s.Committed && !s.IsHalfWritten, s => s with { Applied = s.Committed })
            .Action("the account commits", s => s.Applied > s.Settled && !s.IsHalfWritten, s => Commit(s, keeping))
            .Action("the account answers", s => s.Answered < s.Settled, s => s with { Answered = s.Settled })
            .Action("the account dies", s => s.Applied > s.Settled || s.IsHalfWritten, s => s with { Applied = s.Settled, IsHalfWritten = false })
            .Terminal(s => s.Committed == MostExecutions && s.Settled == MostExecutions)
            .Reachable("is behind", "An account can be behind, with a gap before the next batch.", s => s.First.After > s.Applied)
            .Invariant("SETTLE-1", "No execution is booked twice.", s => Executions.All(execution => s.TimesBooked(execution) <= 1))
            .Invariant("SETTLE-2", "What the database says is settled is booked, and nothing else is.", s => s.IsHalfWritten || Executions.All(execution => s.TimesBooked(execution) > 0 == execution <= s.Settled))
            .Invariant("SETTLE-3", "The memory of an account has no gap before what it has applied, and nothing that the book has not committed.", s => s.Applied >= s.Settled && s.Applied <= s.Committed)
            .Invariant("SETTLE-4", "Executions that a book is told to be settled are booked, and that is durable.", s => s.Answered <= s.Settled)
            .Rule("SETTLE-5", "An account that looks has all that was committed, whatever was lost on the way.", "the account looks", (before, after) => after.Applied == before.Committed)
            .Fault("executions of a lost history are taken", (before, after) => Arrives(before, after) && after.Applied > before.Applied && before.First.After > before.Applied, (_, after) => after with { Applied = after.Committed + 1 })
            .Fault("a repeated batch is taken anew", (before, after) => after.Applied == before.Settled && before.First.UpTo > 0 && before.Settled > 0 && before == after, (before, after) => after.Book(0, before.Settled))
            .Fault("the settled sequence is lost", "the account commits", (before, after) => after with { Settled = before.Settled })
            .Fault("the postings are lost", "the account commits", (before, after) => after with { Booked = before.Booked })
            .Fault("it answers before the commit", (before, after) => Arrives(before, after) && after.Applied > after.Settled, (_, after) => after with { Answered = after.Applied })
            .Fault("it looks from where a book has told it", "the account looks", (before, after) => after with { Applied = before.Settled });
    }

    private static bool Arrives(State before, State after) => before.First == after.First && before.Committed == after.Committed && before.Settled == after.Settled && before.Booked == after.Booked;

    // What it has already is passed over; a gap before it is read from the database, with all that is there.
    private static State Take(State s, Batch batch)
    {
        if (s.IsHalfWritten || batch.UpTo <= s.Applied) return s;
        return s with { Applied = batch.After == NotKnown || batch.After > s.Applied ? s.Committed : batch.UpTo };
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
