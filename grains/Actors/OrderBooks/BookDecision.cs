namespace Rtx.Actors.OrderBooks;

/// <summary>What one command did to a book, not yet durable.</summary>
/// <param name="Vouched">The account activation that the command relies on; null for a cancel, which spends nothing.</param>
/// <param name="Events">Its events, rising; the last one is of the commanded order.</param>
/// <param name="Levels">New absolute state of each level it changed.</param>
/// <param name="Best">Best bid and offer after it.</param>
internal sealed record BookDecision(AccountStamp? Vouched, OrderEvent[] Events, IReadOnlyList<DepthLevel> Levels, BestPrices Best)
{
    /// <summary>The answer once the decision is durable.</summary>
    public OrderReply ToReply()
    {
        var last = Events[^1];
        return new OrderReply
        {
            Status = last.Status == OrdStatus.Rejected ? ReplyStatus.Refused : ReplyStatus.Done,
            RejectReason = last.RejectReason,
            Order = last.ToOrder(),
            Fills = [.. Events.Where(e => e.ExecType == ExecType.Trade && e.IsAggressor).Select(e => new Fill(e.TradeId, e.LastPx, e.LastQty, e.ContraOrderId))],
        };
    }
}

/// <summary>The best level of each side; null where the side is empty.</summary>
internal readonly record struct BestPrices(DepthLevel? Bid, DepthLevel? Ask);
