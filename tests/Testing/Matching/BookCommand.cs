using Rtx.Domain.Matching;
using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>One command to a book; exactly one field is set.</summary>
public sealed record BookCommand(Timestamp Time, AccountId Account, BookOrder? Submit = null, AmendOrder? Amend = null, OrderId? Cancel = null, TradingState? State = null)
{
    /// <summary>Runs the command on the real book.</summary>
    public (RejectReason Reason, OrderEvent[] Events) RunOn(OrderBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        if (Submit is { } order) return (RejectReason.None, book.Submit(order, Time).ToArray());
        if (Amend is not null) return (book.Amend(Account, Amend, Time, out var amended), amended.ToArray());
        if (Cancel is { } id) return (book.Cancel(Account, id, Time, out var canceled), canceled.ToArray());
        book.SetTradingState(State!.Value);
        return (RejectReason.None, []);
    }

    /// <summary>Runs the command on the reference book.</summary>
    public (RejectReason Reason, IReadOnlyList<OrderEvent> Events) RunOn(ReferenceBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        if (Submit is { } order) return (RejectReason.None, book.Submit(order, Time));
        if (Amend is not null) return book.Amend(Account, Amend, Time);
        if (Cancel is { } id) return book.Cancel(Account, id, Time);
        book.IsHalted = State == TradingState.Halted;
        return (RejectReason.None, []);
    }
}
