using System.Text.Json.Serialization;
using Rtx.Client;

namespace Rtx.Chaos.History;

/// <summary>Something that a client did or was told, as seen from outside the system, which can't change it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "record")]
[JsonDerivedType(typeof(RequestSent), "sent")]
[JsonDerivedType(typeof(RequestAnswered), "answered")]
[JsonDerivedType(typeof(RequestFailed), "failed")]
[JsonDerivedType(typeof(ExecutionTold), "execution")]
[JsonDerivedType(typeof(FundsMoved), "funds")]
[JsonDerivedType(typeof(ToldToReadAgain), "missed")]
internal abstract record HistoryRecord
{
    /// <summary>Time, by the clock of this machine.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The account.</summary>
    public required long AccountId { get; init; }
}

/// <summary>A request before it was sent. Exactly one of its contents is given.</summary>
internal sealed record RequestSent : HistoryRecord
{
    /// <summary>Number of the request in this run; attempts of one request share it.</summary>
    public required long Request { get; init; }

    /// <summary>Number of the attempt, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>A new order.</summary>
    public PlaceOrderRequest? Place { get; init; }

    /// <summary>New linked orders.</summary>
    public PlaceOrderListRequest? PlaceList { get; init; }

    /// <summary>A change of <see cref="OrderId"/>.</summary>
    public AmendOrderRequest? Amend { get; init; }

    /// <summary>A mass cancel.</summary>
    public MassCancelRequest? CancelAll { get; init; }

    /// <summary>The order to change; without <see cref="Amend"/> it is cancelled.</summary>
    public long? OrderId { get; init; }

    /// <summary>The client order id of the order to cancel.</summary>
    public string? ClientOrderId { get; init; }
}

/// <summary>The answer that a request was done.</summary>
internal sealed record RequestAnswered : HistoryRecord
{
    /// <inheritdoc cref="RequestSent.Request" />
    public required long Request { get; init; }

    /// <inheritdoc cref="RequestSent.Attempt" />
    public required int Attempt { get; init; }

    /// <summary>When the attempt was sent.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>The orders as reported in the answer.</summary>
    public required IReadOnlyList<Order> Orders { get; init; }

    /// <summary>Trades of the only order in the answer.</summary>
    public IReadOnlyList<Fill> Fills { get; init; } = [];
}

/// <summary>Any other answer, or none.</summary>
internal sealed record RequestFailed : HistoryRecord
{
    /// <summary>The code of an attempt that got no answer.</summary>
    public const string NoAnswer = "no_answer";

    /// <inheritdoc cref="RequestSent.Request" />
    public required long Request { get; init; }

    /// <inheritdoc cref="RequestSent.Attempt" />
    public required int Attempt { get; init; }

    /// <summary>When the attempt was sent.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>One of <see cref="RtxErrorCodes"/>, or <see cref="NoAnswer"/>.</summary>
    public required string Code { get; init; }
}

/// <summary>An execution report of the live connection.</summary>
internal sealed record ExecutionTold : HistoryRecord
{
    public required ExecutionReport Report { get; init; }
}

/// <summary>A movement of money.</summary>
internal sealed record FundsMoved : HistoryRecord
{
    /// <summary>Its reference.</summary>
    public required string Reference { get; init; }

    public required decimal Amount { get; init; }

    public required string Currency { get; init; }

    /// <summary>Whether it was acknowledged; otherwise it may or may not have happened.</summary>
    public required bool IsAnswered { get; init; }
}

/// <summary>The live connection started, or reported that something may be missing: a listener then reads the current state.</summary>
internal sealed record ToldToReadAgain : HistoryRecord;
