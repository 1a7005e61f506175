using CsCheck;

namespace Rtx.Domain.Tests.Specifications;

/// <summary>
/// Activations of one stream, two of which may be alive at the same time, and the database that lets one of them write. The requirements
/// are those of docs/specifications.md. An activation may hang for any time between two steps: anything may happen in between.
/// </summary>
internal static class FencingSpecification
{
    private const int MaxEpochs = 3;
    private const int MaxChanges = 3;

    private static readonly Who[] Both = [Who.One, Who.Two];
    private static readonly int[] Superseded = [1, 2];

    /// <summary>What the fence guards.</summary>
    internal enum Guard
    {
        /// <summary>Nothing: every activation may write.</summary>
        Nothing,

        /// <summary>Writes.</summary>
        Writes,

        /// <summary>Writes, and answers from memory.</summary>
        WritesAndAnswers,
    }

    internal enum Who
    {
        Nobody,
        One,
        Two,
    }

    internal enum Phase
    {
        Gone,
        Loading,
        Serving,
    }

    internal enum Outcome
    {
        None,
        Written,
        Answered,
        Refused,
    }

    /// <param name="Phase">Its phase.</param>
    /// <param name="Epoch">The epoch that it has taken.</param>
    /// <param name="Known">The last change in its memory.</param>
    internal readonly record struct Activation(Phase Phase, int Epoch, int Known);

    /// <param name="Epoch">The last epoch given.</param>
    /// <param name="Changes">Changes in the database.</param>
    /// <param name="One">The first activation.</param>
    /// <param name="Two">The second one.</param>
    /// <param name="Actor">The activation that took the last step.</param>
    /// <param name="ActorEpoch">Its epoch.</param>
    /// <param name="Last">The outcome of that step.</param>
    internal readonly record struct State(int Epoch, int Changes, Activation One, Activation Two, Who Actor, int ActorEpoch, Outcome Last)
    {
        public Activation Of(Who who) => who == Who.One ? One : Two;

        public State With(Who who, Activation activation) =>
            who == Who.One ? this with { One = activation } : this with { Two = activation };

        public State By(Who who, Outcome outcome) => this with { Actor = who, ActorEpoch = Of(who).Epoch, Last = outcome };
    }

    public static Spec<State> Of(Guard guard) => Spec.From(default(State))
        .Action("take an epoch", Both, (s, who) => s.Of(who).Phase == Phase.Gone && s.Epoch < MaxEpochs, TakeEpoch)
        .Action("load", Both, (s, who) => s.Of(who).Phase == Phase.Loading,
            (s, who) => s.With(who, s.Of(who) with { Phase = Phase.Serving, Known = s.Changes }).By(who, Outcome.None))
        .Action("write", Both, (s, who) => s.Of(who).Phase == Phase.Serving && s.Changes < MaxChanges, (s, who) => Write(s, who, guard))
        .Action("answer from memory", Both, (s, who) => s.Of(who).Phase == Phase.Serving, (s, who) => Answer(s, who, guard))
        .Action("deactivate", Both, (s, who) => s.Of(who).Phase != Phase.Gone, (s, who) => s.By(who, Outcome.None).With(who, default))
        .Terminal(s => s.Epoch == MaxEpochs && s.One.Phase == Phase.Gone && s.Two.Phase == Phase.Gone)
        .Reachable(
            "two serve", "Two activations of one stream can serve at the same time.",
            s => s.One.Phase == Phase.Serving && s.Two.Phase == Phase.Serving)
        .Invariant(
            "FENCE-1", "An epoch is given once.", s => s.One.Phase == Phase.Gone || s.Two.Phase == Phase.Gone || s.One.Epoch != s.Two.Epoch)
        .Never("FENCE-2", "A write is decided on everything written before.",
            (before, after) => after.Last == Outcome.Written && before.Of(after.Actor).Known != before.Changes)
        .Never("FENCE-3", "An answer from memory includes everything written before.",
            (before, after) => after.Last == Outcome.Answered && before.Of(after.Actor).Known != before.Changes)
        .Never("FENCE-4", "The newest activation is never refused.",
            (before, after) => after.Last == Outcome.Refused && after.ActorEpoch == before.Epoch)
        .NeverAfter(
            "FENCE-5", "After a newer epoch is taken, an older one writes nothing.", Superseded,
            after: (_, after, epoch) => after.Epoch > epoch,
            never: (_, after, epoch) => after.Last == Outcome.Written && after.ActorEpoch == epoch)
        .Fault("an epoch is given twice", "take an epoch", (before, _) => before.Epoch > 0,
            (before, after) => after.With(after.Actor, after.Of(after.Actor) with { Epoch = before.Epoch }) with { Epoch = before.Epoch })
        .Fault("the fence accepts an older epoch", (_, after) => after.Last == Outcome.Refused,
            (before, after) => Written(before, after.Actor))
        .Fault("the fence refuses the newest epoch", (before, after) => after.Last == Outcome.Written && after.ActorEpoch == before.Epoch,
            (before, after) => Refused(before, after.Actor))
        .Fault("the state is read before the epoch is taken", "load", (before, _) => before.Changes > 0,
            (before, after) => after.With(after.Actor, after.Of(after.Actor) with { Known = before.Changes - 1 }))
        .Fault("an answer is not proven by a commit", (_, after) => after.Last == Outcome.Refused,
            (before, after) => before.By(after.Actor, Outcome.Answered));

    private static State TakeEpoch(State s, Who who) =>
        (s with { Epoch = s.Epoch + 1 }).With(who, new Activation(Phase.Loading, s.Epoch + 1, 0)).By(who, Outcome.None);

    private static State Write(State s, Who who, Guard guard) =>
        guard == Guard.Nothing || s.Of(who).Epoch == s.Epoch ? Written(s, who) : Refused(s, who);

    private static State Answer(State s, Who who, Guard guard) =>
        guard != Guard.WritesAndAnswers || s.Of(who).Epoch == s.Epoch ? s.By(who, Outcome.Answered) : Refused(s, who);

    private static State Written(State s, Who who) =>
        (s with { Changes = s.Changes + 1 }).With(who, s.Of(who) with { Known = s.Changes + 1 }).By(who, Outcome.Written);

    // It drops its memory and deactivates.
    private static State Refused(State s, Who who) => s.By(who, Outcome.Refused).With(who, default);
}
