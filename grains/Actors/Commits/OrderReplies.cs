using Rtx.Storage.Commits;

namespace Rtx.Actors.Commits;

/// <summary>What a failed commit or a full queue means for the caller.</summary>
internal static class OrderReplies
{
    private static readonly TimeSpan BusyDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan UnavailableDelay = TimeSpan.FromSeconds(1);

    public static OrderReply Busy { get; } = new() { Status = ReplyStatus.Busy, RetryAfter = BusyDelay };

    public static OrderReply Unavailable { get; } = new() { Status = ReplyStatus.Unavailable, RetryAfter = UnavailableDelay };

    public static OrderReply Unknown { get; } = new() { Status = ReplyStatus.Unknown, RetryAfter = UnavailableDelay };

    /// <summary>Of a book: its mark is not the one that the account went by, and what the account holds may not cover what the order may lose. Nothing was decided.</summary>
    public static OrderReply MarkMoved { get; } = Busy with { RejectReason = RejectReason.NoReferencePrice };

    public static bool IsMarkMoved(ReplyStatus status, RejectReason reason) => (status, reason) == (MarkMoved.Status, MarkMoved.RejectReason);

    public static OrderReply Done(Order order) => new() { Status = ReplyStatus.Done, Order = order };

    /// <summary>The same answer to a request about several orders.</summary>
    public static OrderListReply ForList(OrderReply reply) =>
        new() { Status = reply.Status, RejectReason = reply.RejectReason, RetryAfter = reply.RetryAfter, Detail = reply.Detail };

    /// <summary>Only a lost connection leaves doubt; in all other cases nothing was written.</summary>
    public static OrderReply For(Exception failure, AccountId account) => failure switch
    {
        CommitBusyException => Busy,
        CommitFencedException e when e.StaleAccounts.Contains(account) => OrderReply.Refuse(RejectReason.StaleAccount),
        CommitFencedException or CommitUnavailableException or CommitRefusedException => Unavailable,
        _ => Unknown,
    };
}
