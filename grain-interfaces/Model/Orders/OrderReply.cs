namespace Rtx.Model;

/// <summary>How far a request came. Only <see cref="Done"/> states a fact about the order.</summary>
public enum ReplyStatus
{
    /// <summary>Decided and committed; <see cref="OrderReply.Order"/> is in SQL.</summary>
    Done = 0,

    /// <summary>Refused; nothing changed. <see cref="OrderReply.RejectReason"/> says why.</summary>
    Refused = 1,

    /// <summary>The commit's outcome could not be learned: ask again by client order id.</summary>
    Unknown = 2,

    /// <summary>A queue is full; nothing was decided. Try again after <see cref="OrderReply.RetryAfter"/>.</summary>
    Busy = 3,

    /// <summary>The book or the database is not available; nothing was decided. Try again after <see cref="OrderReply.RetryAfter"/>.</summary>
    Unavailable = 4,
}

/// <summary>One trade of an order as its owner sees it.</summary>
/// <param name="TradeId">The trade.</param>
/// <param name="LastPx">Price.</param>
/// <param name="LastQty">Quantity.</param>
/// <param name="RestingOrderId">The order that was in the book.</param>
[GenerateSerializer, Immutable, Alias("rtx.Fill")]
public readonly record struct Fill(TradeId TradeId, Price LastPx, Quantity LastQty, OrderId RestingOrderId);

/// <summary>The answer to a request about one order.</summary>
[GenerateSerializer, Immutable, Alias("rtx.OrderReply")]
public sealed record OrderReply
{
    /// <summary>How far the request came.</summary>
    [Id(0)] public required ReplyStatus Status { get; init; }

    /// <summary>The order's committed state; null when there is none to show.</summary>
    [Id(1)] public Order? Order { get; init; }

    /// <summary>Trades that the request caused, in order; empty when none, and in the repeated answer to a repeated request.</summary>
    [Id(2)] public IReadOnlyList<Fill> Fills { get; init; } = [];

    /// <summary>Why it was refused; <see cref="RejectReason.None"/> otherwise.</summary>
    [Id(3)] public RejectReason RejectReason { get; init; }

    /// <summary>When to try again; null where that makes no sense.</summary>
    [Id(4)] public TimeSpan? RetryAfter { get; init; }

    /// <summary>Numbers that decided a refusal, for people; null otherwise.</summary>
    [Id(5)] public string? Detail { get; init; }

    /// <summary>A refusal that changed nothing.</summary>
    public static OrderReply Refuse(RejectReason reason, string? detail = null) =>
        new() { Status = ReplyStatus.Refused, RejectReason = reason, Detail = detail };
}

/// <summary>The answer to a request about several orders.</summary>
[GenerateSerializer, Immutable, Alias("rtx.OrderListReply")]
public sealed record OrderListReply
{
    /// <summary>How far the request came.</summary>
    [Id(0)] public required ReplyStatus Status { get; init; }

    /// <summary>The orders' committed states, in the order of the request, or by id for a mass cancel; empty when nothing was decided.</summary>
    [Id(1)] public IReadOnlyList<Order> Orders { get; init; } = [];

    /// <summary>Why a list was refused: the first reason that is not <see cref="RejectReason.ListRefused"/>; <see cref="RejectReason.None"/> otherwise.</summary>
    [Id(2)] public RejectReason RejectReason { get; init; }

    /// <summary>When to try again; null where that makes no sense.</summary>
    [Id(3)] public TimeSpan? RetryAfter { get; init; }

    /// <summary>Numbers that decided a refusal, for people; null otherwise.</summary>
    [Id(4)] public string? Detail { get; init; }

    /// <summary>A refusal that changed nothing.</summary>
    public static OrderListReply Refuse(RejectReason reason, string? detail = null) =>
        new() { Status = ReplyStatus.Refused, RejectReason = reason, Detail = detail };
}
