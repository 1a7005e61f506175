using Rtx.Domain.Matching.Rules;
using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>A new order.</summary>
public sealed record SubmitCommand(Timestamp Time, BookOrder Order) : BookCommand
{
    private protected override BookAnswer Run(OrderBook book) => BookAnswer.Of(book.Submit(Order, Time));

    private protected override BookAnswer Run(ReferenceBook book) => BookAnswer.Of(book.Submit(Order, Time));

    /// <inheritdoc />
    public override string ToString() => $"{Time.UnixMicroseconds}: submit {BookCommandText.Of(Order)}";
}

/// <summary>A new list of linked orders.</summary>
public sealed record SubmitListCommand(Timestamp Time, IReadOnlyList<BookOrder> Orders) : BookCommand
{
    private protected override BookAnswer Run(OrderBook book) => BookAnswer.Of(book.SubmitList(Orders.ToArray(), Time));

    private protected override BookAnswer Run(ReferenceBook book) => BookAnswer.Of(book.SubmitList(Orders.ToArray(), Time));

    /// <inheritdoc />
    public override string ToString() =>
        $"{Time.UnixMicroseconds}: submit list {string.Join("; ", Orders.Select(order => BookCommandText.Of(order)))}";
}

/// <summary>Amends an order.</summary>
public sealed record AmendCommand(Timestamp Time, AccountId Account, AmendOrder Amend) : BookCommand
{
    private protected override BookAnswer Run(OrderBook book) => BookAnswer.Of(book.Amend(Account, Amend, Time, out var events), events);

    private protected override BookAnswer Run(ReferenceBook book) =>
        BookAnswer.Of(book.Amend(Account, Amend, Time, out var events), events);

    /// <inheritdoc />
    public override string ToString() => $"{Time.UnixMicroseconds}: account {Account} amends {BookCommandText.Of(Amend)}";
}

/// <summary>Cancels an order.</summary>
public sealed record CancelCommand(Timestamp Time, AccountId Account, OrderId OrderId) : BookCommand
{
    private protected override BookAnswer Run(OrderBook book) => BookAnswer.Of(book.Cancel(Account, OrderId, Time, out var events), events);

    private protected override BookAnswer Run(ReferenceBook book) =>
        BookAnswer.Of(book.Cancel(Account, OrderId, Time, out var events), events);

    /// <inheritdoc />
    public override string ToString() => $"{Time.UnixMicroseconds}: account {Account} cancels {BookCommandText.Of(OrderId)}";
}

/// <summary>Mass-cancels orders.</summary>
public sealed record MassCancelCommand(Timestamp Time, AccountId Account, MassCancel Filter, ExecReason Reason) : BookCommand
{
    private protected override BookAnswer Run(OrderBook book) =>
        BookAnswer.Of(book.MassCancel(Account, book.FindAll(Account, Filter), Reason, Time));

    private protected override BookAnswer Run(ReferenceBook book) => BookAnswer.Of(book.MassCancel(Account, Filter, Reason, Time));

    /// <inheritdoc />
    public override string ToString() =>
        $"{Time.UnixMicroseconds}: account {Account} cancels all, side {Filter.Side}, tag {Filter.Tag}, connection {Filter.ConnectionId}, as {Reason}";
}
