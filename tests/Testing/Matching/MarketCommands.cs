using Rtx.Domain.Matching.Rules;
using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>Sets the trading state.</summary>
public sealed record StateCommand(Timestamp Time, TradingState State) : BookCommand
{
    private protected override BookAnswer Run(OrderBook book) => BookAnswer.Of(book.SetState(State, Time));

    private protected override BookAnswer Run(ReferenceBook book) => BookAnswer.Of(book.SetState(State, Time));

    /// <inheritdoc />
    public override string ToString() => $"{Time.UnixMicroseconds}: state {State}";
}

/// <summary>Sets the mark price.</summary>
public sealed record MarkCommand(Timestamp Time, Price Mark) : BookCommand
{
    private protected override BookAnswer Run(OrderBook book) => BookAnswer.Of(book.SetMarkPrice(Mark, Time));

    private protected override BookAnswer Run(ReferenceBook book) => BookAnswer.Of(book.SetMarkPrice(Mark, Time));

    /// <inheritdoc />
    public override string ToString() => $"{Time.UnixMicroseconds}: mark {Mark.Ticks}";
}

/// <summary>Advances time without another command.</summary>
public sealed record ExpireCommand(Timestamp Time) : BookCommand
{
    private protected override BookAnswer Run(OrderBook book) => BookAnswer.Of(book.Expire(Time));

    private protected override BookAnswer Run(ReferenceBook book) => BookAnswer.Of(book.Expire(Time));

    /// <inheritdoc />
    public override string ToString() => $"{Time.UnixMicroseconds}: expire";
}

/// <summary>Sets the static reference price; it has no events.</summary>
public sealed record ReferenceCommand(Price? Reference) : BookCommand
{
    private protected override BookAnswer Run(OrderBook book)
    {
        book.SetReference(Reference);
        return BookAnswer.Of([]);
    }

    private protected override BookAnswer Run(ReferenceBook book)
    {
        book.SetReference(Reference);
        return BookAnswer.Of([]);
    }

    /// <inheritdoc />
    public override string ToString() => $"reference {Reference?.Ticks.ToString() ?? "none"}";
}

/// <summary>Sets an account's position; it has no events.</summary>
public sealed record PositionCommand(AccountId Account, long Lots) : BookCommand
{
    private protected override BookAnswer Run(OrderBook book)
    {
        book.SetPosition(Account, Lots);
        return BookAnswer.Of([]);
    }

    private protected override BookAnswer Run(ReferenceBook book)
    {
        book.SetPosition(Account, Lots);
        return BookAnswer.Of([]);
    }

    /// <inheritdoc />
    public override string ToString() => $"account {Account} has a position of {Lots}";
}
