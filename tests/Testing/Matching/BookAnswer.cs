using Rtx.Domain.Matching.Rules;
using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>A book's answer to a command.</summary>
/// <param name="Reason">Why an amendment or a cancel was refused; a refused order is an event.</param>
/// <param name="Events">What happened, in order.</param>
public sealed record BookAnswer(RejectReason Reason, IReadOnlyList<BookEvent> Events)
{
    internal static BookAnswer Of(ReadOnlySpan<BookEvent> events) => new(RejectReason.None, events.ToArray());

    internal static BookAnswer Of(RejectReason reason, ReadOnlySpan<BookEvent> events) => new(reason, events.ToArray());

    /// <summary>Whether both are equal, event by event and field by field.</summary>
    public bool IsSameAs(BookAnswer other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Reason != other.Reason || Events.Count != other.Events.Count) return false;
        for (var i = 0; i < Events.Count; i++)
        {
            if (Events[i] != other.Events[i]) return false;
        }

        return true;
    }

    /// <inheritdoc />
    public override string ToString() =>
        string.Join('\n', Events.Select(e => $"  {e}").Append(Reason == RejectReason.None ? "  done" : $"  refused: {Reason}"));
}
