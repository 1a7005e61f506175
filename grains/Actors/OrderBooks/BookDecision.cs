using Rtx.Actors.Diagnostics;
using Rtx.Storage.Commits;

namespace Rtx.Actors.OrderBooks;

/// <summary>What one command did to a book, not yet durable.</summary>
/// <param name="Vouched">The account activation that the command relies on; null for one that spends nothing.</param>
/// <param name="Events">Its events, rising; may be none.</param>
/// <param name="Standing">Trading state and reference price after it; null when it left both alone.</param>
internal sealed record BookDecision(AccountStamp? Vouched, IReadOnlyList<OrderEvent> Events, BookStanding? Standing)
{
    /// <summary>When it was made, for tracing.</summary>
    public DateTimeOffset DecidedAt { get; } = OrderTracing.StartOfStep;

    /// <summary>The answer about one order once the decision is durable.</summary>
    public OrderReply ToReply(OrderId id)
    {
        var order = StateOf(id) ?? throw new InvalidOperationException($"The command told nothing about order {id}.");
        return new OrderReply
        {
            Status = order.Status == OrdStatus.Rejected ? ReplyStatus.Refused : ReplyStatus.Done,
            RejectReason = order.RejectReason,
            Order = order,
            Fills = [.. Events.Where(e => e.ExecType == ExecType.Trade && e.OrderId == id).Select(e => new Fill(e.TradeId, e.LastPx, e.LastQty, e.ContraOrderId))],
        };
    }

    /// <summary>The answer about the orders of a list once the decision is durable.</summary>
    public OrderListReply ToReply(IReadOnlyList<OrderId> ids)
    {
        List<Order> orders = [.. ids.Select(id => StateOf(id) ?? throw new InvalidOperationException($"The command told nothing about order {id}."))];
        var refused = orders.Find(order => order.RejectReason is not (RejectReason.None or RejectReason.ListRefused));
        return new OrderListReply
        {
            Status = refused is null ? ReplyStatus.Done : ReplyStatus.Refused,
            RejectReason = refused?.RejectReason ?? RejectReason.None,
            Orders = orders,
        };
    }

    /// <summary>The answer to a mass cancel of an account once the decision is durable.</summary>
    public OrderListReply ToReply(AccountId account) => new()
    {
        Status = ReplyStatus.Done,
        Orders = [.. Events.Where(e => e.AccountId == account && e.ExecType == ExecType.Canceled).OrderBy(e => e.OrderId.Value).Select(e => e.ToOrder())],
    };

    private Order? StateOf(OrderId id)
    {
        for (var i = Events.Count - 1; i >= 0; i--)
        {
            if (Events[i].OrderId == id) return Events[i].ToOrder();
        }

        return null;
    }
}
